using System.Runtime.CompilerServices;
using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>How a measure stands between two boundaries, whatever trade is asked about within what acts on parts tell apart.</summary>
/// <param name="Terms">Scope and value shown, before slices come off.</param>
/// <param name="Status">Of the certain reading.</param>
/// <param name="Value">The value that remains; null where it has none.</param>
/// <param name="Because">The effects that hold it back or end it.</param>
/// <param name="Others">
/// What other readings of approximate dates give: of the terms shown first, in the reading that says least and in the one that says most; empty where all
/// dates are exact.
/// </param>
internal sealed record Stand(Terms Terms, Status Status, Quantity? Value, Items<Effect> Because, IReadOnlyList<OtherStand> Others)
{
    /// <summary>The status that the terms shown have in a reading.</summary>
    public Status StatusIn(Reading reading) => Others.Count == 0 || reading == Reading.Shown ? Status : Others[reading == Reading.Least ? 0 : 1].Status;

    /// <summary>Whether nobody can tell it from another.</summary>
    public bool IsLike(Stand other) =>
        Status == other.Status && Value == other.Value && Terms.AreOf(other.Terms) && Because == other.Because
        && Others.Count == other.Others.Count && Others.Zip(other.Others).All(pair => pair.First.IsLike(pair.Second));
}

/// <summary>How it stands in another reading.</summary>
internal sealed record OtherStand(Terms Terms, Status Status, Quantity? Value)
{
    public bool IsLike(OtherStand other) => Status == other.Status && Value == other.Value && Terms.AreOf(other.Terms);
}

/// <summary>
/// The course of a measure through time for as much of a question as acts on parts tell apart. It stands alike from one boundary to the next, so that what
/// was folded once between two of them is kept. Safe for many readers.
/// </summary>
internal sealed class MeasureCourse(MeasureActs acts, Question question)
{
    private static readonly Reading[] OtherReadings = [Reading.Least, Reading.Most];

    private readonly Lock _gate = new();
    private readonly GroupDays _groups = acts.HasPartsOfScope ? acts.GroupDaysFor(question) : GroupDays.None;
    private Dictionary<FoldKey, Lifespan>? _lives;
    private Dictionary<Scope, IReadOnlyList<Question>>? _cells;
    private Dictionary<Question, Question>? _cellsKnown;
    private Asked? _first;
    private IReadOnlyList<Instant> _boundaries = [];
    private Stand?[] _stands = [];

    /// <summary>How it stands at an instant (effective axis).</summary>
    public Stand At(Instant moment)
    {
        var first = Volatile.Read(ref _first);
        if (first is not null && first.Moment == moment)
            return first.Stand;
        using var _ = _gate.EnterScope();
        if (_first is null)
        {
            // Most are asked once, and then boundaries are not worth seeking.
            _first = new Asked(moment, Compute(moment));
            return _first.Stand;
        }
        if (_stands.Length == 0)
        {
            _boundaries = acts.BoundariesFor(question);
            _stands = new Stand?[_boundaries.Count + 1];
            _stands[PlaceOf(_first.Moment)] = _first.Stand;
        }
        ref var stand = ref _stands[PlaceOf(moment)];
        return stand ??= AsBefore(PlaceOf(moment), Compute(moment));
    }

    /// <summary>Most boundaries change nothing: beyond one of those it is the same object as before, which whoever looks for a change sees at once.</summary>
    private Stand AsBefore(int place, Stand stand) => place > 0 && _stands[place - 1] is { } before && before.IsLike(stand) ? before : stand;

    /// <summary>Boundaries up to a moment.</summary>
    private int PlaceOf(Instant moment) => Boundaries.CountUpTo(_boundaries, moment);

    private Stand Compute(Instant moment)
    {
        var alternatives = acts.TermsAt(moment);
        var shown = alternatives[0];
        var (status, value, because) = Read(shown, moment, Reading.Shown);
        var others = new List<OtherStand>();
        foreach (var (terms, reading) in acts.IsExact ? [] : alternatives.SelectMany(_ => OtherReadings, (terms, reading) => (terms, reading)))
        {
            var (statusRead, valueRead, _) = Read(terms, moment, reading);
            others.Add(new OtherStand(terms, statusRead, valueRead));
        }
        return new Stand(shown, status, value, because, others);
    }

