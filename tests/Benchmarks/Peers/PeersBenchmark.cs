using System.Diagnostics;
using Ledger.Adapters.EventLog.Sqlite;
using Ledger.Benchmarks.Generated;
using Ledger.Timeline.Sequencing;

namespace Ledger.Benchmarks.Peers;

/// <summary>
/// The index beside what a user would otherwise take: a bitemporal table of resolved measures in SQLite, PostgreSQL and MariaDB. The same generated
/// ledger, the same random coordinates, in one run; answers are compared before anything is measured.
/// </summary>
internal static class PeersBenchmark
{
    private const int Seed = 20251030;
    private const int Rounds = 3;

    private static readonly int[] UsualLengths = [10_000, 100_000];

    private static readonly PolicyStreams Streams = PolicyStreams.Under("");

    /// <summary>Runs it.</summary>
    /// <param name="folder">Where ledgers and databases are written.</param>
    /// <param name="lengths">Events of each ledger; none: ten thousand, a hundred thousand.</param>
    public static async Task RunAsync(ScratchFolder folder, IReadOnlyList<int> lengths)
    {
        Console.WriteLine($"peers: generated ledgers, seed {Seed}; known and effective at random, published at everything; {Rounds} rounds, all in turn");
        foreach (var length in lengths.Count > 0 ? lengths : UsualLengths)
            await RunAsync(folder, length);
    }

    private static async Task RunAsync(ScratchFolder folder, int length)
    {
        var data = folder.New($"peers-{length}");
        await GeneratedStore.WriteAsync(data, length, Seed);
        await using var log = SqliteEventLog.Open(data);
        var watch = Stopwatch.StartNew();
        await using var ledger = await ProjectedLedger.StartAsync(log, Streams);
        Console.WriteLine($"{length:N0} events, replayed into the index in {watch.Elapsed.TotalSeconds:N1} s");
        watch.Restart();
        var rows = ResolvedRows.Of(ledger.Memory.Latest, Seed);
        Console.WriteLine($"  {rows.Measures.Count:N0} measures ({rows.LeftOut.Count:N0} more, on which too many act, are left out on every side), {rows.States.Count:N0} rows of states and {rows.Reach.Count:N0} of what they reach, resolved in {watch.Elapsed.TotalSeconds:N1} s");
        Console.WriteLine($"  the index resolved its measures, as timeline does in the background, in {Resolution.OfAll(ledger.Memory.Latest.Index).TotalSeconds:N1} s");
        var peers = await StartAsync(folder);
        try
        {
            foreach (var peer in peers)
                Fill(peer, rows, length);
            var table = new PeersTable(peers.Select(peer => peer.Name));
            foreach (var questions in PeerQuestions.Drawn(ledger.Memory.Latest, rows, Seed))
                Ask(questions, peers, table);
            await LateEntries.RunAsync(ledger.Memory, log, rows, peers, table);
            table.Tell();
        }
        finally
        {
            foreach (var peer in peers)
                await peer.DisposeAsync();
        }
    }

    private static async Task<IReadOnlyList<SqlPeer>> StartAsync(ScratchFolder folder) =>
        [.. new SqlPeer?[] { SqlitePeer.Open(folder), await PostgresPeer.StartAsync(folder), await MariaDbPeer.StartAsync(folder) }.OfType<SqlPeer>()];

    private static void Fill(SqlPeer peer, ResolvedRows rows, int length)
    {
        var watch = Stopwatch.StartNew();
        peer.Fill(rows);
        var (filled, bytes) = (watch.Elapsed.TotalSeconds, peer.Bytes());
        peer.Prepare();
        Console.WriteLine($"  {peer.Name,-14} filled in {filled:N1} s, {(rows.States.Count + rows.Reach.Count) / filled:N0} rows/s; {bytes / 1e6:N1} MB, {bytes / (double)length:N0} bytes an event");
    }

    private static void Ask(PeerQuestions questions, IReadOnlyList<SqlPeer> peers, PeersTable table)
    {
        Console.WriteLine($"  {questions.What}: {questions.Asked.Count:N0} coordinates answered alike, {questions.Compare(peers):N1} rows on average");
        Warming.By(questions.Asked.Select(asking => (Action)(() => questions.Ours(asking))));
        foreach (var peer in peers)
            Warming.By(questions.Asked.Select(asking => (Action)(() => questions.Theirs(peer, asking))));
        var (ours, theirs) = (new Latencies(), peers.Select(_ => new Latencies()).ToList());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var asking in questions.Asked)
                ours.Time(() => questions.Ours(asking));
            for (var i = 0; i < peers.Count; i++)
            {
                foreach (var asking in questions.Asked)
                    theirs[i].Time(() => questions.Theirs(peers[i], asking));
            }
        }
        table.Add(questions.What, ours, theirs);
    }
}
