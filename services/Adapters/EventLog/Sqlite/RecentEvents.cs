namespace Ledger.Adapters.EventLog.Sqlite;

/// <summary>
/// The events appended last, as they were written, so that subscribers which keep up read memory and not the file. Bounded; whoever falls
/// further behind reads the file.
/// </summary>
internal sealed class RecentEvents
{
    private const int Kept = 8192;

    private readonly Lock _gate = new();
    private readonly StoredEvent?[] _ring = new StoredEvent?[Kept];
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    /// <summary>Takes events in order, without gaps.</summary>
    public void Add(IReadOnlyList<StoredEvent> appended)
    {
        lock (_gate)
        {
            foreach (var stored in appended)
            {
                var position = (long)stored.Position.Commit;
                _ring[position % Kept] = stored;
                _first = Math.Max(Math.Min(_first, position), position - Kept + 1);
                _last = position;
            }
        }
    }

    /// <summary>The events after a position, at most so many; null where some of them are no longer kept.</summary>
    public List<StoredEvent>? After(long position, int most)
    {
        lock (_gate)
        {
            if (position + 1 < _first || position >= _last)
                return null;
            var events = new List<StoredEvent>();
            for (var next = position + 1; next <= _last && events.Count < most; next++)
                events.Add(_ring[next % Kept]!);
            return events;
        }
    }
}