    /// <summary>
    /// The status for the whole of what is asked, over the cells that acts on parts distinguish (DESIGN T5); the value that is left of what
    /// reaches the question itself; and what holds it back or ends it.
    /// </summary>
    private (Status Status, Quantity? Value, Items<Effect> Because) Read(Terms terms, Instant moment, Reading reading)
    {
        var (slices, stated) = SlicesOf(terms, moment, reading);
        List<Standing> Standings(Question cell) => [.. slices.Select(slice => Fold(new Cell(cell, slice), terms.Scope, moment, reading).At(moment))];
        var own = Standings(question);
        var value = Remaining(stated, slices, own);
        var cells = CellsIn(terms.Scope);
        var parts = cells is [var one] && ReferenceEquals(one, question) ? own : [.. cells.SelectMany(Standings)];
        // Where only the parts together are held back, the acts on them are what holds it back.
        var because = BecauseOf(own) is { IsEmpty: false } whole ? whole : BecauseOf(parts);
        return (CommonStatus.OfCells(parts.ConvertAll(part => part.Status)), value, because);
    }

    private IReadOnlyList<Question> CellsIn(Scope? scope)
    {
        if (scope is null || !acts.HasPartsOfScope)
            return Cells.Of(question, scope, acts.Parts);
        _cells ??= new(ReferenceEqualityComparer.Instance);
        if (!_cells.TryGetValue(scope, out var cells))
            _cells.Add(scope, cells = [.. Cells.Of(question, scope, acts.Parts).Select(Known)]);
        return cells;
    }

    /// <summary>One object for a cell, whichever scope it is divided from: its life may be the same.</summary>
    private Question Known(Question cell)
    {
        if (ReferenceEquals(cell, question))
            return cell;
        _cellsKnown ??= [];
        if (!_cellsKnown.TryGetValue(cell, out var known))
            _cellsKnown.Add(cell, known = cell);
        return known;
    }

    private Lifespan Fold(Cell cell, Scope? scope, Instant moment, Reading reading)
    {
        // Annulments bite from one moment on; without them a life is the same at all moments between which no group changes.
        if (acts.HasAnnulments)
            return acts.Fold(cell, scope, moment, reading);
        // A scope tells only how far a part reaches that names goods, and an interval of the value only which slices do.
        var key = new FoldKey(cell.Question, acts.HasSlices ? cell.Slice : ValueCells.Whole, acts.HasPartsOfGoods ? scope : null, reading, _groups.TimeOf(moment));
        _lives ??= [];
        if (!_lives.TryGetValue(key, out var life))
            _lives.Add(key, life = acts.Fold(cell, scope, moment, reading));
        return life;
    }

    private static Items<Effect> BecauseOf(List<Standing> standings) =>
        standings is [var only] ? only.Because : standings.SelectMany(standing => standing.Because).Distinct().Order(LegalOrder.Instance).ToItems();

    /// <summary>Slices that do not apply come off the value; where none applies it is shown whole, beside the status of what cut it.</summary>
    private static Quantity? Remaining(Quantity? value, IReadOnlyList<Slice> slices, List<Standing> standings)
    {
        var left = slices.Where((_, i) => standings[i].Applies).ToList();
        return value?.Amount is null || left.Count == 0 || left.Sum(slice => slice.To - slice.Above) == value.Amount
            ? value : value with { Amount = left.Sum(slice => slice.To - slice.Above) };
    }

    /// <summary>
    /// The intervals of the value. For one of them an amendment may be void that stands for the rest: that interval then has the value that it
    /// would have without the amendment.
    /// </summary>
    private (IReadOnlyList<Slice> Slices, Quantity? Value) SlicesOf(Terms terms, Instant moment, Reading reading)
    {
        if (!acts.HasAnnulments || acts.Amendments.Count == 0)
            return (ValueCells.Of(acts.Parts, terms.Value?.Amount), terms.Value);
        Func<Effect, bool> Void(Slice slice) => acts.VoidAt(new Cell(question, slice), moment, reading);
        var whole = Void(ValueCells.Whole);
        return ValueCells.Clipped(ValueCells.Of(acts.Parts, null), terms.Value, slice => Void(slice) is var within && acts.Amendments.Exists(amendment => within(amendment) != whole(amendment))
            ? acts.Amended.ValueAt(moment, reading, within) : terms.Value);
    }

    private sealed record Asked(Instant Moment, Stand Stand);

    /// <summary>What a life was folded for. Questions and scopes are known by their objects: comparing them by value would take longer than folding.</summary>
    private readonly record struct FoldKey(Question Cell, Slice Slice, Scope? Scope, Reading Reading, int Time)
    {
        public bool Equals(FoldKey other) => ReferenceEquals(Cell, other.Cell) && ReferenceEquals(Scope, other.Scope) && Reading == other.Reading && Time == other.Time && Slice == other.Slice;

        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Cell), RuntimeHelpers.GetHashCode(Scope), Reading, Time, Slice.Above);
    }
}
