using System.Diagnostics;
using Ledger.Adapters.EventLog.Sqlite;
using Ledger.Benchmarks.Generated;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Sequencing;

namespace Ledger.Benchmarks;

/// <summary>
/// Generated ledgers of growing length: replay beside a bare read and parse, a start with a saved projection, memory, and answers at random coordinates
/// on all three axes, in process and with the events' ids alone. At lengths that the plain fold bears, its answers are compared first.
/// </summary>
internal static class IndexBenchmark
{
    private const int Seed = 20251030;
    private const int Asked = 2_000;
    private const int ChecksAsked = 400;
    private const int WorldsAsked = 20;

    /// <summary>The fold reads the whole ledger for each coordinate: fewer are enough, and none where it would take minutes.</summary>
    private const int AskedOfFold = 5;
    private const int LongestFolded = 100_000;

    private const int BareChunk = 1 << 20;

    private static readonly int[] UsualLengths = [10_000, 100_000, 1_000_000];

    private static readonly PolicyStreams Streams = PolicyStreams.Under("");

    /// <summary>Runs it.</summary>
    /// <param name="folder">Where the ledgers are written.</param>
    /// <param name="lengths">Events of each ledger; none: ten thousand, a hundred thousand, a million.</param>
    public static async Task RunAsync(ScratchFolder folder, IReadOnlyList<int> lengths)
    {
        Console.WriteLine($"index: generated ledgers, seed {Seed}, {Asked:N0} random coordinates each");
        foreach (var length in lengths.Count > 0 ? lengths : UsualLengths)
            await RunAsync(folder.New($"index-{length}"), length);
    }

    private static async Task RunAsync(string data, int length)
    {
        var watch = Stopwatch.StartNew();
        await GeneratedStore.WriteAsync(data, length, Seed);
        Console.WriteLine($"{length:N0} events, written at {length / watch.Elapsed.TotalSeconds:N0} events/s");
        var bare = GeneratedStore.BareReadAndParse(data);
        var saved = Path.Combine(data, "projection");
        await using var log = SqliteEventLog.Open(data);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        watch.Restart();
        await using (var replayed = await ProjectedLedger.StartAsync(log, Streams, saved))
        {
            var rate = length / watch.Elapsed.TotalSeconds;
            Console.WriteLine($"  replay into the index, saving it on the way              {rate,10:N0} events/s; bare read and parse {bare:N0}, ratio {rate / bare:N2}");
            Console.WriteLine($"  memory, with up to 64 MB of documents kept               {(GC.GetTotalMemory(forceFullCollection: true) - before) / (double)length,10:N0} bytes an event");
        }
        var file = Path.Combine(saved, "projection");
        Console.WriteLine($"  saved projection                                         {new FileInfo(file).Length / (double)length,10:N0} bytes an event");
        var bareStart = BareRead(file);
        watch.Restart();
        await using var ledger = await ProjectedLedger.StartAsync(log, Streams, saved);
        Console.WriteLine($"  start with the saved projection, to caught up            {watch.Elapsed.TotalSeconds,10:N2} s; its file read into new memory, and nothing done with it, {bareStart.TotalSeconds:N2} s");
        var index = ledger.Memory.Latest.Index;
        Console.WriteLine($"  resolving {index.Ids.Measures.Added.Count:N0} measures                            {Resolution.OfAll(index).TotalSeconds,10:N1} s, {index.Timelines.Store.Bytes.Length / (double)length:N0} bytes an event");
        Ask(ledger.Memory, length);
        AddLate(ledger.Memory);
    }

    /// <summary>How long it takes to read a file whole into memory that nobody used before: what a start cannot do without.</summary>
    private static TimeSpan BareRead(string path)
    {
        var began = Stopwatch.GetTimestamp();
        using var file = File.OpenRead(path);
        var chunks = new List<byte[]>();
        while (file.Position < file.Length)
        {
            var chunk = GC.AllocateUninitializedArray<byte>((int)Math.Min(BareChunk, file.Length - file.Position));
            file.ReadExactly(chunk);
            chunks.Add(chunk);
        }
        var took = Stopwatch.GetElapsedTime(began);
        GC.KeepAlive(chunks);
        return took;
    }

