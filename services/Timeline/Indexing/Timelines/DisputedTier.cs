using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using NodaTime;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>Some of the rows that act on a disputed measure, by when each can tell how it stands: with each those that it is bound to (<see cref="ActInTime.Of"/>). It never changes.</summary>
internal sealed class DisputedTier
{
    private readonly int[] _rows;
    private readonly DatedRows _told;
    private readonly DatedRows _held;
    private readonly DatedRows _scopes;
    private readonly DatedRows _values;

    /// <param name="index">The index.</param>
    /// <param name="around">The rows.</param>
    /// <param name="measure">The measure's id, and something that introduces it at some time.</param>
    /// <param name="others">What else acts on it.</param>
    public DisputedTier(LedgerIndex index, Neighbourhood around, (string Id, Effect Introduction) measure, IReadOnlyList<DisputedTier> others)
    {
        VoidsAtLarge = others.Any(other => other.VoidsAtLarge) || around.Effects.Any(ActInTime.VoidsAtLarge);
        Withdraws = others.Any(other => other.Withdraws) || around.Effects.Any(ActInTime.Withdraws);
        var rows = DatedRow.Of(index, around, ActInTime.Of(measure.Id, around.Effects, VoidsAtLarge, Withdraws));
        (_told, _held, _scopes, _values) = (
            new DatedRows(rows.Where(row => row.Acts.Role is ActRole.Told or ActRole.Repeal)),
            new DatedRows(rows.Where(row => row.Acts.Role == ActRole.Held).OrderBy(row => row.Acts.From)),
            new DatedRows(rows.Where(row => row.Acts is { Role: ActRole.Terms, StatesScope: true })),
            new DatedRows(rows.Where(row => row.Acts is { Role: ActRole.Terms, StatesValue: true })));
        _rows = [.. around.Rows.Order()];
        Entities = around.Entities;
        var introducing = Array.FindAll(around.Effects, effect => effect.Body is MeasureIntroduced);
        (Introductions, AnnouncedBy) = (Array.ConvertAll(introducing, around.RowOf), ActInTime.AnnouncedBy(introducing));
        // As if all of it were visible at once: whatever is, is among it.
        var ever = new MeasureActs(measure.Id, measure.Introduction, around.Effects);
        (Boundaries, Parts, NamesGroups, IsExact) = (new MeasureLife(ever, Question.Nothing).Boundaries, [.. ever.Parts.Distinct()], ever.NamesGroups, ever.IsExact);
        Scopes = [.. around.Effects.Select(effect => Targets.ScopeOf(effect.Body)).OfType<Scope>()];
        Numbers = [.. ScopeNumbers.Of(around.Effects, index.Rows.Vocabulary.Symbols).Select(scope => scope.Numbers)];
    }

    /// <summary>Numbers of the rows, in order.</summary>
    public IReadOnlyList<int> Rows => _rows;

    /// <summary>Numbers of the instruments on which they rest.</summary>
    public int[] Entities { get; }

    /// <summary>Those of the rows that introduce the measure at some cut.</summary>
    public int[] Introductions { get; }

    /// <summary>When all that introduce it were announced (effective axis).</summary>
    public Instant AnnouncedBy { get; }

    /// <summary>Where the measure may change by time alone because of them, at whatever cut, in order (effective axis).</summary>
    public IReadOnlyList<Instant> Boundaries { get; }

    /// <summary>The parts that they reach.</summary>
    public IReadOnlyList<Part> Parts { get; }

    /// <summary>Whether a scope or a part names a group of countries.</summary>
    public bool NamesGroups { get; }

    /// <summary>Whether every date is exact.</summary>
    public bool IsExact { get; }

    /// <summary>The scopes that they state.</summary>
    public IReadOnlyList<Scope> Scopes { get; }

    /// <summary>The same in numbers.</summary>
    public IReadOnlyList<byte[]> Numbers { get; }

    /// <summary>Whether some act on the measure leaves others without effect that it does not name.</summary>
    public bool VoidsAtLarge { get; }

    /// <summary>Whether some act on the measure withdraws it.</summary>
    public bool Withdraws { get; }

    public bool Holds(int row) => Array.BinarySearch(_rows, row) >= 0;

    /// <summary>Adds what tells whatever else acts, and what ends the measure.</summary>
    public void AddTold(in Window window, Func<int, bool>? isAside, List<DatedRow> found) => _told.AddWithin(window, isAside, found);

    /// <summary>Adds periods of the measure, and what holds it back.</summary>
    public void AddHeld(in Window window, Func<int, bool>? isAside, List<DatedRow> found) => _held.AddWithin(window, isAside, found);

    /// <summary>Adds what states scope and value.</summary>
    public void AddTerms(in Window window, Func<int, bool>? isAside, List<DatedRow> found)
    {
        _scopes.AddLastWithin(window, isAside, found);
        _values.AddLastWithin(window, isAside, found);
    }
}
