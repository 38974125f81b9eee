using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Ledger.Adapters.EventLog;
using Ledger.Adapters.EventLog.EventStore;
using Ledger.Adapters.EventLog.EventStore.Protocol;

namespace Ledger.Integration.Log.EventStore;

/// <summary>The adapter of the EventStoreDB protocol, held to the common suite, and to living beside others on a shared server.</summary>
public abstract class EventStoreLogTests : EventLogConformance
{
    /// <summary>The server under test.</summary>
    protected abstract string Store { get; }

    [Fact]
    public async Task Events_of_other_applications_are_passed_over()
    {
        var others = $"o{Guid.NewGuid():N}-";
        await AppendedAsync(To(Stream("a"), -1, Event("1")));
        await RawAppendAsync(others + "binary", "application/octet-stream", [0, 255, 1]);
        await RawAppendAsync($"x{Prefix}", "application/json", "{}"u8.ToArray());
        await RawAppendAsync($"$${Prefix}a", "application/json", """{"owner":"somebody"}"""u8.ToArray(), "$metadata");
        await AppendedAsync(To(Stream("a"), 0, Event("2")));
        Assert.Equal(["""{"text":"1"}""", """{"text":"2"}"""], (await ReadAllAsync(LogPosition.Start, Prefix)).Select(TextOf));
        var binary = Assert.Single(await ReadAllAsync(LogPosition.Start, others));
        Assert.Equal([0, 255, 1], binary.Data.ToArray());
    }

    [Fact]
    public async Task Deleted_and_cut_streams_of_others_change_nothing()
    {
        var others = $"o{Guid.NewGuid():N}-";
        await AppendedAsync(To(others + "deleted", -1, Event("x"), Event("x")));
        await AppendedAsync(To(others + "tombstoned", -1, Event("x")));
        await AppendedAsync(To(others + "cut", -1, Event("x"), Event("x"), Event("x")));
        var mine = await AppendedAsync(To(Stream("a"), -1, Event("1")));
        await Raw.DeleteAsync(new DeleteReq { Options = Any(others + "deleted") }, cancellationToken: Stop);
        await Raw.TombstoneAsync(new TombstoneReq { Options = Any(others + "tombstoned") }, cancellationToken: Stop);
        await RawAppendAsync($"$${others}cut", "application/json", """{"$tb":2}"""u8.ToArray(), "$metadata");
        await AppendedAsync(To(Stream("a"), 0, Event("2")));

        Assert.Equal(2, (await ReadAllAsync(LogPosition.Start, Prefix)).Count);
        Assert.Single(await ReadAllAsync(mine.Position, Prefix));
        // Deleted, it has no events, and is written again behind what it had.
        Assert.Empty(await ReadAsync(others + "deleted", 0));
        Assert.Null(await Log.ReadLastAsync(others + "deleted", Stop));
    }

    [Fact]
    public async Task A_stream_that_somebody_deleted_or_cut_is_damage_and_not_an_answer()
    {
        await AppendedAsync(To(Stream("gone"), -1, Event("1")));
        await AppendedAsync(To(Stream("cut"), -1, Event("1"), Event("2"), Event("3")));
        await Raw.TombstoneAsync(new TombstoneReq { Options = Any(Stream("gone")) }, cancellationToken: Stop);
        await RawAppendAsync($"$${Stream("cut")}", "application/json", """{"$tb":2}"""u8.ToArray(), "$metadata");
        await Assert.ThrowsAsync<EventLogCorruptException>(() => ReadAsync(Stream("gone"), 0));
        await Assert.ThrowsAsync<EventLogCorruptException>(() => AppendAsync(To(Stream("gone"), 0, Event("2"))));
        var cut = await Assert.ThrowsAsync<EventLogCorruptException>(() => ReadAsync(Stream("cut"), 0));
        Assert.Contains("lacks revisions 0 to 1", cut.Message);
        Assert.Single(await ReadAsync(Stream("cut"), 2));
    }

