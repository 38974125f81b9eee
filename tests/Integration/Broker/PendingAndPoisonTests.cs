using System.Text;
using Grpc.Core;
using Ledger.Api.Common.V1;
using Ledger.Api.Facilities.V1;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Crash;
using RabbitMQ.Client;

namespace Ledger.Integration.Broker;

/// <summary>Requests that outlive their callers, and messages that cannot be read: each ends where people find it.</summary>
public sealed class PendingAndPoisonTests(SeparateLedgerFixture fixture) : IClassFixture<SeparateLedgerFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private OperationsService.OperationsServiceClient Operations => new(fixture.Ledger["Timeline"].Channel);

    private FacilitiesService.FacilitiesServiceClient Facilities => new(fixture.Ledger["Facilities"].Channel);

    [Fact]
    public async Task A_request_that_the_broker_keeps_is_pending_and_is_found_recorded_after_timeline_is_back()
    {
        Assert.SkipWhen(RabbitServer.Missing is not null, RabbitServer.Missing ?? "");
        var timeline = fixture.Ledger["Timeline"];
        var warm = Plants.Registered($"warm-{Guid.NewGuid():N}");
        await Facilities.RecordActAsync(warm);
        var request = Plants.Registered($"pending-{Guid.NewGuid():N}");
        Recorded answer;
        Signal(timeline.ProcessId, "STOP");
        try
        {
            answer = (await Facilities.RecordActAsync(request, deadline: DateTime.UtcNow.AddSeconds(3))).Recorded;
        }
        finally
        {
            Signal(timeline.ProcessId, "CONT");
        }
        Assert.True(answer.Pending);
        var found = await SettledAsync(answer.Operation);
        Assert.Equal(OperationStatus.Recorded, found.Status);
        // Sent again under its id it is not recorded twice.
        var again = (await Facilities.RecordActAsync(request, deadline: DateTime.UtcNow + Patience)).Recorded;
        Assert.True(again.AlreadyRecorded);
        Assert.Equal((found.Position, answer.Operation), (again.Position, again.Operation));
    }

    [Fact]
    public async Task Poison_is_shelved_with_its_reason_and_the_flow_behind_it_goes_on()
    {
        Assert.SkipWhen(RabbitServer.Missing is not null, RabbitServer.Missing ?? "");
        await using var connection = await fixture.Ledger.Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json", Persistent = true };
        string[] bodies =
        [
            "not JSON at all",
            Envelope("urn:message:Somebody:Elses", """{"anything":1}"""),
            // A stream of another owner, and an event of a version that nobody knows.
            Envelope(RecordEvents, Command("agreement-au-us-framework", "{}")),
            Envelope(RecordEvents, Command("facility-poisoned", """{"type":"facilities.facility-registered.v99"}""")),
        ];
        foreach (var body in bodies)
            await channel.BasicPublishAsync("record-facilities", "", mandatory: true, properties, Encoding.UTF8.GetBytes(body));

        var letters = await ShelvedAsync(bodies.Length);
        Assert.Contains(letters, letter => letter.Reason.Contains("agreement-au-us-framework is not a stream of facilities", StringComparison.Ordinal));
        Assert.Contains(letters, letter => letter.Reason.Contains("unknown event type or version 'facilities.facility-registered.v99'", StringComparison.Ordinal) || letter.Reason.Contains("type", StringComparison.Ordinal));
        Assert.Contains(letters, letter => letter.Reason == "no message of this type is read here");
        Assert.False((await Facilities.RecordActAsync(Plants.Registered($"behind-{Guid.NewGuid():N}"))).Recorded.Pending);

        // Shown, replayed (and shelved again, since nothing was mended), discarded with a reason that is kept.
        var refused = letters.First(letter => letter.Operations.Count == 1);
        Assert.NotEmpty((await Operations.GetDeadLetterAsync(new GetDeadLetterRequest { Id = refused.Id })).Body);
        await Operations.ReplayDeadLetterAsync(new ReplayDeadLetterRequest { Id = refused.Id });
        letters = await ShelvedAsync(bodies.Length);
        foreach (var letter in letters)
            await Operations.DiscardDeadLetterAsync(new DiscardDeadLetterRequest { Id = letter.Id, Reason = "sent by a test" });
        Assert.Empty((await Operations.ListDeadLettersAsync(new ListDeadLettersRequest())).DeadLetters);
        var discarded = await Operations.GetOperationAsync(new GetOperationRequest { Operation = refused.Operations[0] });
        Assert.Equal((OperationStatus.Discarded, "sent by a test"), (discarded.Status, discarded.Why));
        var unknown = await Assert.ThrowsAsync<RpcException>(async () => await Operations.GetDeadLetterAsync(new GetDeadLetterRequest { Id = refused.Id }));
        Assert.Equal(StatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Poison_in_the_middle_of_a_message_is_shelved_alone_and_the_commands_around_it_are_recorded()
    {
        Assert.SkipWhen(RabbitServer.Missing is not null, RabbitServer.Missing ?? "");
        await using var connection = await fixture.Ledger.Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        var (first, last) = (Plants.Registered($"before-{Guid.NewGuid():N}"), Plants.Registered($"after-{Guid.NewGuid():N}"));
        var commands = new[] { await DraftedAsync(first), OneCommand("facility-poisoned", """{"type":"facilities.facility-registered.v99"}"""), OneCommand("agreement-au-us-framework", "{}"), await DraftedAsync(last) };
        await channel.BasicPublishAsync(
            "record-facilities", "", mandatory: true, new BasicProperties { ContentType = "application/vnd.masstransit+json", Persistent = true },
            Encoding.UTF8.GetBytes(Envelope(RecordEvents, $$"""{"owner":"facilities","commands":[{{string.Join(',', commands)}}]}""")));

        var letters = await ShelvedAsync(2);
        Assert.All(letters, letter => Assert.Single(letter.Operations));
        foreach (var request in new[] { first, last })
        {
            var operation = Kernel.Operations.IdOf($"facility-{request.Facility}", Guid.Parse(request.RequestId));
            Assert.Equal(OperationStatus.Recorded, (await SettledAsync($"{operation}")).Status);
            var again = (await Facilities.RecordActAsync(request, deadline: DateTime.UtcNow + Patience)).Recorded;
            Assert.True(again.AlreadyRecorded);
            Assert.Equal(1, again.Revision);
        }
        foreach (var letter in letters)
            await Operations.DiscardDeadLetterAsync(new DiscardDeadLetterRequest { Id = letter.Id, Reason = "sent by a test" });
    }

    [Fact]
    public async Task A_request_that_no_queue_takes_is_an_error_that_the_caller_sees()
    {
        Assert.SkipWhen(RabbitServer.Missing is not null, RabbitServer.Missing ?? "");
        await using var connection = await fixture.Ledger.Broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueUnbindAsync("record-facilities", "record-facilities", "");
        try
        {
            var refused = await Assert.ThrowsAsync<RpcException>(async () => await Facilities.RecordActAsync(Plants.Registered($"nowhere-{Guid.NewGuid():N}"), deadline: DateTime.UtcNow + Patience));
            Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
            Assert.Contains("nothing was recorded", refused.Status.Detail, StringComparison.Ordinal);
        }
        finally
        {
            await channel.QueueBindAsync("record-facilities", "record-facilities", "");
        }
    }

    private async Task<GetOperationResponse> SettledAsync(string operation)
    {
        var until = DateTime.UtcNow + Patience;
        while (true)
        {
            var found = await Operations.GetOperationAsync(new GetOperationRequest { Operation = operation });
            if (found.Status != OperationStatus.Pending)
                return found;
            Assert.True(DateTime.UtcNow < until, $"{operation} is still pending");
            await Task.Delay(100);
        }
    }

    private async Task<IReadOnlyList<DeadLetter>> ShelvedAsync(int count)
    {
        var until = DateTime.UtcNow + Patience;
        while (true)
        {
            var letters = (await Operations.ListDeadLettersAsync(new ListDeadLettersRequest())).DeadLetters;
            if (letters.Count == count)
                return letters;
            if (DateTime.UtcNow > until)
                Assert.Fail($"{letters.Count} letters are shelved, not {count}: {letters}; {await fixture.Ledger.Broker.ControlAsync("list_queues", "-p", "ledger", "name", "messages", "messages_unacknowledged")}; {fixture.Ledger["Timeline"].Said}");
            await Task.Delay(200);
        }
    }

    private const string RecordEvents = "urn:message:Ledger.Adapters.Bus:RecordEvents";

    private static string Envelope(string type, string message) => $$"""{"messageId":"{{Guid.NewGuid()}}","messageType":["{{type}}"],"message":{{message}}}""";

    private static string Command(string stream, string draft) => $$"""{"owner":"facilities","commands":[{{OneCommand(stream, draft)}}]}""";

    private static string OneCommand(string stream, string draft) => OneCommand(stream, $"{Guid.NewGuid()}", "00", draft);

    private static string OneCommand(string stream, string requestId, string fingerprint, params IEnumerable<string> drafts) => $$"""
        {"stream":"{{stream}}","expectedRevision":-1,"requestId":"{{requestId}}","fingerprint":"{{fingerprint}}","drafts":[{{string.Join(',', drafts.Select(draft => $"\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(draft))}\""))}}]}
        """;

    /// <summary>A command as the owner would send it, with what it decides.</summary>
    private async Task<string> DraftedAsync(RecordActRequest request)
    {
        var asked = request.Clone();
        asked.ValidateOnly = true;
        var drafts = (await Facilities.RecordActAsync(asked)).Recorded.Events.Select(drafted => drafted.Document).ToList();
        using var document = System.Text.Json.JsonDocument.Parse(drafts[0]);
        return OneCommand($"facility-{request.Facility}", request.RequestId, document.RootElement.GetProperty("fingerprint").GetString()!, drafts);
    }

    private static void Signal(int process, string signal) => System.Diagnostics.Process.Start("kill", [$"-{signal}", $"{process}"]).WaitForExit();
}
