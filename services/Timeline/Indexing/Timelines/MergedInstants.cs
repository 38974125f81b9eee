using System.Collections;
using Ledger.ExportControls.Domain;
using NodaTime;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>Instants in order, of which many were so before, and are not copied for the few that came to them.</summary>
internal sealed class MergedInstants : IReadOnlyList<Instant>
{
    private readonly IReadOnlyList<Instant> _many;
    private readonly Instant[] _few;

    /// <summary>Where each of the few stands among all.</summary>
    private readonly int[] _places;

    /// <param name="many">Instants in order, each once.</param>
    /// <param name="few">Others, in whatever order, some of them perhaps among the many.</param>
    public MergedInstants(IReadOnlyList<Instant> many, IEnumerable<Instant> few)
    {
        _many = many;
        _few = [.. few.Distinct().Where(instant => Boundaries.CountUpTo(many, instant) is var before && (before == 0 || many[before - 1] != instant)).Order()];
        _places = [.. _few.Select((instant, i) => Boundaries.CountUpTo(many, instant) + i)];
    }

    public int Count => _many.Count + _few.Length;

    public Instant this[int index] => Array.BinarySearch(_places, index) is var found && found >= 0 ? _few[found] : _many[index - ~found];

    public IEnumerator<Instant> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