    private static void Ask(LedgerMemory memory, int length)
    {
        var ledger = memory.Latest;
        var measures = World.Of(new Cut(ledger, null, IsProvisional: false)).Controls.Measures;
        var random = new Random(Seed);
        var questions = Enumerable.Range(0, Asked).Select(_ => Asking.Drawn(ledger, measures, Asking.PublishedDrawn(random), "US", random)).ToList();
        foreach (var question in length <= LongestFolded ? questions.Take(AskedOfFold) : [])
        {
            var (folded, indexed) = (World.Folded(question.Cut, Streams), World.Of(question.Cut));
            if (question.StateIn(folded) != question.StateIn(indexed) || CheckOf(folded, question) != CheckOf(indexed, question))
                throw new InvalidOperationException($"the index answers otherwise than the fold: {question}");
        }
        Asking InEverySort(Asking question) => question with { Trade = question.Trade with { Goods = Vocabulary.InEverySort(question.Trade.Goods[0], random) } };
        var stated = questions.Take(ChecksAsked).Select(InEverySort).ToList();
        // What is measured is asked for the first time.
        var others = Enumerable.Range(0, Asked).Select(_ => Asking.Drawn(ledger, measures, Asking.PublishedDrawn(random), "US", random)).ToList();
        Func<Asking, int> check = question => Checked(World.Of(question.Cut), question);
        Tell("  state of one measure", others, questions, StateAnswered);
        Tell("  world: measures in force", others, questions.Take(WorldsAsked), question => World.Of(question.Cut).Controls.States(zone => LegalTime.CloseOf(question.Day, zone), Standing.IsApplying).Count());
        Tell("  check, with what changes next", others, questions.Take(ChecksAsked), check);
        Tell("  the same, the goods stated in every sort", others.ConvertAll(InEverySort), stated, check);
        double Listed(IEnumerable<Asking> asked) =>
            asked.Average(question => CheckIn(World.Of(question.Cut), question).Findings.Count);
        int Looked(IEnumerable<Asking> asked) => Measured.Median([.. asked.Select(question => (double)ledger.Index.Goods.For(question.Trade).Count)]) is var median ? (int)median : 0;
        Console.WriteLine($"    a check looks at {Looked(questions.Take(ChecksAsked)):N0} of {measures.Count:N0} measures at the median, {Looked(stated):N0} where the goods are stated in every sort");
        Console.WriteLine($"    of {measures.Count:N0} measures; a check lists {Listed(questions.Take(ChecksAsked)):N1} on average, {Listed(stated):N1} where the goods are stated in every sort");
    }

    /// <summary>A suspension entered late, until the measure is asked for and shows it.</summary>
    private static void AddLate(LedgerMemory memory)
    {
        var measures = World.Of(new Cut(memory.Latest, null, IsProvisional: false)).Controls.Measures;
        LateEntry.AddTo(memory, measures, Enumerable.Range(0, 200), new Random(Seed)).Tell("  one late entry, until it is seen");
    }

    private static Check CheckIn(World world, Asking asking) => new(world.Controls, asking.Trade, zone => LegalTime.CloseOf(asking.Day, zone));

    private static string CheckOf(World world, Asking asking)
    {
        var check = CheckIn(world, asking);
        return $"{check.Headline} {string.Join(' ', check.Findings.Select(finding => $"{finding.Life.Id} {finding.Listing}"))} {check.NextChange(byDay: true)?.At}";
    }

    private static int StateAnswered(Asking asking) => asking.AnsweredBy(World.Of(asking.Cut)) is { } state ? state.Id.Length + state.Because.Count : 0;

    /// <summary>Everything that <see cref="CheckOf"/> writes down, and what each finding rests on, as it is handed to whoever asks.</summary>
    private static int Checked(World world, Asking asking)
    {
        var check = CheckIn(world, asking);
        var told = (int)check.Headline + (check.NextChange(byDay: true) is null ? 0 : 1);
        foreach (var finding in check.Findings)
            told += finding.Life.Id.Length + (int)finding.Listing + finding.Life.RestsOnAt(finding.Moment).Count;
        return told;
    }

    private static void Tell(string what, IEnumerable<Asking> others, IEnumerable<Asking> questions, Func<Asking, int> answer)
    {
        Warming.By(others.Select(question => (Action)(() => _ = answer(question))));
        var took = new Latencies();
        foreach (var question in questions)
            took.Time(() => _ = answer(question));
        took.Tell(what);
    }
}
