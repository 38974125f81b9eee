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
/// <param name="readLater">The same from a store in another process; null: <paramref name="read"/> does not wait.</param>
public sealed class Documents(Func<string, long, StoredEvent> read, long mostBytes = Documents.UsualBytes, Func<string, long, CancellationToken, Task<StoredEvent>>? readLater = null)
{
    /// <summary>Enough for some fifty thousand documents.</summary>
    public const long UsualBytes = 64 * 1024 * 1024;

    /// <summary>What keeping one takes beside its bytes.</summary>
    private const int Beside = 160;

    /// <summary>Of those kept, so many are kept decoded: each is some dozens of objects, which a collection of garbage goes through while everybody waits.</summary>
    private const int MostDecoded = 1 << 9;

    /// <summary>Documents that one answer waits for at once.</summary>
    private const int MostAtOnce = 16;

    /// <summary>What is read for an answer may be let go of again before it is told, where very many are answered at once: then it is read as it is told.</summary>
    private const int MostAttempts = 8;

    /// <summary>What the answer lacks that this thread is trying to give; null where it reads what it lacks.</summary>
    [ThreadStatic]
    private static List<DocumentPlace>? _lacking;

    private readonly ConcurrentDictionary<int, ReadOnlyMemory<byte>> _kept = new();
    private readonly Recent<int, LedgerEvent> _decoded = new(MostDecoded);
    private readonly ConcurrentQueue<int> _inOrder = new();
    private long _bytes;

    /// <summary>Reads documents from a store.</summary>
    public static Documents Of(IEventLog log)
    {
        return new Documents((stream, revision) => ReadAsync(stream, revision, CancellationToken.None).GetAwaiter().GetResult(), UsualBytes, log.IsRemote ? ReadAsync : null);
        async Task<StoredEvent> ReadAsync(string stream, long revision, CancellationToken cancellation) =>
            await log.ReadAsync(stream, revision, cancellation).ConfigureAwait(false)
            ?? throw new EventLogCorruptException($"stream {stream} lacks revision {revision}: somebody cut it; restore it from a backup", null);
    }

    /// <summary>
    /// Answers something that is told in one go on one thread, which holds no thread while documents come from another process: what it lacks is noted, read,
    /// several at a time, and it is told again.
    /// </summary>
    /// <param name="answer">Tells it; it may be told several times.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="EventLogUnavailableException">The store is away.</exception>
    internal async Task<T> AnsweredAsync<T>(Func<T> answer, CancellationToken cancellation)
    {
        for (var attempt = 0; readLater is not null && attempt < MostAttempts; attempt++)
        {
            if (Tried(answer, out var answered) is not { Count: > 0 } lacking)
                return answered!;
            await FetchAsync(lacking, cancellation).ConfigureAwait(false);
        }
        return answer();
    }

    /// <summary>Whether a document is read without waiting for another process.</summary>
    internal bool IsAtHand(int position) => readLater is null || _kept.ContainsKey(position);

    /// <summary>Whether a reader of a document, on this thread, would wait for another process.</summary>
    internal bool IsWaitedFor(int position) => _lacking is null && !IsAtHand(position);

    /// <summary>Reads documents from another process, several at a time.</summary>
    internal Task FetchAsync(IEnumerable<DocumentPlace> places, CancellationToken cancellation) => Parallel.ForEachAsync(
        places.Where(place => !IsAtHand(place.Position)).Distinct(), new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = cancellation },
        async (place, stop) => Take(place, await readLater!(place.Stream, place.Revision, stop).ConfigureAwait(false)));

    /// <summary>Says that an answer will ask for documents one after another, so that they are read together.</summary>
    /// <exception cref="NotAtHandException">Some are not at hand, and the answer will be told again.</exception>
    internal void Expect(IEnumerable<DocumentPlace> places)
    {
        if (_lacking is not { } lacking)
            return;
        var noted = lacking.Count;
        lacking.AddRange(places.Where(place => !IsAtHand(place.Position)));
        if (lacking.Count > noted)
            throw new NotAtHandException();
    }

    /// <summary>An event and its document, byte for byte.</summary>
    /// <exception cref="EventLogUnavailableException">The store is away.</exception>
    /// <exception cref="EventLogCorruptException">The store no longer holds what was recorded.</exception>
    /// <exception cref="NotAtHandException">It is not at hand, and the answer will be told again.</exception>
    internal (LedgerEvent Event, ReadOnlyMemory<byte> Document) Read(DocumentPlace place)
    {
        if (_kept.TryGetValue(place.Position, out var kept))
            return (_decoded.Of(place.Position, kept, EventCodec.Decode), kept);
        if (_lacking is { } lacking)
        {
            lacking.Add(place);
            throw new NotAtHandException();
        }
        var stored = read(place.Stream, place.Revision);
        return (Take(place, stored), stored.Data);
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

    /// <summary>Tries to give an answer; what it lacks, in which case there is none.</summary>
    private static List<DocumentPlace> Tried<T>(Func<T> answer, out T? answered)
    {
        var lacking = _lacking = [];
        answered = default;
        try
        {
            answered = answer();
        }
        catch (NotAtHandException)
        {
            // What it lacks is noted.
        }
        finally
        {
            _lacking = null;
        }
        return lacking;
    }

    private LedgerEvent Take(DocumentPlace place, StoredEvent stored)
    {
        var decoded = Sequencer.Read(stored);
        Keep(place.Position, decoded, stored.Data);
        return decoded;
    }

    private static long Weight(ReadOnlyMemory<byte> document) => Beside + document.Length;
}

/// <summary>Where a document stands.</summary>
/// <param name="Position">Of its event in the ledger.</param>
/// <param name="Stream">The stream's full name.</param>
/// <param name="Revision">Revision in the stream.</param>
internal readonly record struct DocumentPlace(int Position, string Stream, long Revision);

/// <summary>An answer lacks a document, which will be read before it is told again.</summary>
internal sealed class NotAtHandException : Exception;
