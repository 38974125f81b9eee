using System.Security.Cryptography;
using Ledger.Adapters.EventLog;
using Ledger.Timeline.Announcing;
using Ledger.Timeline.Sequencing;

namespace Ledger.Timeline.Moving;

/// <summary>
/// Copies a ledger from one store to another: the documents in their order, with their ids and metadata. What is there already is compared and
/// not written again, so that a move that was broken off is taken up by running it again. At the end both are read anew and must be equal.
/// </summary>
public sealed class LedgerMove(IEventLog from, IEventLog to, PolicyStreams streams)
{
    /// <summary>Appends on their way at once, and what they hold at most.</summary>
    private const int MostAppends = 128;
    private const int MostBytes = 4 * 1024 * 1024;

    /// <summary>
    /// Outcomes of commands that were answered pending stand outside positions and proofs, and are found in the new store too. Of a lease the
    /// checkpoint alone is carried over, so that what was announced is not announced again.
    /// </summary>
    private const string Operations = "operation-";

    private readonly IReadOnlyList<string> _prefixes = [.. streams.Prefixes, streams.LedgerPrefix + Operations];

    /// <summary>Moves the ledger. Nobody may record in either store meanwhile.</summary>
    /// <param name="progress">Told how many events are there, now and then.</param>
    /// <param name="cancellation">Breaks the move off; run again, it goes on.</param>
    public async Task<MoveOutcome> RunAsync(Action<long> progress, CancellationToken cancellation)
    {
        var (refusal, there, copied) = await CopyAsync(progress, cancellation).ConfigureAwait(false);
        if (refusal is not null)
            return refusal;
        var outcome = await VerifyAsync(there, copied, cancellation).ConfigureAwait(false);
        if (outcome is MoveOutcome.Moved)
            await Lease.CarryOverAsync(from, to, streams, Lease.Announcing, cancellation).ConfigureAwait(false);
        return outcome;
    }

    private async Task<(MoveOutcome? Refusal, long There, long Copied)> CopyAsync(Action<long> progress, CancellationToken cancellation)
    {
        var (there, copied, bytes, waiting) = (0L, 0L, 0L, new List<StreamAppend>());
        var present = to.ReadAllAsync(LogPosition.Start, _prefixes, cancellation).GetAsyncEnumerator(cancellation);
        await using var _ = present.ConfigureAwait(false);
        var hasPresent = await present.MoveNextAsync().ConfigureAwait(false);
        await foreach (var stored in from.ReadAllAsync(LogPosition.Start, _prefixes, cancellation).ConfigureAwait(false))
        {
            if (hasPresent)
            {
                if (!IsSame(stored, present.Current))
                    return (Others(present.Current), there, copied);
                there++;
                hasPresent = await present.MoveNextAsync().ConfigureAwait(false);
                continue;
            }
            Add(waiting, stored);
            copied++;
            bytes += stored.Data.Length + stored.Metadata.Length;
            if (waiting.Count < MostAppends && bytes < MostBytes)
                continue;
            if (await AppendAsync(waiting, cancellation).ConfigureAwait(false) is { } stopped)
                return (stopped, there, copied);
            bytes = 0;
            progress(there + copied);
        }
        if (hasPresent)
            return (Others(present.Current), there, copied);
        var refusal = waiting.Count > 0 ? await AppendAsync(waiting, cancellation).ConfigureAwait(false) : null;
        progress(there + copied);
        return (refusal, there, copied);
    }

    /// <summary>Events of one stream that follow one another are appended together, as long as a store takes them.</summary>
    private static void Add(List<StreamAppend> waiting, StoredEvent stored)
    {
        var added = new EventToStore(stored.EventId, stored.Type, stored.Data, stored.Metadata);
        if (waiting.Count > 0 && waiting[^1] is var last && last.Stream == stored.Stream && last with { Events = [.. last.Events, added] } is { Bytes: <= StreamAppend.MostBytes } longer)
            waiting[^1] = longer;
        else
            waiting.Add(new StreamAppend(stored.Stream, stored.Revision - 1, [added]));
    }

