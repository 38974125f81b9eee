using System.Globalization;
using System.Text;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Specs.Properties;

/// <summary>
/// What the domain answers about a set of visible effects, as text that two ledgers can be compared by. A variety picks some of the questions
/// and days, so that many ledgers are compared in little time and all of them by some.
/// </summary>
internal static class InstrumentAnswers
{
    public static readonly Question[] Questions =
    [
        Question.Nothing,
        Of("element:Ho"),
        Of("element:Ho") with { Destination = "US" },
        Of("element:Dy", "product:magnet") with { Destination = "DE", Parties = ["Acme"] },
        Of("hs:284690") with { Destination = "JP" },
    ];

    public static Instant Moment(int day) => LegalTime.CloseOf(Attempt.DayAt(day), Jurisdictions.ZoneOf("CN")!);

    public static string Of(IEnumerable<Effect> visible, int variety)
    {
        var controls = new Controls(visible);
        var text = new StringBuilder();
        Question[] questions = [Questions[variety % Questions.Length], Questions[(variety + 2) % Questions.Length]];
        int[] days = [variety % 60, 60 + (variety % 71), 140 + (variety % 83)];
        foreach (var id in controls.Measures.Concat(controls.Instruments).Order(StringComparer.Ordinal))
        {
            foreach (var question in controls.Measure(id) is null ? [Question.Nothing] : questions)
            {
                var life = MeasureLife.Of(controls, id, question)!;
                foreach (var day in days)
                    text.Append(CultureInfo.InvariantCulture, $"{id} day {day}: ").Append(Of(life, Moment(day))).AppendLine();
            }
        }
        var check = new Check(controls, questions[0], _ => Moment(days[1]));
        text.Append(CultureInfo.InvariantCulture, $"{check.Headline} {check.NextChange(byDay: false)?.At}: ")
            .AppendJoin(", ", check.Findings.Select(finding => $"{finding.Life.Id} {finding.Listing}")).AppendLine();
        return text.ToString();
    }

    /// <summary>Every instant at which any date of any effect that acts on a measure comes or goes, and the hours around them.</summary>
    public static IEnumerable<Instant> EveryBoundary(MeasureLife life) =>
        life.Acting.SelectMany(Readings.BoundariesOf).SelectMany(boundary => new[] { boundary - Duration.Epsilon, boundary, boundary + Duration.FromHours(1) }).Distinct().Order();

    private static string Of(MeasureLife life, Instant moment)
    {
        var answer = life.At(moment);
        return $"{answer.Status} {answer.IsCertain} {answer.Counts} {answer.IsPossible} {answer.Match.Overall} {answer.Value} by {answer.Terms.ScopeBy.Reference} {answer.Terms.ValueBy.Reference} "
            + $"for {References(answer.Because)} parts {References(answer.Parts)} dangling {References(life.DanglingAt(moment))}";
    }

    private static string References(IEnumerable<Effect> effects) => string.Join(' ', effects.Select(effect => effect.Reference));

    private static Question Of(params string[] goods) => Question.Nothing with { Goods = goods.Select(GoodsKey.Parse).ToItems() };
}
