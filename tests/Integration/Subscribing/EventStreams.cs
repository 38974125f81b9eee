using System.Globalization;
using System.Net;
using Google.Protobuf;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Api.Asking;

namespace Ledger.Integration.Subscribing;

/// <summary>The ledger as Server-Sent Events, as a browser's EventSource reads them.</summary>
[Collection(AsksTheSample.Name)]
public sealed class EventStreams(SampleLedger sample)
{
    [Fact]
    public async Task Every_event_comes_once_in_order_with_its_position_as_id()
    {
        var last = await sample.Ledger.PositionAsync();
        var messages = await ReadAsync("/v1/events/stream", null, message => message.Id == last);
        Assert.Equal(Enumerable.Range(0, (int)last + 1).Select(position => (long?)position), messages.Select(message => message.Id));
        Assert.All(messages, message => Assert.Equal(message.Id, AnnouncedEvent.Parser.ParseJson(message.Data).Position));
    }

    [Fact]
    public async Task A_browser_resumes_behind_the_last_event_it_saw_with_the_same_filter()
    {
        var last = await sample.Ledger.PositionAsync();
        const string Filtered = "/v1/events/stream?fromPosition=0&owners=facilities&owners=agreements&heartbeatSeconds=1";
        var whole = await ReadAsync(Filtered, null, message => message.Id == last);
        var events = whole.Where(message => message.Data.Length > 0).ToList();
        Assert.All(events, message => Assert.NotEqual("export-controls", AnnouncedEvent.Parser.ParseJson(message.Data).Owner));
        var middle = events[events.Count / 2].Id!.Value;
        var rest = await ReadAsync(Filtered, middle, message => message.Id == last);
        Assert.Equal(events.Skip((events.Count / 2) + 1), rest.Where(message => message.Data.Length > 0));
    }

    [Fact]
    public async Task A_quiet_stream_says_its_position_in_a_comment_and_moves_the_id_on()
    {
        var last = await sample.Ledger.PositionAsync();
        var messages = await ReadAsync($"/v1/events/stream?fromPosition={last + 1}&heartbeatSeconds=1", null, message => message.Comments.Length > 0);
        Assert.Equal(new Message(last, "", $" position {last}"), Assert.Single(messages));
    }

    [Fact]
    public async Task Asked_to_catch_up_it_tells_its_position_last_and_ends_and_asked_not_to_it_goes_on()
    {
        var last = await sample.Ledger.PositionAsync();
        var messages = await ReadAsync($"/v1/events/stream?fromPosition={last}&untilCaughtUp=true", null, ends: null);
        Assert.Equal([last, last], messages.Select(message => message.Id));
        Assert.Equal((true, $" position {last}"), (messages[0].Data.Length > 0, messages[1].Comments));
        var live = await ReadAsync($"/v1/events/stream?fromPosition={last + 1}&untilCaughtUp=false&heartbeatSeconds=1", null, message => message.Comments.Length > 0);
        Assert.Equal(new Message(last, "", $" position {last}"), Assert.Single(live));
        // A browser that comes back behind what it saw last gets nothing again, only the position.
        Assert.Equal(new Message(last, "", $" position {last}"), Assert.Single(await ReadAsync("/v1/events/stream?untilCaughtUp=true", last, ends: null)));
    }

    [Fact]
    public async Task It_ends_with_the_last_position_that_was_asked_for() =>
        Assert.Equal([3, 4, 5], (await ReadAsync("/v1/events/stream?fromPosition=3&throughPosition=5", null, ends: null)).Select(message => message.Id!.Value));

    [Theory]
    [InlineData("/v1/events/stream?untilCaughtUp=yes", "untilCaughtUp")]
    [InlineData("/v1/events/stream?untilCaughtUp=", "untilCaughtUp")]
    [InlineData("/v1/events/stream?untilCaughtUp=true&untilCaughtUp=false", "untilCaughtUp")]
    [InlineData("/v1/events/stream?throughPosition=5.5", "throughPosition")]
    [InlineData("/v1/events/stream?owner=facilities", "owner")]
    [InlineData("/v1/events/stream?fromPosition=today", "fromPosition")]
    [InlineData("/v1/events/stream?owners=customs", "owners")]
    public async Task What_is_not_known_is_refused_by_its_name(string path, string field)
    {
        using var answer = await sample.Ledger.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains($"\"field\": \"{field}\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private sealed record Message(long? Id, string Data, string Comments);

    [Fact]
    public async Task A_last_event_id_that_is_no_position_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/v1/events/stream", UriKind.Relative));
        request.Headers.Add("Last-Event-ID", "abc");
        using var answer = await sample.Ledger.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Last-Event-ID", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Reads messages as the standard says, until one ends it; null: until the ledger ends the stream.</summary>
    private async Task<List<Message>> ReadAsync(string path, long? lastEventId, Func<Message, bool>? ends)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (lastEventId is { } id)
            request.Headers.Add("Last-Event-ID", id.ToString(CultureInfo.InvariantCulture));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var answer = await sample.Ledger.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(patience.Token));
        var (messages, message) = (new List<Message>(), new Message(null, "", ""));
        while (await lines.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.Length == 0)
            {
                messages.Add(message);
                if (ends?.Invoke(message) == true)
                    return messages;
                message = new Message(null, "", "");
                continue;
            }
            message = line.Split(':', 2) switch
            {
                ["", var comment] => message with { Comments = message.Comments + comment },
                ["id", var text] => message with { Id = long.Parse(text, CultureInfo.InvariantCulture) },
                ["data", var text] => message with { Data = message.Data + text[1..] },
                _ => throw new InvalidOperationException($"no line of an event stream: {line}"),
            };
        }
        return ends is null ? messages : throw new InvalidOperationException("the stream ended");
    }
}
