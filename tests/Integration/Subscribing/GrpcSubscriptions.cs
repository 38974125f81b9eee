using Grpc.Core;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Api.Asking;
using Ledger.Integration.Running;

namespace Ledger.Integration.Subscribing;

/// <summary>The sample ledger followed over gRPC: from anywhere, filtered, whole commands in order.</summary>
[Collection(AsksTheSample.Name)]
public sealed class GrpcSubscriptions(SampleLedger sample)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private SubscriptionsService.SubscriptionsServiceClient Subscriptions => new(sample.Ledger.Invoker);

    [Fact]
    public async Task From_the_middle_every_event_comes_once_in_order_and_each_command_whole()
    {
        var all = await ListedAsync();
        const int Middle = 200;
        var messages = await UntilAsync(new SubscribeRequest { FromPosition = Middle }, all.Count - 1);
        var events = messages.SelectMany(message => message.Events).ToList();
        Assert.Equal(all.Skip(Middle).Select(recorded => (recorded.Position, recorded.Document)), events.Select(announced => (announced.Position, announced.Document)));
        Assert.All(messages, message => Assert.Equal(message.Events[^1].Position, message.Position));
        // No two messages side by side hold the events of one command.
        var commands = messages.Select(message => (message.Events[0].Stream, Request: Crash.Plants.RequestIdOf(all[(int)message.Events[0].Position]))).ToList();
        Assert.DoesNotContain(commands.Zip(commands.Skip(1)), pair => pair.First == pair.Second);
        Assert.Contains(messages, message => message.Events.Count > 1);
    }

    [Fact]
    public async Task Filters_let_through_what_is_asked_for_and_the_position_moves_on_over_the_rest()
    {
        var all = await ListedAsync();
        var last = all.Count - 1;
        async Task<List<AnnouncedEvent>> Of(SubscribeRequest request) => [.. (await UntilAsync(request, last)).SelectMany(message => message.Events)];
        var whole = await Of(new SubscribeRequest());
        var agreements = await Of(new SubscribeRequest { Owners = { "agreements" }, HeartbeatSeconds = 1 });
        Assert.NotEmpty(agreements);
        Assert.Equal(whole.Where(announced => announced.Stream.StartsWith("agreement-", StringComparison.Ordinal)), agreements);
        var suspensions = await Of(new SubscribeRequest { Types_ = { "exportcontrols.measure-suspended", "exportcontrols.suspension-" }, Jurisdictions = { "CN" }, HeartbeatSeconds = 1 });
        Assert.NotEmpty(suspensions);
        Assert.Equal(whole.Where(announced => announced.Type.Contains("suspen", StringComparison.Ordinal) && announced.Owner == "export-controls" && announced.Jurisdictions.Contains("CN")), suspensions);
        // Whoever watches No. 57 hears of the act on it by No. 70, which stands on a stream of its own.
        var watched = await Of(new SubscribeRequest { Entities = { "cn-mofcom-2025-57" }, HeartbeatSeconds = 1 });
        Assert.Contains(watched, announced => announced is { Stream: "instrument-cn-mofcom-2025-70", Type: "exportcontrols.measure-suspended.v1" });
        Assert.Contains(watched, announced => announced.Stream == "instrument-cn-mofcom-2025-57");
        Assert.DoesNotContain(watched, announced => announced.Entities.All(entity => !entity.StartsWith("cn-mofcom-2025-57", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_correction_is_announced_with_the_jurisdiction_and_the_day_of_what_it_corrects()
    {
        var all = await ListedAsync();
        var corrections = (await UntilAsync(new SubscribeRequest { Types_ = { "ledger.event-corrected", "ledger.event-retracted" }, HeartbeatSeconds = 1 }, all.Count - 1)).SelectMany(message => message.Events).ToList();
        Assert.NotEmpty(corrections);
        Assert.All(corrections, announced => Assert.True(announced.Jurisdictions.Count > 0 && announced.AnnouncedOn.Length > 0, $"{announced.Position} has neither"));
    }

    [Fact]
    public async Task What_no_event_can_be_is_refused_by_the_field()
    {
        foreach (var (request, field) in new (SubscribeRequest, string)[]
        {
            (new() { FromPosition = -1 }, "fromPosition"), (new() { Owners = { "customs" } }, "owners"), (new() { Types_ = { "none." } }, "types"),
            (new() { Jurisdictions = { "China" } }, "jurisdictions"), (new() { Entities = { "" } }, "entities"), (new() { HeartbeatSeconds = 61 }, "heartbeatSeconds"),
        })
        {
            using var call = Subscriptions.Subscribe(request);
            var refused = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
            Assert.Equal(field, Violations.Of(refused)[0].Field);
        }
    }

    private Task<IReadOnlyList<Event>> ListedAsync() => RecordedEvents.AllAsync(sample.Ledger.Channel, TestContext.Current.CancellationToken);

    /// <summary>All messages that hold events, up to a position.</summary>
    private async Task<List<SubscribeResponse>> UntilAsync(SubscribeRequest request, long position)
    {
        var messages = new List<SubscribeResponse>();
        using var call = Subscriptions.Subscribe(request, deadline: DateTime.UtcNow + Patience);
        while (await call.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
        {
            if (call.ResponseStream.Current.Events.Count > 0)
                messages.Add(call.ResponseStream.Current);
            if (call.ResponseStream.Current.Position >= position)
                return messages;
        }
        throw new InvalidOperationException("the subscription ended");
    }
}
