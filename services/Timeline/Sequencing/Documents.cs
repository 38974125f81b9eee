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
    /// <summary>Enough for some ten thousand documents.</summary>
    public const long UsualBytes = 64 * 1024 * 1024;

    /// <summary>A document decoded takes about so many times its bytes, and something where it has none.</summary>
    private const int TimesDecoded = 4;
    private const int Least = 512;

    private readonly ConcurrentDictionary<int, Kept> _kept = new();
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
            return (kept.Event ??= EventCodec.Decode(kept.Document), kept.Document);
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
        if (!_kept.TryAdd(position, new Kept(decoded, document)))
            return;
        _inOrder.Enqueue(position);
        var bytes = Interlocked.Add(ref _bytes, Weight(document));
        while (bytes > mostBytes && _inOrder.TryDequeue(out var oldest))
            bytes = _kept.TryRemove(oldest, out var dropped) ? Interlocked.Add(ref _bytes, -Weight(dropped.Document)) : Volatile.Read(ref _bytes);
    }

    private static long Weight(ReadOnlyMemory<byte> document) => Least + ((long)document.Length * TimesDecoded);

    private sealed class Kept(LedgerEvent? decoded, ReadOnlyMemory<byte> document)
    {
        public LedgerEvent? Event { get; set; } = decoded;

        public ReadOnlyMemory<byte> Document { get; } = document;
    }
}
