using System.Collections.Concurrent;
using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>
/// What the visible effects of all instruments mean together at one cut of knowledge. Targets are sought among all of them, whatever was
/// recorded first (DESIGN T11). Immutable once built; safe for many readers.
/// </summary>
/// <param name="visible">Where the effects are found.</param>
public sealed class Controls(IVisibleControls visible)
{
    private ConcurrentDictionary<string, MeasureActs?>? _acts;

    /// <param name="visible">Visible effects of instrument streams, in any order.</param>
    public Controls(IEnumerable<Effect> visible)
        : this(new FoldedControls(visible))
    {
    }

    /// <summary>Ids of instruments that are published, in natural order.</summary>
    public IReadOnlyList<string> Instruments => visible.Instruments;

    /// <summary>Ids of measures that are introduced, in natural order.</summary>
    public IReadOnlyList<string> Measures => visible.Measures;

    /// <summary>The effect that publishes an instrument; should there be several, the first in legal order.</summary>
    public Effect? Instrument(string id) => visible.Publication(id);

    /// <summary>The effect that introduces a measure; should there be several, the first in legal order.</summary>
    public Effect? Measure(string id) => visible.Introduction(id);

    public Effect? ByReference(string reference) => visible.ByReference(reference);

    /// <summary>The effects that an instrument's stream holds, in legal order.</summary>
    public IReadOnlyList<Effect> Of(string instrument) => visible.Of(instrument);

    /// <summary>The effects that target an instrument, a clause or a measure of it, in legal order.</summary>
    public IReadOnlyList<Effect> On(string instrument) => visible.On(instrument);

    /// <summary>The effects that name another effect, in legal order.</summary>
    public IReadOnlyList<Effect> Naming(string reference) => visible.Naming(reference);

    /// <summary>The lives of the measures that a question can concern, in no order.</summary>
    /// <param name="question">The trade.</param>
    /// <param name="since">Of which nothing is to be told any more from that instant on, in a zone, may be left out.</param>
    public IEnumerable<MeasureLife> LivesFor(Question question, Func<DateTimeZone, Instant> since) => visible.LivesFor(question, since);

    /// <summary>Measures under an id: itself, or those of the clause or instrument, in the order of their ids.</summary>
    public IEnumerable<string> MeasuresUnder(string id) => visible.MeasuresOf(Ids.InstrumentOf(id)).Where(measure => Ids.Covers(id, measure));

    /// <summary>True when something visible introduces the id: an instrument, a clause or a measure.</summary>
    public bool IsIntroduced(string id) => Instrument(id) is not null || Measure(id) is not null || MeasuresUnder(id).Any();

    /// <summary>True when a target (an id or a reference) is there.</summary>
    public bool IsResolved(string target) => Reference.IsEffect(target) ? ByReference(target) is not null : IsIntroduced(target);

    /// <summary>
    /// Everything that acts on a measure (or on an instrument itself), in legal order: by its id, by the clauses above it, and along the chains
    /// of references from those.
    /// </summary>
    public IReadOnlyList<Effect> ActingOn(string id) => ActsOn(id)?.Acting ?? MeasureActs.ActingOn(visible, id, introduction: null);

    /// <summary>A measure whose timeline was folded before; null: ask for what acts on it.</summary>
    /// <param name="id">Of the measure.</param>
    /// <param name="destination">The destination of the trade that is asked for; null: it states none.</param>
    public ResolvedMeasure? Resolved(string id, string? destination) => visible.Resolved(id, destination);

    /// <summary>How a measure as a whole stands; null where nothing visible introduces it.</summary>
    /// <param name="id">Of the measure.</param>
    /// <param name="momentIn">The moment asked, in a zone.</param>
    public MeasureState? StateOf(string id, Func<DateTimeZone, Instant> momentIn) => visible.StateOf(id, momentIn);

    /// <summary>How every measure stands whose status is wanted, in natural order of their ids.</summary>
    /// <param name="momentIn">The moment asked, in a zone.</param>
    /// <param name="wanted">Which statuses are.</param>
    public IEnumerable<MeasureState> States(Func<DateTimeZone, Instant> momentIn, Func<Status, bool> wanted) => visible.States(momentIn, wanted);

    /// <summary>Everything that acts on a measure, with what is folded of it; null where nothing visible introduces it.</summary>
    public MeasureActs? ActsOn(string id)
    {
        var known = LazyInitializer.EnsureInitialized(ref _acts);
        return known.TryGetValue(id, out var acts) ? acts : known.GetOrAdd(id, visible.ActsOn(id));
    }
}
