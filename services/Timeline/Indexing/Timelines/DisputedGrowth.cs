using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>
/// What was recorded of a disputed measure since it was read: the rows that were opened or closed, and with them those of which they change when they can tell how the
/// measure stands. It costs what these are many, however many others act.
/// </summary>
/// <param name="index">The index.</param>
/// <param name="id">The measure's id.</param>
/// <param name="tiers">What was read of it.</param>
internal sealed class DisputedGrowth(LedgerIndex index, string id, IReadOnlyList<DisputedTier> tiers)
{
    private readonly string _instrument = Ids.InstrumentOf(id);
    private readonly HashSet<int> _found = [];
    private readonly Queue<int> _next = [];

    /// <summary>The rows that are to be read anew for what was recorded after one ledger position and up to another; none where it does not concern the measure.</summary>
    public int[] RowsFor(int after, int upTo)
    {
        foreach (var position in Touched(after, upTo))
        {
            foreach (var row in index.Rows.ChangedAt(position))
            {
                if (Concerns(row))
                    Add(row);
            }
        }
        while (_next.TryDequeue(out var row))
            AddBound(row, index.Rows.EffectOf(row));
        return [.. _found];
    }

    /// <summary>The positions at which something was recorded on or about what it rests on, or all where these are fewer than what it rests on.</summary>
    private IEnumerable<int> Touched(int after, int upTo)
    {
        if (tiers.Sum(tier => tier.Entities.Length) >= upTo - after)
            return Enumerable.Range(after + 1, upTo - after);
        var touched = new SortedSet<int>();
        foreach (var tier in tiers)
        {
            foreach (var entity in tier.Entities)
                index.AddTouched(entity, after, upTo, touched);
        }
        return touched;
    }

    /// <summary>Whether a row acts on the measure, as <see cref="Neighbourhood"/> finds what does; of what acts on it through others that come later these will find it.</summary>
    private bool Concerns(int row)
    {
        if (IsKnown(row))
            return true;
        var body = index.Rows.BodyOf(index.Rows.Versions[row]);
        if (body is MeasureIntroduced introduced)
            return introduced.Measure == id;
        if (Targets.Of(body) is not { } target)
            return false;
        if (Reference.IsEffect(target))
            return RowsOf(target).Any(IsKnown);
        return Ids.Covers(target, id) || (Neighbourhood.EndsAll(body, target) && By(target).Any(IsKnown));
    }

    /// <summary>Adds what comes to act on the measure through a row, and of the known ones those that it is bound to: a repeal binds all that was done by another instrument, which it ends.</summary>
    private void AddBound(int row, Effect effect)
    {
        Add(RowsIn(index.By.Naming, Keys.Of(index.Rows.Versions[row].Act, index.Rows.Versions[row].Ordinal)));
        Add(ActInTime.NamedBy(effect).SelectMany(RowsOf).Where(IsKnown));
        // What ends the measure's own instrument ends the measure, whatever that instrument did.
        if (effect.Entity != _instrument)
            Add(RowsIn(index.By.ActingOn, Keys.Of(index.Rows.Versions[row].Entity)).Where(other => Neighbourhood.EndsAll(index.Rows.EffectOf(other).Body, effect.Entity)));
        if (effect.Body is MeasureRepealed repealed && !Ids.Covers(repealed.Target, id))
            Add(By(repealed.Target).Where(IsKnown));
    }

    private bool IsKnown(int row) => _found.Contains(row) || tiers.Any(tier => tier.Holds(row));

    private IEnumerable<int> RowsOf(string reference) => RowsIn(index.By.References, Keys.OfReference(reference, index.Symbol));

    private IEnumerable<int> By(string instrument) => RowsIn(index.By.Instruments, Keys.Of(index.Symbol(instrument)));

    private static IEnumerable<int> RowsIn(Catalogue catalogue, ulong key)
    {
        foreach (var row in catalogue.Of(key))
            yield return row;
    }

    private void Add(IEnumerable<int> rows)
    {
        foreach (var row in rows)
            Add(row);
    }

    private void Add(int row)
    {
        if (_found.Add(row))
            _next.Enqueue(row);
    }
}
