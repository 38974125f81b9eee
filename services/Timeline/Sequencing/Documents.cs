using System.Collections.Concurrent;
using Ledger.Adapters.EventLog;
using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Timeline.Sequencing;

/// <summary>
/// The stored documents, read from the store when they are asked for. Those recorded or read last are kept, up to a number of bytes: whoever follows
/// the ledger reads nothing twice. Safe for many callers.
/// </summary>
/// <param name="read">Reads a stream's event at a revision.</param>
/// <param name="mostBytes">How much is kept, about.</param>
public sealed class Documents(Func<string, long, StoredEvent> read, long mostBytes = Documents.UsualBytes)
{
    /// <summary>Enough for some fifty thousand documents.</summary>
    public const long UsualBytes = 64 * 1024 * 1024;

    /// <summary>What keeping one takes beside its bytes.</summary>
    private const int Beside = 160;

    /// <summary>Of those kept, so many are kept decoded: each is some dozens of objects, which a collection of garbage goes through while everybody waits.</summary>
    private const int MostDecoded = 1 << 9;

    private readonly ConcurrentDictionary<int, ReadOnlyMemory<byte>> _kept = new();
    private readonly Recent<int, LedgerEvent> _decoded = new(MostDecoded);
    private readonly ConcurrentQueue<int> _inOrder = new();
    private long _bytes;

    /// <summary>Reads documents from a store.</summary>
    public static Documents Of(IEventLog log) => new((stream, revision) =>
        log.ReadAsync(stream, revision, CancellationToken.None).GetAwaiter().GetResult()
        ?? throw new EventLogCorruptException($"stream {stream} lacks revision {revision}: somebody cut it; restore it from a backup", null));

    /// <summary>An event and its document, byte for byte.</summary>
    /// <exception cref="EventLogUnavailableException">The store is away.</exception>
    /// <exception cref="EventLogCorruptException">The store no longer holds what was recorded.</exception>
    internal (LedgerEvent Event, ReadOnlyMemory<byte> Document) Read(int position, string stream, long revision)
    {
        if (_kept.TryGetValue(position, out var kept))
            return (_decoded.Of(position, kept, EventCodec.Decode), kept);
        var stored = read(stream, revision);
        var decoded = Sequencer.Read(stored);
        Keep(position, decoded, stored.Data);
        return (decoded, stored.Data);
    }

    /// <summary>Keeps what has just been recorded or read.</summary>
    /// <param name="position">Where it stands in the ledger.</param>
    /// <param name="decoded">What the document says; null: it is decoded when it is asked for, if it ever is.</param>
    /// <param name="document">The document.</param>
    internal void Keep(int position, LedgerEvent? decoded, ReadOnlyMemory<byte> document)
    {
        if (decoded is not null)
            _decoded.Keep(position, decoded);
        if (!_kept.TryAdd(position, document))
            return;
        _inOrder.Enqueue(position);
        var bytes = Interlocked.Add(ref _bytes, Weight(document));
        while (bytes > mostBytes && _inOrder.TryDequeue(out var oldest))
            bytes = _kept.TryRemove(oldest, out var dropped) ? Interlocked.Add(ref _bytes, -Weight(dropped)) : Volatile.Read(ref _bytes);
    }

    private static long Weight(ReadOnlyMemory<byte> document) => Beside + document.Length;
}
