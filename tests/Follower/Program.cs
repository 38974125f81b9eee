using System.Globalization;
using Grpc.Net.Client;
using Ledger.Follower;
using Ledger.Subscriber;
using RabbitMQ.Client;

// A subscriber that tests kill: it follows the ledger, keeps a record of what it was called for, and can be told to stop between an effect and its
// checkpoint, so that it is killed there and nowhere else.
if (args.Length is not (5 or 6))
{
    Console.Error.WriteLine("usage: Ledger.Follower transaction|file TIMELINE-GRPC FOLDER HOLD-AT-EVENT THROUGH-POSITION [AMQP]    (0: holds nowhere; -1: goes on without end)");
    return 2;
}
var (kind, folder, left, through) = (args[0], args[2], int.Parse(args[3], CultureInfo.InvariantCulture), long.Parse(args[4], CultureInfo.InvariantCulture));
using var channel = GrpcChannel.ForAddress(args[1]);
using var record = new SqliteRecord(Path.Combine(folder, "record.db"));
using var stop = new CancellationTokenSource();
ICheckpointedHandler handler = kind switch
{
    "transaction" => record.Handler(Hold),
    "file" => new FileCheckpointedHandler(Path.Combine(folder, "checkpoint"), (recorded, _) =>
    {
        // One effect that can be repeated without harm, and one that tells of each time.
        record.AddOnce(recorded);
        File.AppendAllText(Path.Combine(folder, "calls"), string.Create(CultureInfo.InvariantCulture, $"{recorded.Position}\n"));
        Hold(recorded);
        return Task.CompletedTask;
    }),
    _ => throw new ArgumentException($"'{kind}' is neither transaction nor file"),
};
if (through >= 0)
    handler = new StopsAt(handler, through, stop);
var subscription = new Subscription(channel.CreateCallInvoker(), EventFilter.Everything, TimeProvider.System) { Silence = TimeSpan.FromSeconds(1) };
Console.WriteLine("follows");
try
{
    if (await handler.PositionAsync(stop.Token) >= through && through >= 0)
        return 0;
    await (args.Length == 6
        ? subscription.RunAsync(handler, new ConnectionFactory { Uri = new Uri(args[5]) }, "follower", stop.Token)
        : subscription.RunAsync(handler, stop.Token));
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    // It was there.
}
return 0;

void Hold(PolicyEvent recorded)
{
    if (--left != 0)
        return;
    Console.WriteLine("between");
    Thread.Sleep(Timeout.Infinite);
}
