using CsCheck;
using Ledger.Kernel;
using Ledger.Specs.Properties;
using Ledger.Specs.Telling;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Examining;
using Ledger.Timeline.Sequencing;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Specs.Indexing;

/// <summary>The index equals the plain fold, byte for byte, at any coordinate, whatever was recorded in whatever order. A failure prints its seed and the ledger.</summary>
public sealed class IndexSpecs(ITestOutputHelper output)
{
    /// <summary>Ledgers compared at many coordinates: each costs some thousand comparisons. LEDGER_SAMPLES raises it.</summary>
    private static readonly int Ledgers = Math.Max(4, Samples.Ledgers / 16);

    /// <summary>Answers compared, where nothing else is asked for.</summary>
    private const long Least = 100_000;

    /// <summary>Days and instants at which everything is asked, under each pair of cuts.</summary>
    private const int CoordinatesEach = 3;

    private static readonly PolicyStreams Streams = PolicyStreams.Under("");

    [Fact]
    public void The_index_answers_as_the_fold_does_at_any_coordinate()
    {
        var compared = 0L;
        MergedLedger.Any.Sample(drawn =>
        {
            var random = new Random(drawn.Seed);
            var ledger = MergedLedger.Empty();
            // Half of the ledgers take every measure on which more than two act for a disputed one.
            if (random.Next(2) == 0)
                ledger.Latest.Index.Timelines.MostRows = 2;
            foreach (var command in MergedLedger.CommandsOf(drawn))
            {
                ledger.Record(command);
                if (random.Next(12) == 0)
                    ledger.Resolve();
                // Also while the ledger grows: what was asked last keeps nothing of what comes.
                if (random.Next(12) == 0)
                    Interlocked.Add(ref compared, Compare(ledger.Latest, random, cuts: 1, subjects: 6, coordinates: 1));
            }
            ledger.Resolve();
            Interlocked.Add(ref compared, Compare(ledger.Latest, random, cuts: 6, subjects: int.MaxValue, CoordinatesEach));
        }, iter: Ledgers, threads: 2);
        output.WriteLine($"{compared:N0} answers compared over {Ledgers} ledgers");
        Assert.True(compared >= Least * Samples.Ledgers / Samples.Usual, $"only {compared} answers were compared");
    }

    /// <summary>Compares at random cuts of knowledge, at random days and instants; how many answers were compared.</summary>
    private static long Compare(LedgerSnapshot ledger, Random random, int cuts, int subjects, int coordinates)
    {
        var compared = 0L;
        var examination = new Examination(Streams, ledger);
        for (var i = 0; i < cuts; i++)
        {
            var cut = new Cut(
                i == 0 ? ledger : ledger.CutAt(random.Next(-1, ledger.Count + 1)), random.Next(2) == 0 ? null : Attempt.DayAt(random.Next(-20, Attempt.Span + 100)), IsProvisional: false);
            var worlds = examination.WorldsOf(cut);
            Assert.Equal(worlds.Folded.Counted, worlds.Indexed.Counted);
            foreach (var subject in Subjects(examination.Latest.Folded, random).Take(subjects))
            {
                for (var asked = 0; asked < coordinates; asked++)
                {
                    var difference = examination.Compare(subject, CoordinateIn(cut, random), worlds);
                    Assert.True(difference is null, $"{difference}\n known {cut.Ledger.Position} of {ledger.Position}, published {cut.Published}");
                    compared++;
                }
            }
        }
        return compared;
    }

    internal static IEnumerable<Subject> Subjects(World latest, Random random)
    {
        var ids = FindAnswers.Ids(latest).Append("act-1/nothing").OrderBy(_ => random.Next()).ToList();
        var checks = latest.Controls.Measures.SelectMany(measure => Subject.ChecksOf(latest, measure, random)).OrderBy(_ => random.Next()).Take(20);
        return ids.SelectMany(id => new[] { Subject.Show(id), Subject.History(id, Streams) }).Concat(checks).Append(Subject.InForce).Append(Subject.Commitments).OrderBy(_ => random.Next()).ToList();
    }

    internal static Coordinate CoordinateIn(Cut cut, Random random)
    {
        var day = Attempt.DayAt(random.Next(-20, Attempt.Span + 120));
        if (random.Next(4) > 0)
            return new Coordinate(day, null, cut, LocalDatePattern.Iso.Format(day));
        var instant = day.AtMidnight().InUtc().ToInstant() + Duration.FromMinutes(random.Next(0, 24 * 60));
        return new Coordinate(null, instant, cut, InstantPattern.ExtendedIso.Format(instant));
    }
}