    private async Task<MoveOutcome?> AppendAsync(List<StreamAppend> waiting, CancellationToken cancellation)
    {
        var outcomes = await to.AppendAsync(waiting, cancellation).ConfigureAwait(false);
        for (var i = 0; i < outcomes.Count; i++)
        {
            if (outcomes[i] is not AppendOutcome.Appended)
                return new MoveOutcome.OtherEvents(waiting[i].Stream, waiting[i].ExpectedRevision + 1);
        }
        waiting.Clear();
        return null;
    }

    private async Task<MoveOutcome> VerifyAsync(long there, long copied, CancellationToken cancellation)
    {
        var (left, right) = (new LedgerMemory(streams, Sequencing.Documents.Of(from)), new LedgerMemory(streams, Sequencing.Documents.Of(to)));
        using var documents = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0L;
        var moved = to.ReadAllAsync(LogPosition.Start, _prefixes, cancellation).GetAsyncEnumerator(cancellation);
        await using var _ = moved.ConfigureAwait(false);
        await foreach (var original in from.ReadAllAsync(LogPosition.Start, _prefixes, cancellation).ConfigureAwait(false))
        {
            if (!await moved.MoveNextAsync().ConfigureAwait(false))
                return new MoveOutcome.Differs($"stream {original.Stream}, revision {original.Revision} is missing");
            if (!IsSame(original, moved.Current))
                return new MoveOutcome.Differs($"stream {original.Stream}, revision {original.Revision} is not as it was, or not where it was");
            count++;
            documents.AppendData(original.Data.Span);
            if (original.Stream.StartsWith(streams.LedgerPrefix + Operations, StringComparison.Ordinal))
                continue;
            left.Append([ReadEvent.Of(original)]);
            right.Append([ReadEvent.Of(moved.Current)]);
        }
        if (await moved.MoveNextAsync().ConfigureAwait(false))
            return new MoveOutcome.Differs($"stream {moved.Current.Stream}, revision {moved.Current.Revision} was recorded meanwhile");
        var (states, state) = (StateBytes.DigestOf(left.Latest), StateBytes.DigestOf(right.Latest));
        return states.Digest == state.Digest && left.Latest.Position == right.Latest.Position
            ? new MoveOutcome.Moved(there, copied, left.Latest.Position, Convert.ToHexStringLower(documents.GetHashAndReset()), state.Coordinates, state.Digest)
            : new MoveOutcome.Differs("the documents are equal, and the states folded from them are not");
    }

    private static MoveOutcome.OtherEvents Others(StoredEvent stored) => new(stored.Stream, stored.Revision);

    private static bool IsSame(StoredEvent one, StoredEvent other) =>
        one.Stream == other.Stream && one.Revision == other.Revision && one.EventId == other.EventId && one.Type == other.Type
        && one.Data.Span.SequenceEqual(other.Data.Span) && one.Metadata.Span.SequenceEqual(other.Metadata.Span);
}

/// <summary>How a move ended.</summary>
public abstract record MoveOutcome
{
    private MoveOutcome()
    {
    }

    /// <summary>Everything is there and equal.</summary>
    /// <param name="There">Events that were there before.</param>
    /// <param name="Copied">Events that this run wrote.</param>
    /// <param name="Position">The last ledger position, on both sides.</param>
    /// <param name="Documents">SHA-256 of all documents in order.</param>
    /// <param name="Coordinates">At how many coordinates the states were compared.</param>
    /// <param name="State">SHA-256 of the answers there.</param>
    public sealed record Moved(long There, long Copied, long Position, string Documents, int Coordinates, string State) : MoveOutcome;

    /// <summary>The destination holds what the source does not, first of all this event; nothing was written over it.</summary>
    public sealed record OtherEvents(string Stream, long Revision) : MoveOutcome;

    /// <summary>After the copy the two are not equal.</summary>
    public sealed record Differs(string How) : MoveOutcome;
}
