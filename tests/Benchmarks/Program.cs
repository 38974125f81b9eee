using Ledger.Benchmarks;
using Ledger.Benchmarks.Peers;

// dotnet run -c Release --project tests/Benchmarks -- [write|latency|replay|query|index|versions|start|answers|peers|broker|catchup|announce]...   (none: all)
// After index, start, answers or peers: lengths of its ledgers, in events; after versions, how many act on its measure.
var lengths = args.Where(arg => int.TryParse(arg, out _)).Select(int.Parse).ToList();
var wanted = args.Where(arg => !int.TryParse(arg, out _)).ToList();
if (wanted.Count == 0)
    wanted = ["write", "latency", "replay", "query", "index", "versions", "start", "answers", "peers", "broker", "catchup", "announce"];
Console.WriteLine($"{Environment.ProcessorCount} cores, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1L << 30)} GiB, .NET {Environment.Version}, {DateTimeOffset.UtcNow:u}");
using var folder = new ScratchFolder();
foreach (var name in wanted)
{
    Console.WriteLine();
    await (name switch
    {
        "write" => WriteBenchmark.RunAsync(folder),
        "latency" => LatencyBenchmark.RunAsync(folder),
        "replay" => ReplayBenchmark.RunAsync(folder),
        "query" => QueryBenchmark.RunAsync(folder),
        "index" => IndexBenchmark.RunAsync(folder, lengths),
        "versions" => Task.Run(() => VersionsBenchmark.Run(lengths)),
        "start" => StartBenchmark.RunAsync(folder, lengths),
        "answers" => AnswersBenchmark.RunAsync(folder, lengths),
        "peers" => PeersBenchmark.RunAsync(folder, lengths),
        "broker" => BrokerBenchmark.RunAsync(),
        "catchup" => CatchUpBenchmark.RunAsync(folder),
        "announce" => AnnounceBenchmark.RunAsync(folder),
        _ => throw new ArgumentException($"'{name}' is no benchmark: write, latency, replay, query, index, versions, start, answers, peers, broker, catchup, announce"),
    });
}
