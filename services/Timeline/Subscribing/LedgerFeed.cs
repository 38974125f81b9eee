using System.Runtime.CompilerServices;
using System.Text;
using Ledger.Adapters.Bus;
using Ledger.Adapters.Grpc;
using Ledger.Api.Timeline.V1;
using Ledger.Kernel;
using Ledger.Timeline.Announcing;
using Ledger.Timeline.Sequencing;
using NodaTime.Text;

namespace Ledger.Timeline.Subscribing;

/// <summary>Everything up to a position, as far as it was asked for.</summary>
/// <param name="Position">The last position looked at.</param>
/// <param name="Events">What one command recorded; empty: a heartbeat.</param>
internal sealed record FeedMessage(long Position, IReadOnlyList<Announcement> Events);

/// <summary>
/// Follows the ledger for one subscriber, at its own pace: it is the subscriber's next question that moves it, and it keeps nothing but a
/// position, so that a slow one holds no memory and nobody else up.
/// </summary>
internal sealed class LedgerFeed(LedgerMemory memory, Announcements announcements, PolicyStreams streams, TimeProvider time)
{
    private const int UsualHeartbeat = 10;
    private const int MostHeartbeat = 60;

    /// <summary>A filter that lets little pass must not keep a thread while it goes through a long ledger.</summary>
    private const int PassedAtOnce = 4096;

    private readonly Recent<long, AnnouncedEvent> _rendered = new(Announcements.Kept);

    /// <summary>The message of an event, which all who follow the ledger together share: it is not to be changed.</summary>
    public AnnouncedEvent Rendered(Announcement announced) => _rendered.Of(announced.Position, announced, ToProto);

    /// <summary>Reads what is asked for; then follows it.</summary>
    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT with the field.</exception>
    public IAsyncEnumerable<FeedMessage> Follow(SubscribeRequest request, CancellationToken cancellation)
    {
        if (request.FromPosition < 0)
            throw Faults.Invalid(("fromPosition", $"{request.FromPosition} is negative"));
        if (request.HeartbeatSeconds is < 0 or > MostHeartbeat)
            throw Faults.Invalid(("heartbeatSeconds", $"{request.HeartbeatSeconds}: 1 to {MostHeartbeat}, or 0 for {UsualHeartbeat}"));
        var heartbeat = TimeSpan.FromSeconds(request.HeartbeatSeconds == 0 ? UsualHeartbeat : request.HeartbeatSeconds);
        return FollowAsync(request, new EventFilter(request, streams), heartbeat, cancellation);
    }

    private async IAsyncEnumerable<FeedMessage> FollowAsync(
        SubscribeRequest request, EventFilter filter, TimeSpan heartbeat, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (next, through) = (request.FromPosition, request.HasThroughPosition ? request.ThroughPosition : long.MaxValue);
        var spoke = time.GetTimestamp();
        for (var passed = 0; next <= through; passed++)
        {
            cancellation.ThrowIfCancellationRequested();
            var latest = memory.Latest;
            if (next < latest.Count)
            {
                await latest.AheadAsync(next, cancellation).ConfigureAwait(false);
                var events = Command(latest, ref next, through, filter);
                if (events.Count > 0 || next > through || time.GetElapsedTime(spoke) >= heartbeat)
                {
                    yield return new FeedMessage(next - 1, events);
                    spoke = time.GetTimestamp();
                }
                else if (passed % PassedAtOnce == PassedAtOnce - 1)
                {
                    await Task.Yield();
                }
            }
            else if (request.UntilCaughtUp)
            {
                yield return new FeedMessage(next - 1, []);
                yield break;
            }
            else if (!await GrewAsync(next, heartbeat - time.GetElapsedTime(spoke), cancellation).ConfigureAwait(false))
            {
                yield return new FeedMessage(next - 1, []);
                spoke = time.GetTimestamp();
            }
        }
    }

    private List<Announcement> Command(LedgerSnapshot latest, ref long next, long through, EventFilter filter)
    {
        var (events, first) = (new List<Announcement>(), latest[next]);
        for (; next < latest.Count && next <= through && first.IsOfOneCommandWith(latest[next]); next++)
        {
            var announced = announcements.Of(latest[next]);
            if (filter.Takes(announced))
                events.Add(announced);
        }
        return events;
    }

    private async Task<bool> GrewAsync(long position, TimeSpan patience, CancellationToken cancellation)
    {
        if (patience <= TimeSpan.Zero)
            return false;
        using var silence = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellation);
        try
        {
            await memory.WaitForAsync(position, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private static AnnouncedEvent ToProto(Announcement announced) => new()
    {
        Position = announced.Position, EventId = announced.EventId.ToString(), Type = announced.Type, Owner = announced.Owner, Stream = announced.Stream,
        Revision = announced.Revision, Entities = { announced.Entities }, Jurisdictions = { announced.Jurisdictions }, Reference = announced.Reference,
        AnnouncedOn = announced.AnnouncedOn, Effective = announced.Effective, Ends = announced.Ends,
        RecordedAt = InstantPattern.ExtendedIso.Format(announced.RecordedAt), Document = Encoding.UTF8.GetString(announced.Document.Span),
    };
}
