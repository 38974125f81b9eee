using System.Collections.Concurrent;

namespace Ledger.EventStoreStandIn.Storing;

/// <summary>One event of the index: enough to filter it, and where to read it.</summary>
public readonly record struct IndexEntry(long Position, int Length, int Stream, int Type);

/// <summary>What is known of one stream.</summary>
public sealed class StreamIndex(int number, string name)
{
    private readonly Lock _gate = new();
    private readonly List<int> _events = [];

    public int Number => number;

    public string Name => name;

    /// <summary>Its last revision; -1 where it has no events.</summary>
    public long Last
    {
        get
        {
            lock (_gate)
                return _events.Count - 1;
        }
    }

    /// <summary>The revision that it is cut before, by its metadata; <see cref="long.MaxValue"/>: it is deleted, and may be written again.</summary>
    public long TruncateBefore { get; set; }

    /// <summary>How many of its last events are kept; null: all.</summary>
    public long? MaxCount { get; set; }

    /// <summary>Deleted for good.</summary>
    public bool IsTombstoned { get; set; }

    public bool IsSoftDeleted => TruncateBefore == long.MaxValue;

    /// <summary>The first revision that reads see.</summary>
    public long First => Math.Max(IsSoftDeleted ? 0 : TruncateBefore, MaxCount is { } kept ? Math.Max(0, Last + 1 - kept) : 0);

    /// <summary>The place in the index of one of its events.</summary>
    public int this[long revision]
    {
        get
        {
            lock (_gate)
                return _events[(int)revision];
        }
    }

    public void Add(int entry)
    {
        lock (_gate)
            _events.Add(entry);
    }
}

/// <summary>All events in order, and by stream. One writer; any number of readers.</summary>
public sealed class EventIndex
{
    private readonly ConcurrentDictionary<string, StreamIndex> _streams = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _types = new(StringComparer.Ordinal);
    private readonly List<StreamIndex> _byNumber = [];
    private readonly List<string> _typeNames = [];
    private readonly Lock _gate = new();
    private IndexEntry[] _entries = new IndexEntry[4096];
    private int _count;
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Count => Volatile.Read(ref _count);

    /// <summary>Completes when there is more than there was when it was asked for.</summary>
    public Task Grown => Volatile.Read(ref _grown).Task;

    public IndexEntry this[int entry] => Volatile.Read(ref _entries)[entry];

    public StreamIndex? Find(string stream) => _streams.GetValueOrDefault(stream);

    public StreamIndex Stream(string stream) => _streams.GetOrAdd(stream, name =>
    {
        lock (_gate)
        {
            var index = new StreamIndex(_byNumber.Count, name);
            _byNumber.Add(index);
            return index;
        }
    });

    public string StreamName(int number)
    {
        lock (_gate)
            return _byNumber[number].Name;
    }

    public string TypeName(int number)
    {
        lock (_gate)
            return _typeNames[number];
    }

    /// <summary>Takes an event in order; it is seen by readers after <see cref="Publish"/>.</summary>
    public void Add(string stream, string type, long position, int length, bool isTombstone)
    {
        var index = Stream(stream);
        if (_count == _entries.Length)
        {
            var larger = new IndexEntry[_entries.Length * 2];
            _entries.CopyTo(larger, 0);
            Volatile.Write(ref _entries, larger);
        }
        _entries[_count] = new IndexEntry(position, length, index.Number, Type(type));
        if (isTombstone)
            index.IsTombstoned = true;
        else
            index.Add(_count);
        Volatile.Write(ref _count, _count + 1);
    }

    public void Publish() => Interlocked.Exchange(ref _grown, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    /// <summary>The first entry at or after a position, and whether it begins there.</summary>
    public (int Entry, bool IsExact) At(ulong position)
    {
        var (low, high) = (0, Count);
        var entries = Volatile.Read(ref _entries);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if ((ulong)entries[middle].Position < position)
                low = middle + 1;
            else
                high = middle;
        }
        return (low, low < Count && (ulong)entries[low].Position == position);
    }

    private int Type(string type) => _types.GetOrAdd(type, name =>
    {
        lock (_gate)
        {
            _typeNames.Add(name);
            return _typeNames.Count - 1;
        }
    });
}
