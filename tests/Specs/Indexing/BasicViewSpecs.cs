using CsCheck;
using Google.Protobuf.Collections;
using Ledger.Api.Timeline.V1;
using Ledger.Kernel;
using Ledger.Specs.Properties;
using Ledger.Specs.Telling;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Sequencing;

namespace Ledger.Specs.Indexing;

/// <summary>What a basic view tells is what the full one tells of the same, and is the same from the index and from the fold. A failure prints its seed.</summary>
public sealed class BasicViewSpecs(ITestOutputHelper output)
{
    private static readonly int Ledgers = Math.Max(4, Samples.Ledgers / 20);

    private static readonly PolicyStreams Streams = PolicyStreams.Under("");

    [Fact]
    public void A_basic_view_tells_by_numbers_what_the_full_one_tells()
    {
        var (measures, findings) = (0, 0);
        MergedLedger.Any.Sample(drawn =>
        {
            var (random, ledger) = (new Random(drawn.Seed), MergedLedger.Empty());
            ledger.Latest.Index.Timelines.MostRows = random.Next(3) * 12;
            foreach (var command in MergedLedger.CommandsOf(drawn))
                ledger.Record(command);
            for (var i = 0; i < 4; i++)
            {
                var cut = new Cut(ledger.Latest.CutAt(random.Next(ledger.Latest.Count / 2, ledger.Latest.Count + 1)), random.Next(2) == 0 ? null : Attempt.DayAt(random.Next(0, Attempt.Span + 60)), IsProvisional: false);
                var (world, folded, coordinate) = (World.Of(cut), World.Folded(cut, Streams), IndexSpecs.CoordinateIn(cut, random));
                foreach (var id in world.Controls.Measures)
                {
                    var (basic, full) = (ShowAnswers.BasicOf(world, coordinate, id)!, ShowAnswers.Of(world, world, coordinate, id));
                    Assert.Equal(ShowAnswers.BasicOf(folded, coordinate, id), basic);
                    Assert.Equal((full.Answered, full.Measure.Status, full.Measure.Certainty, full.Measure.Value), (basic.Answered, basic.Measure.Status, basic.Measure.Certainty, basic.Measure.Value));
                    AreOf(cut, full.Measure.Acts, basic.Measure.RestsOn);
                    measures++;
                }
                foreach (var question in (Question[])[new Question { Goods = { "element:Ho" } }, new Question { Goods = { "element:Dy", "hs:284690" }, Origin = "CN", Destination = "US" }, new Question()])
                {
                    var (basic, full) = (CheckAnswers.BasicOf(world, coordinate, question, "question"), CheckAnswers.Of(world, coordinate, question, "question"));
                    Assert.Equal(CheckAnswers.BasicOf(folded, coordinate, question, "question"), basic);
                    Assert.Equal((full.Answered, full.Headline), (basic.Answered, basic.Headline));
                    Assert.Equal(ToldOf(full.NextChange), ToldOf(basic.NextChange));
                    foreach (var (told, known) in ListsOf(full).Zip(ListsOf(basic)))
                    {
                        Assert.Equal(told.Select(Numbers), known.Select(Numbers));
                        Assert.All(told.Zip(known), pair => AreOf(cut, pair.First.Acts, pair.Second.RestsOn));
                        findings += known.Count;
                    }
                }
            }
        }, iter: Ledgers, threads: 1);
        output.WriteLine($"{measures:N0} measures and {findings:N0} findings compared over {Ledgers} ledgers");
        Assert.True(measures > Ledgers && findings > Ledgers, $"only {measures} measures and {findings} findings");
    }

    [Fact]
    public void An_entity_that_is_no_measure_and_one_that_is_not_introduced_have_no_basic_view()
    {
        var cut = new Cut(MergedLedger.Empty().Latest, null, IsProvisional: false);
        Assert.Null(ShowAnswers.BasicOf(World.Of(cut), new Coordinate(Attempt.DayAt(0), null, cut, "2025-01-01"), "act-1/1"));
    }

    /// <summary>What it rests on is among the acts that are told.</summary>
    private static void AreOf(Cut cut, IEnumerable<Cause> acts, IEnumerable<long> positions)
    {
        var told = acts.Select(act => act.Reference).ToHashSet();
        Assert.NotEmpty(positions);
        Assert.All(positions, position => Assert.Contains(Reference(cut, position), told));
    }

    private static string Reference(Cut cut, long position) => cut.Ledger[position].Event.Place is { } place ? $"{place.Act}#{place.Ordinal}" : "";

    private static (Requirement, string, Status, Certainty, object?) Numbers(Finding finding) => (finding.Requirement, finding.Measure, finding.Status, finding.Certainty, finding.Value);

    private static (string, string, string, string, Status)? ToldOf(NextChange? change) => change is null ? null : (change.On, change.At, change.Zone, change.Entity, change.Status);

    private static RepeatedField<Finding>[] ListsOf(CheckResponse answer) =>
        [answer.Applies, answer.Charges, answer.Suspended, answer.Exempted, answer.Announced, answer.Possible, answer.Conditional];
}