    [Fact]
    public async Task A_checkpoint_is_a_place_to_go_on_from()
    {
        await using var client = new EventStoreClient(EventStoreClientSettings.Create(Store));
        await AppendedAsync(To(Stream("a"), -1, Event("before")));
        for (var i = 0; i < 30; i++)
            await AppendedAsync(To($"o{Prefix}{i}", -1, [.. Enumerable.Range(0, 100).Select(n => Event($"{n}"))]));
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        enough.CancelAfter(TimeSpan.FromSeconds(30));
        LogPosition? checkpoint = null;
        var seen = false;
        await foreach (var message in client.SubscribeToAll(null, [Prefix], enough.Token))
        {
            seen |= message is StreamMessage.Event;
            if (!seen || message is not StreamMessage.AllStreamCheckpointReached reached)
                continue;
            checkpoint = reached.Position;
            break;
        }
        await AppendedAsync(To(Stream("b"), -1, Event("after")));
        await foreach (var message in client.SubscribeToAll(checkpoint, [Prefix], enough.Token))
        {
            if (message is not StreamMessage.Event { Stored: var stored })
                continue;
            Assert.Equal("""{"text":"after"}""", TextOf(stored));
            break;
        }
    }

    [Fact]
    public async Task A_subscription_to_a_place_that_is_no_events_start_is_loud()
    {
        var appended = await AppendedAsync(To(Stream("a"), -1, Event("1"), Event("2")));
        var between = new LogPosition(appended.Position.Commit - 1, appended.Position.Prepare - 1);
        await Assert.ThrowsAsync<EventLogCorruptException>(async () =>
        {
            await foreach (var _ in Log.SubscribeAsync(between, [Prefix], Stop))
            {
            }
        });
    }

    [Fact]
    public async Task An_append_that_is_expected_anywhere_or_where_a_stream_is()
    {
        await using var client = new EventStoreClient(EventStoreClientSettings.Create(Store));
        var stream = Stream("states");
        await Assert.ThrowsAsync<WrongExpectedVersionException>(() => client.AppendToStreamAsync(stream, StreamState.StreamExists, [Event("never")], Stop));
        Assert.Equal(0, Assert.IsType<AppendOutcome.Appended>(await client.AppendToStreamAsync(stream, StreamState.Any, [Event("a")], Stop)).Revision);
        Assert.Equal(1, Assert.IsType<AppendOutcome.Appended>(await client.AppendToStreamAsync(stream, StreamState.StreamExists, [Event("b")], Stop)).Revision);
        var wrong = await Assert.ThrowsAsync<WrongExpectedVersionException>(() => client.AppendToStreamAsync(stream, StreamState.NoStream, [Event("never")], Stop));
        Assert.Equal(1, wrong.ActualRevision);
    }

    protected override Task<IEventLog> OpenAsync() => Task.FromResult(EventLogs.Open(Store));

    protected override async Task CloseAsync(IEventLog log) => await log.DisposeAsync();

    /// <summary>The protocol without the adapter: what others do.</summary>
    private Streams.StreamsClient Raw { get => field ??= new Streams.StreamsClient(GrpcChannel.ForAddress($"http://{EventStoreClientSettings.Create(Store).Hosts[0]}")); }

    private async Task RawAppendAsync(string stream, string contentType, byte[] data, string type = "other")
    {
        using var call = Raw.Append(cancellationToken: Stop);
        await call.RequestStream.WriteAsync(new AppendReq { Options = Any(stream) }, Stop);
        await call.RequestStream.WriteAsync(
            new AppendReq
            {
                ProposedMessage = new ProposedMessage
                {
                    Id = new UUID { String = Guid.NewGuid().ToString() }, Metadata = { ["type"] = type, ["content-type"] = contentType }, Data = ByteString.CopyFrom(data),
                },
            },
            Stop);
        await call.RequestStream.CompleteAsync();
        Assert.NotNull((await call).Success);
    }

    private static AppendOptions Any(string stream) => new()
    {
        StreamIdentifier = new StreamIdentifier { StreamName = ByteString.CopyFrom(stream, Encoding.UTF8) }, Any = new Empty(),
    };
}
