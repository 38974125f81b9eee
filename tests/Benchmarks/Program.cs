using Ledger.Benchmarks;

// dotnet run -c Release --project tests/Benchmarks -- [write|latency|replay|query|broker|catchup|announce]...   (none: all)
var wanted = args.Length == 0 ? ["write", "latency", "replay", "query", "broker", "catchup", "announce"] : args;
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
        "broker" => BrokerBenchmark.RunAsync(),
        "catchup" => CatchUpBenchmark.RunAsync(folder),
        "announce" => AnnounceBenchmark.RunAsync(folder),
        _ => throw new ArgumentException($"'{name}' is no benchmark: write, latency, replay, query, broker, catchup, announce"),
    });
}
