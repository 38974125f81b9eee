using System.Text.Json;
using System.Text.Json.Serialization;
using Ledger.Adapters.EventLog;
using Ledger.Kernel;
using Ledger.Timeline.Sequencing;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Timeline.Recording;

/// <summary>How an operation ended that recorded nothing.</summary>
public enum SettledAs
{
    /// <summary>The recorder did not accept it, or another command stands recorded under its request id.</summary>
    Refused,

    /// <summary>The stream had moved on; sent again with the same request id it is decided again.</summary>
    Conflicted,

    /// <summary>An operator took it off the shelf of unreadable messages, with a reason.</summary>
    Discarded,
}

/// <summary>The stored note of an operation that recorded nothing.</summary>
/// <param name="Operation">UUIDv5 of stream and request id; for an unreadable message its own id.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Stream">Full stream name; empty where the message could not be read.</param>
/// <param name="RequestId">The caller's; empty where the message could not be read.</param>
/// <param name="At">Recorded axis, ISO 8601 in UTC.</param>
/// <param name="Why">A sentence.</param>
public sealed record Settled(Guid Operation, SettledAs Outcome, string Stream, string RequestId, string At, string Why);

/// <summary>
/// Operations that ended without recording anything, each in a stream of its own beside the ledger: outside positions and proofs (DESIGN
/// section 2, <i>Pending</i>). One that is recorded after all is found in the ledger, which is asked first.
/// </summary>
public sealed class OperationLog(IEventLog log, PolicyStreams streams, TimeProvider clock)
{
    private const string Type = "timeline.operation-settled.v1";

    /// <summary>Others may note the same operation at the same time; each attempt reads where the stream stands.</summary>
    private const int MostAttempts = 16;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    /// <summary>Notes how a request on a stream ended.</summary>
    /// <exception cref="EventLogUnavailableException">The store is away.</exception>
    public Task SettleAsync(string stream, Guid requestId, SettledAs outcome, string why, CancellationToken cancellation) =>
        SettleAsync(new Settled(Operations.IdOf(stream, requestId), outcome, stream, requestId.ToString(), Now(), why), cancellation);

    /// <summary>Notes that a message was discarded which could not be read.</summary>
    /// <exception cref="EventLogUnavailableException">The store is away.</exception>
    public Task DiscardAsync(Guid message, string why, CancellationToken cancellation) =>
        SettleAsync(new Settled(message, SettledAs.Discarded, "", "", Now(), why), cancellation);

    /// <summary>The last note of an operation; null where there is none.</summary>
    /// <exception cref="EventLogUnavailableException">The store is away.</exception>
    public async Task<Settled?> FindAsync(Guid operation, CancellationToken cancellation) => (await LastAsync(StreamOf(operation), cancellation).ConfigureAwait(false)).Last;

    private async Task SettleAsync(Settled settled, CancellationToken cancellation)
    {
        var stream = StreamOf(settled.Operation);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var (revision, last) = await LastAsync(stream, cancellation).ConfigureAwait(false);
            if (last is not null && last.Outcome == settled.Outcome && last.Why == settled.Why)
                return;
            var note = new EventToStore(
                NameBasedGuid.Of(settled.Operation, $"{revision + 1}"), Type, JsonSerializer.SerializeToUtf8Bytes(settled, Json), "{}"u8.ToArray());
            var outcomes = await log.AppendAsync([new StreamAppend(stream, revision, [note])], cancellation).ConfigureAwait(false);
            if (outcomes[0] is AppendOutcome.Appended)
                return;
        }
        throw new EventLogUnavailableException($"{stream} moved on {MostAttempts} times while the outcome was noted", null);
    }

    private async Task<(long Revision, Settled? Last)> LastAsync(string stream, CancellationToken cancellation)
    {
        var last = await log.ReadLastAsync(stream, cancellation).ConfigureAwait(false);
        return last is null ? (-1, null) : (last.Revision, JsonSerializer.Deserialize<Settled>(last.Data.Span, Json));
    }

    private string StreamOf(Guid operation) => $"{streams.LedgerPrefix}operation-{operation}";

    private string Now() => InstantPattern.ExtendedIso.Format(Instant.FromDateTimeOffset(clock.GetUtcNow()));
}
