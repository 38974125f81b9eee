using System.Diagnostics;
using Grpc.Core;
using Ledger.Api.Timeline.V1;
using Ledger.Benchmarks.Generated;

namespace Ledger.Benchmarks;

/// <summary>
/// A whole host of a long ledger, stopped or killed and started again: how long until it answers from its last position, and until every part of it
/// is ready, so that it records.
/// </summary>
internal static class StartBenchmark
{
    private const int Seed = 20251030;
    private const int Rounds = 3;
    private const int UsualLength = 1_000_000;
    private const int ResolvedInSecond = 15_000;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(5);

    /// <summary>Runs it.</summary>
    /// <param name="folder">Where the ledgers are written.</param>
    /// <param name="lengths">Events of each ledger; none: a million.</param>
    public static async Task RunAsync(ScratchFolder folder, IReadOnlyList<int> lengths)
    {
        foreach (var length in lengths.Count > 0 ? lengths : [UsualLength])
            await RunAsync(folder.New($"start-{length}"), length);
    }

    private static async Task RunAsync(string data, int length)
    {
        await GeneratedStore.WriteAsync(data, length, Seed);
        var entity = new GeneratedLedger(Seed, length).Events().Last(recorded => recorded.Header.Stream.StartsWith("instrument-", StringComparison.Ordinal)).Entity;
        Console.WriteLine($"start: a host with {length:N0} generated events");
        // It runs long enough to resolve its measures, as one does that is not started anew at once.
        await StartAsync("with nothing saved", data, entity, length, TimeSpan.FromSeconds((double)length / ResolvedInSecond));
        for (var round = 0; round < Rounds; round++)
            await StartAsync(round == 0 ? "after it was stopped" : "after it was killed", data, entity, length, runs: null);
    }

    /// <param name="runs">How long it runs before it is stopped; null: it is killed at once.</param>
    private static async Task StartAsync(string when, string data, string entity, int length, TimeSpan? runs)
    {
        var watch = Stopwatch.StartNew();
        await using var host = HostRun.Launch(data, empty: true);
        using var channel = host.Channel();
        var client = new TimelineService.TimelineServiceClient(channel);
        while (await PositionAsync(client, entity) < length - 1)
            await Task.Delay(Between);
        var answers = watch.Elapsed;
        await host.Greeted;
        Console.WriteLine($"  {when,-22} answers from its last position after {answers.TotalSeconds,6:N2} s, is ready after {watch.Elapsed.TotalSeconds,6:N2} s ({host.Cpu.TotalSeconds:N1} s of CPU), with {host.WorkingSet >> 20:N0} MB");
        if (runs is null)
            await host.KillAsync();
        else
            await Task.Delay(runs.Value);
    }

    /// <summary>The position that an answer was computed at; -1 where there is none yet.</summary>
    private static async Task<long> PositionAsync(TimelineService.TimelineServiceClient client, string entity)
    {
        try
        {
            return (await client.ShowAsync(new ShowRequest { Id = entity, At = new Coordinates { Effective = "2025-11-15" } })).Answered.Position;
        }
        catch (RpcException early) when (early.StatusCode == StatusCode.Unavailable)
        {
            return -1;
        }
    }
}
