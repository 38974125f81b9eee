using CsCheck;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Examining;
using Ledger.Timeline.Sequencing;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Specs.Indexing;

/// <summary>An examination that could not find a fault would prove nothing: one that knows less than it should is found, with both answers.</summary>
public sealed class ExaminationSpecs
{
    private static readonly PolicyStreams Streams = PolicyStreams.Under("");

    [Fact]
    public void What_answers_from_an_older_ledger_is_found_and_both_answers_are_told()
    {
        var ledger = MergedLedger.Empty();
        foreach (var command in MergedLedger.CommandsOf(MergedLedger.Any.Single()))
            ledger.Record(command);
        var (latest, day) = (ledger.Latest, new LocalDate(2030, 1, 1));
        var examination = new Examination(Streams, latest);
        var (now, before) = (new Cut(latest, null, IsProvisional: false), new Cut(latest.CutAt(0), null, IsProvisional: false));
        var coordinate = new Coordinate(day, null, now, LocalDatePattern.Iso.Format(day));
        var subjects = FindAnswers.Ids(examination.Latest.Folded).Select(Subject.Show).ToList();

        Assert.All(subjects, subject => Assert.Null(examination.Compare(subject, coordinate, examination.WorldsOf(now))));
        var differences = subjects.Select(subject => examination.Compare(subject, coordinate, (World.Folded(now, Streams), World.Of(before)))).OfType<Difference>().ToList();
        Assert.NotEmpty(differences);
        Assert.All(differences, difference => Assert.NotEqual(difference.Folded, difference.Indexed));
    }

    [Fact]
    public void A_way_of_answering_that_fails_where_the_other_does_not_is_a_difference()
    {
        var examination = new Examination(Streams, MergedLedger.Empty().Latest);
        var cut = new Cut(MergedLedger.Empty().Latest, null, IsProvisional: false);
        var calls = 0;
        var failing = new Subject("fails the second time", (_, _, _) => calls++ == 0 ? new Api.Timeline.V1.ShowResponse { Answered = new() { Position = 1 } } : throw new InvalidOperationException("out of order"));
        var difference = examination.Compare(failing, new Coordinate(new LocalDate(2030, 1, 1), null, cut, "2030-01-01"), examination.WorldsOf(cut));
        Assert.Contains("out of order", difference!.Indexed, StringComparison.Ordinal);
    }
}
