using System.Globalization;
using System.Runtime.InteropServices;
using Grpc.Core;
using Grpc.Net.Client;
using Ledger.Api.Timeline.V1;
using Ledger.Samples.ScreeningTable;
using Ledger.Subscriber;
using RabbitMQ.Client;

// Keeps measures.csv and measures.db in a folder, for a customs screening system: the measures that apply, are suspended or are to come. Right
// also on the day on which a suspension runs out with no new event: it asks again at each next change.
if (args.Length is not (2 or 3))
{
    Console.Error.WriteLine("usage: Ledger.Samples.ScreeningTable TIMELINE-GRPC FOLDER [AMQP], e.g. http://127.0.0.1:8081 ./screening amqp://subscriber:…@broker/ledger");
    return 2;
}
var folder = Directory.CreateDirectory(args[1]).FullName;
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var channel = GrpcChannel.ForAddress(args[0]);
var reminder = new Reminder(TimeProvider.System);
var subscription = new Subscription(channel.CreateCallInvoker(), EventFilter.Everything with { Owners = ["export-controls"] }, TimeProvider.System);
var handler = new FileCheckpointedHandler(Path.Combine(folder, "position"), (recorded, _) =>
{
    reminder.Wake(recorded.Position);
    return Task.CompletedTask;
});
var following = args.Length == 3
    ? subscription.RunAsync(handler, new ConnectionFactory { Uri = new Uri(args[2]) }, "screening-table", stop.Token)
    : subscription.RunAsync(handler, stop.Token);
try
{
    using var table = new MeasureTable(folder);
    while (!following.IsCompleted)
    {
        var (measures, next) = await Measures.AskAsync(new TimelineService.TimelineServiceClient(channel), TimeProvider.System.GetUtcNow(), reminder.Position, stop.Token);
        table.Replace(measures);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{measures.Count} measures; next change {next?.ToString("O", CultureInfo.InvariantCulture) ?? "none known"}"));
        await Task.WhenAny(reminder.WaitAsync(next, stop.Token), following);
    }
    await following;
}
catch (Exception ended) when (stop.IsCancellationRequested && ended is OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled })
{
    // Asked to end.
}
return 0;

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
