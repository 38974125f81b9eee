using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using Grpc.Core;
using Grpc.Net.Client;
using Ledger.Api.Timeline.V1;
using Ledger.Subscriber;

// Posts to a webhook when the requirement for a watched trade changes: by an act, or by a date that has come. What was posted last is kept in a
// file, replaced after the post: after a crash between the two the same change is posted again.
if (args is not [var address, var goods, var origin, var destination, var webhook, var state])
{
    Console.Error.WriteLine("usage: Ledger.Samples.RequirementWebhook TIMELINE-GRPC GOODS ORIGIN DESTINATION WEBHOOK STATE-FILE, e.g. http://127.0.0.1:8081 element:Ho CN US http://127.0.0.1:9000/hook ./holmium");
    return 2;
}
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var channel = GrpcChannel.ForAddress(address);
using var http = new HttpClient();
var timeline = new TimelineService.TimelineServiceClient(channel);
var reminder = new Reminder(TimeProvider.System);
var handler = new FileCheckpointedHandler($"{state}.position", (recorded, _) =>
{
    reminder.Wake(recorded.Position);
    return Task.CompletedTask;
});
var following = new Subscription(channel.CreateCallInvoker(), EventFilter.Everything with { Owners = ["export-controls"] }, TimeProvider.System).RunAsync(handler, stop.Token);
try
{
    while (!following.IsCompleted)
    {
        DateTimeOffset? next = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(5);
        try
        {
            next = await LookAsync();
        }
        catch (Exception away) when (away is HttpRequestException or RpcException { StatusCode: StatusCode.Unavailable or StatusCode.DeadlineExceeded })
        {
            Console.Error.WriteLine($"tried again soon: {away.Message}");
        }
        await Task.WhenAny(reminder.WaitAsync(next, stop.Token), following);
    }
    await following;
}
catch (Exception) when (stop.IsCancellationRequested)
{
    // Asked to end.
}
return 0;

async Task<DateTimeOffset?> LookAsync()
{
    var now = TimeProvider.System.GetUtcNow();
    var at = new Coordinates { Effective = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) };
    if (reminder.Position >= 0)
        at.MinPosition = reminder.Position;
    var question = new Question { Goods = { goods }, Origin = origin, Destination = destination };
    var answer = await timeline.CheckAsync(new CheckRequest { At = at, Question = question }, deadline: (now + TimeSpan.FromSeconds(10)).UtcDateTime, cancellationToken: stop.Token);
    var before = File.Exists(state) ? await File.ReadAllTextAsync(state, stop.Token) : "";
    var after = $"{answer.Headline} {string.Join(' ', answer.Applies.Select(finding => finding.Measure))}".TrimEnd();
    if (after != before)
    {
        using var posted = await http.PostAsJsonAsync(webhook, new { goods, origin, destination, at = at.Effective, answer.Answered.Position, before, after, answer.Summary }, stop.Token);
        posted.EnsureSuccessStatusCode();
        await File.WriteAllTextAsync($"{state}.new", after, stop.Token);
        File.Move($"{state}.new", state, overwrite: true);
        Console.WriteLine($"{at.Effective}: {answer.Summary}");
    }
    return answer.NextChange is { At.Length: > 0 } change ? DateTimeOffset.Parse(change.At, CultureInfo.InvariantCulture) : null;
}

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
