using System.Collections.Concurrent;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;

namespace Ledger.Timeline.Indexing;

/// <summary>
/// What acts on the measures asked for last, with what was folded of it, and the rectangle of the two cuts of knowledge in which it is the same: a question
/// at another cut, or on another day, finds it again until something changes of the instruments on which it rests. Safe for many readers.
/// </summary>
internal sealed class KeptMeasures(LedgerIndex index)
{
    /// <summary>Effects kept at most, about: each takes up to a kilobyte. Half of them are let go of at once, those not asked for since the last time.</summary>
    private const int MostEffects = 1 << 15;

    /// <summary>A measure is kept at so many pairs of cuts at most.</summary>
    private const int MostCuts = 8;

    private ConcurrentDictionary<int, Kept[]> _young = new();
    private ConcurrentDictionary<int, Kept[]> _old = new();
    private int _effects;

    /// <summary>What acts on a measure, or on an instrument itself, if it is kept for a pair of cuts; else null.</summary>
    /// <param name="measure">Number of its id.</param>
    /// <param name="position">The last ledger position known.</param>
    /// <param name="published">A cut of publication.</param>
    public MeasureActs? Find(int measure, int position, int published)
    {
        if (_young.TryGetValue(measure, out var kept))
            return Find(kept, position, published)?.Acts;
        if (!Volatile.Read(ref _old).TryGetValue(measure, out kept))
            return null;
        foreach (var each in kept)
            Keep(measure, each);
        return Find(kept, position, published)?.Acts;
    }

    /// <summary>Keeps what was read at a pair of cuts.</summary>
    /// <param name="measure">Number of its id.</param>
    /// <param name="acts">What was read.</param>
    /// <param name="position">The position at which it was read.</param>
    /// <param name="published">The cuts of publication under which it reads so: from the first up to but not including the second.</param>
    public void Keep(int measure, MeasureActs acts, int position, (int From, int Before) published)
    {
        var entities = index.RestsOn(acts.Id, acts.Acting);
        Keep(measure, new Kept(acts, entities, Math.Max(0, entities.Max(entity => index.LastTouched(entity, position))), position, published.From, published.Before));
    }

    private void Keep(int measure, Kept kept)
    {
        _young.AddOrUpdate(measure, static (_, added) => [added], static (_, known, added) => [added, .. known.Take(MostCuts - 1)], kept);
        if (Interlocked.Add(ref _effects, kept.Acts.Acting.Count) < MostEffects / 2)
            return;
        Interlocked.Exchange(ref _effects, 0);
        Volatile.Write(ref _old, Interlocked.Exchange(ref _young, new()));
    }

    private Kept? Find(Kept[] kept, int position, int published)
    {
        foreach (var each in kept)
        {
            if (position >= each.KnownFrom && published >= each.PublishedFrom && published < each.PublishedBefore && IsUntouched(each, position))
                return each;
        }
        return null;
    }

    /// <summary>Whether nothing changed up to a position since the last one that was looked at.</summary>
    private bool IsUntouched(Kept kept, int position)
    {
        var through = Volatile.Read(ref kept.KnownThrough);
        if (position <= through)
            return true;
        if (Array.Exists(kept.Entities, entity => index.IsTouched(entity, through, position)))
            return false;
        // Whoever writes last may say less than another has found: it is looked at again.
        Volatile.Write(ref kept.KnownThrough, position);
        return true;
    }

    private sealed class Kept(MeasureActs acts, int[] entities, int knownFrom, int knownThrough, int publishedFrom, int publishedBefore)
    {
        /// <summary>The last position at which it is known to read so.</summary>
        public int KnownThrough = knownThrough;

        public MeasureActs Acts { get; } = acts;

        /// <summary>Numbers of the instruments on which it rests.</summary>
        public int[] Entities { get; } = entities;

        public int KnownFrom { get; } = knownFrom;

        public int PublishedFrom { get; } = publishedFrom;

        public int PublishedBefore { get; } = publishedBefore;
    }
}
