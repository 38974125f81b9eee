using CsCheck;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Specs.Properties;
using Ledger.Specs.Telling;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Indexing.Timelines;
using Ledger.Timeline.Sequencing;
using NodaTime;

namespace Ledger.Specs.Indexing;

/// <summary>What is kept of measures stands as the fold has it, at any coordinate and in any status, also while more is recorded. A failure prints its seed.</summary>
public sealed class MeasureTimelineSpecs(ITestOutputHelper output)
{
    /// <summary>Ledgers compared. LEDGER_SAMPLES raises it.</summary>
    private static readonly int Ledgers = Math.Max(4, Samples.Ledgers / 10);

    private static readonly PolicyStreams Streams = PolicyStreams.Under("");

    /// <param name="mostRows">Measures on which more rows act are kept as disputed ones.</param>
    [Theory]
    [InlineData(MeasureTimelines.UsualRows)]
    [InlineData(2)]
    [InlineData(0)]
    public void Every_measure_stands_as_the_fold_has_it_also_while_the_ledger_grows(int mostRows)
    {
        var (compared, resolved) = (0, 0);
        MergedLedger.Any.Sample(drawn =>
        {
            var (random, ledger) = (new Random(drawn.Seed), MergedLedger.Empty());
            ledger.Latest.Index.Timelines.MostRows = mostRows;
            foreach (var command in MergedLedger.CommandsOf(drawn))
            {
                ledger.Record(command);
                // What is resolved now has to be given up where one of the next commands touches it, and only there.
                if (random.Next(3) == 0)
                    ledger.Resolve();
                if (random.Next(4) == 0)
                    Compare(ledger.Latest, random, ref compared, ref resolved);
            }
            for (var i = 0; i < 6; i++)
                Compare(ledger.Latest, random, ref compared, ref resolved);
        }, iter: Ledgers, threads: 1);
        output.WriteLine($"{compared:N0} states compared over {Ledgers} ledgers, {resolved:N0} of measures that were resolved");
        Assert.True(resolved > compared / 3, $"only {resolved} of {compared} were resolved");
    }

    [Fact]
    public void A_measure_on_which_too_many_act_to_be_resolved_stands_as_the_fold_has_it()
    {
        var (ledger, history) = (MergedLedger.Empty(), new RecordedHistory(new ExportControlsLedger(), "instrument"));
        Assert.True(history.TryRecord(Act.Of("act-1", "2025-01-01", Effects.Publish("1"), Effects.Introduce("act-1/1", "2025-01-10"))));
        for (var number = 2; number < MeasureTimelines.UsualRows + 50; number++)
        {
            var day = new LocalDate(2025, 1, 1).PlusDays(number * 9);
            Assert.True(history.TryRecord(Act.Of(
                $"act-{number}", $"{day:uuuu-MM-dd}", Effects.Publish($"{number}"), Effects.Suspend("act-1/1", $"{day.PlusDays(2):uuuu-MM-dd}", through: $"{day.PlusDays(5):uuuu-MM-dd}"))));
        }
        foreach (var recorded in history.Events)
            ledger.Record([recorded.Event]);
        ledger.Resolve();
        var (compared, resolved) = (0, 0);
        for (var seed = 0; seed < 40; seed++)
            Compare(ledger.Latest, new Random(seed), ref compared, ref resolved);
        Assert.True(resolved > compared / 3, $"only {resolved} of {compared} were resolved");
        var index = ledger.Latest.Index;
        Assert.True(index.Timelines.Store.TryRead(index.Ids.Measures.Added[0], out _, out var head));
        Assert.Equal(int.MaxValue, index.Timelines.Store.ThroughOf(head));
    }

    [Fact]
    public void More_measures_than_one_core_goes_through_at_a_time_are_told_in_natural_order()
    {
        const int Acts = 40, MeasuresOfAct = 60;
        var (ledger, history) = (MergedLedger.Empty(), new RecordedHistory(new ExportControlsLedger(), "instrument"));
        foreach (var act in Enumerable.Range(0, Acts).OrderBy(act => act * 7 % Acts))
        {
            var measures = Enumerable.Range(1, MeasuresOfAct).Select(measure => (EventBody)Effects.Introduce($"act-{act}/{measure}", $"2025-{1 + (measure % 12):00}-10"));
            Assert.True(history.TryRecord(Act.Of($"act-{act}", "2025-01-01", [Effects.Publish($"{act}"), .. measures])));
        }
        foreach (var recorded in history.Events)
            ledger.Record([recorded.Event]);
        var (compared, resolved) = (0, 0);
        for (var seed = 0; seed < 4; seed++)
            Compare(ledger.Latest, new Random(seed), ref compared, ref resolved);
        Assert.True(compared > Acts * MeasuresOfAct, $"only {compared} were compared");
    }

    [Fact]
    public void Records_that_others_took_the_place_of_are_let_go_and_those_that_stand_are_kept()
    {
        Gen.Select(Gen.Int[1, 40], Gen.Byte.Array[3, 200]).Array[1, 300].Sample(records =>
        {
            var (store, last) = (new TimelineStore(), new Dictionary<int, (byte[] Record, int Through)>());
            for (var through = 0; through < records.Length; through++)
            {
                var (measure, record) = records[through];
                store.Add(measure, record, through);
                last[measure] = (record, through);
            }
            var compacted = store.Compacted();
            Assert.Equal(0, compacted.Dead);
            Assert.Equal(last.Count, Enumerable.Range(0, compacted.Heads.Count).Count(measure => compacted.TryRead(measure, out _, out _)));
            Assert.Equal(records.Sum(record => record.Item2.Length) - last.Values.Sum(each => each.Record.Length), store.Dead);
            foreach (var (measure, (record, through)) in last)
            {
                Assert.True(compacted.TryRead(measure, out var found, out var head));
                Assert.Equal((through, record[0]), (compacted.ThroughOf(head), (byte)found.Rows));
            }
        });
    }

    /// <summary>Compares all states at a random coordinate.</summary>
    private static void Compare(LedgerSnapshot ledger, Random random, ref int compared, ref int resolved)
    {
        var cut = new Cut(
            random.Next(2) == 0 ? ledger : ledger.CutAt(random.Next(-1, ledger.Count + 1)), random.Next(2) == 0 ? null : Attempt.DayAt(random.Next(-20, Attempt.Span + 100)), IsProvisional: false);
        var day = Attempt.DayAt(random.Next(-20, Attempt.Span + 120));
        var (index, folded, indexed) = (ledger.Index, World.Folded(cut, Streams).Controls, World.Of(cut).Controls);
        Instant MomentIn(DateTimeZone zone) => LegalTime.CloseOf(day, zone);
        var (expected, found) = (folded.States(MomentIn, _ => true).ToList(), indexed.States(MomentIn, _ => true).ToList());
        Assert.Equal(expected, found);
        foreach (var state in expected)
        {
            Assert.Equal(state, indexed.StateOf(state.Id, MomentIn));
            var (measure, position, published) = (index.Symbol(state.Id), (int)cut.Ledger.Position, PublishedCut.Of(cut.Published));
            resolved += index.Timelines.Find(measure, position, published, out _, out _) == Foreknown.Timeline || index.Timelines.Disputed(measure, position).IsTold ? 1 : 0;
        }
        compared += expected.Count;
    }
}
