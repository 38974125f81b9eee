using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Specs.ExportControls;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Specs.Time;

/// <summary>Asks the domain itself what holds at a coordinate: effective as a civil day or an instant, published, and known as a position.</summary>
public abstract class TimeSpec : ExportControlsSpec
{
    private protected const string No57 = "cn-mofcom-2025-57";
    private protected const string Ho = No57 + "/1";
    private protected const string No70 = "cn-mofcom-2025-70";

    private protected static Question Trade(params string[] goods) =>
        Question.Nothing with { Goods = goods.Select(GoodsKey.Parse).ToItems(), Origin = "CN", ExportedFrom = "CN" };

    private protected Controls Controls(string? published = null, int? known = null) =>
        new(Versions.Visible(Events.Take(known ?? Events.Count), published is null ? null : LegalMoment.Parse(published).LatestDay));

    private protected MeasureLife Life(string measure, Question? question = null, string? published = null, int? known = null) =>
        MeasureLife.Of(Controls(published, known), measure, question ?? Question.Nothing)
        ?? throw new InvalidOperationException($"nothing visible introduces {measure}");

    private protected MeasureAnswer On(string effective, string measure, Question? question = null, string? published = null, int? known = null)
    {
        var life = Life(measure, question, published, known);
        return life.At(Moment(effective, life.Zone));
    }

    private protected Status StatusOn(string effective, string measure, Question? question = null, string? published = null) =>
        On(effective, measure, question, published).Status;

    private protected Check Check(Question question, string effective, string? published = null, int? known = null) =>
        new(Controls(published, known), question, zone => Moment(effective, zone));

    private protected Listing? ListedAs(string measure, Question question, string effective, string? published = null) =>
        Check(question, effective, published).Findings.SingleOrDefault(finding => finding.Life.Id == measure)?.Listing;

    private protected EverApplied EverApplied(string effective, string measure, Question? question = null)
    {
        var life = Life(measure, question);
        return life.EverAppliedBy(Moment(effective, life.Zone));
    }

    private protected Change? NextChange(string effective, string measure, Question? question = null, string? published = null)
    {
        var life = Life(measure, question, published);
        return Change.Following(life, Moment(effective, life.Zone));
    }

    /// <summary>Statuses on several days, as <c>day status</c>, so that a life reads as a table.</summary>
    private protected void ThenStatuses(string measure, params (string Effective, Status Status)[] statuses) =>
        ThenStatuses(measure, Question.Nothing, statuses);

    private protected void ThenStatuses(string measure, Question question, params (string Effective, Status Status)[] statuses) =>
        Assert.Equal(
            string.Join('\n', statuses.Select(expected => $"{expected.Effective} {expected.Status}")),
            string.Join('\n', statuses.Select(expected => $"{expected.Effective} {StatusOn(expected.Effective, measure, question)}")));

    private protected static Instant Moment(string effective, DateTimeZone zone) =>
        effective.EndsWith('Z')
            ? InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm'Z'").Parse(effective).Value
            : LegalTime.CloseOf(LocalDatePattern.Iso.Parse(effective).Value, zone);

    private protected static string LocalDay(Change change) => LegalTime.DayOf(change.At, change.Life.Zone).ToString("uuuu-MM-dd", null);
}
