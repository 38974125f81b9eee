using Google.Protobuf.Collections;
using Ledger.Api;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Controls = Ledger.Api.ExportControls.V1;
using Wire = Ledger.Api.Timeline.V1;

namespace Ledger.Timeline.Answers;

/// <summary>Answers to a check (DESIGN section 4, <i>Check</i>).</summary>
internal static class CheckAnswers
{
    public static Wire.CheckResponse Of(World world, Coordinate coordinate, Wire.Question asked, string path)
    {
        var question = Questions.Read(asked, path);
        var check = new Check(world.Controls, question, coordinate.MomentIn);
        var stated = asked.Clone();
        stated.ExportedFrom = question.ExportedFrom ?? "";
        var response = new Wire.CheckResponse
        {
            Answered = coordinate.Answered, Headline = Wording.Of(check.Headline), Question = stated,
            ExportedFromAssumed = asked.ExportedFrom.Length == 0 && question.Origin is not null,
        };
        foreach (var finding in check.Findings)
            ListOf(response, finding.Listing).Add(ToProto(finding, world, coordinate));
        response.Coverage.AddRange(Coverage(world, coordinate, question));
        if (check.NextChange(byDay: coordinate.Day is not null) is { } next)
            response.NextChange = next.ToProto(world, coordinate);
        if (coordinate.Day is not null && check.ChangedDuring(coordinate.StartIn) is { } during)
        {
            response.ChangedDuringDay =
                $"the answer changed at {Wording.Local(during.At, during.Life.Zone)}, when {world.TitleOf(during.Life.Id)} ({during.Life.Id}) went from {Told(during.Before)} to {Told(during.After)}";
        }
        response.Summary = Summary(world, check, response);
        return response;
    }

    /// <summary>By numbers alone: no effect is read for it that the index has resolved.</summary>
    public static Wire.CheckResponse BasicOf(World world, Coordinate coordinate, Wire.Question asked, string path)
    {
        var check = new Check(world.Controls, Questions.Read(asked, path), coordinate.MomentIn);
        var response = new Wire.CheckResponse { Answered = coordinate.Answered, Headline = Wording.Of(check.Headline) };
        foreach (var (life, bearing, listing, moment) in check.Findings)
        {
            var proto = new Wire.Finding
            {
                Measure = life.Id, Requirement = Wording.Of(life.Requirement), Status = Wording.Of(bearing.Status), Certainty = Wording.Certainty(bearing.IsCertain), Value = Wording.Of(bearing.Value),
            };
            proto.RestsOn.AddRange(life.RestsOnAt(moment));
            ListOf(response, listing).Add(proto);
        }
        if (check.NextChange(byDay: coordinate.Day is not null) is { } next)
            response.NextChange = Changes.Of(coordinate, next.At, next.Life.Zone, "", next.Life.Id, Wording.Of(next.Life.BearingAt(next.At).Status), "");
        return response;
    }

    private static RepeatedField<Wire.Finding> ListOf(Wire.CheckResponse response, Listing listing) => listing switch
    {
        Listing.Applies => response.Applies,
        Listing.Charge => response.Charges,
        Listing.Suspended => response.Suspended,
        Listing.Exempted => response.Exempted,
        Listing.Announced => response.Announced,
        Listing.Possible => response.Possible,
        Listing.Conditional => response.Conditional,
        _ => throw new InvalidOperationException($"{listing} is not listed"),
    };

    private static string Told(MeasureAnswer answer) =>
        answer.Counts ? answer.Value is { } value ? Words.Of(value) : Wording.Phrase(answer.Status) : Wording.Phrase(answer.Status);

    /// <summary>"licence required, by No. 18 of 2025", and in sentences behind it the charges and, where nothing restricts, what nearly does.</summary>
    private static string Summary(World world, Check check, Wire.CheckResponse response)
    {
        var sentences = new List<string>();
        if (check.Headline == Requirement.None)
        {
            sentences.Add(Wording.Phrase(check.Headline));
        }
        else
        {
            var acts = check.Findings.Where(finding => finding.Listing == Listing.Applies && finding.Life.Measure!.Requirement == check.Headline)
                .Select(finding => world.TitleOf(finding.Life.Id)).Distinct();
            sentences.Add($"{Wording.Phrase(check.Headline)}, by {Words.List(acts)}");
        }
        if (response.Charges.Count > 0)
            sentences.Add($"Charged {Words.List(response.Charges.Select(charge => $"{(charge.Value is null ? "" : Words.Of(Transcription.Fact<Quantity>(charge.Value, "value")) + " ")}by {charge.InstrumentName}"))}");
        if (check.Headline == Requirement.None)
        {
            sentences.AddRange(response.Suspended.Select(finding => $"{finding.InstrumentName} is {finding.Reason.Replace(Never, " and never applied", StringComparison.Ordinal)}").Distinct());
            sentences.AddRange(response.Announced.Select(finding => $"{finding.InstrumentName} was {finding.Reason.Replace(NotYet, " and is not yet in force", StringComparison.Ordinal)}").Distinct());
        }
        return string.Join(". ", sentences);
    }

    private static Wire.Finding ToProto(Finding finding, World world, Coordinate coordinate)
    {
        var (life, answer) = (finding.Life, finding.Answer);
        var proto = new Wire.Finding
        {
            Measure = life.Id, Instrument = Ids.InstrumentOf(life.Id), InstrumentName = world.TitleOf(life.Id),
            Title = life.Measure!.Title ?? (world.Controls.Instrument(Ids.InstrumentOf(life.Id))?.Body as InstrumentPublished)?.Title ?? "",
            Type = Transcription.ValueOf<Controls.MeasureType>(life.Measure.Type), Requirement = Wording.Of(life.Measure.Requirement),
            Status = Wording.Of(answer.Status), Certainty = Wording.Certainty(answer.IsCertain), EverApplied = Wording.Of(life.EverAppliedBy(finding.Moment)),
            Value = Wording.Of(answer.Value), Reason = Reason(finding, world),
        };
        if (life.EndOfEnforcement(finding.Moment) is { Body: EnforcementEnded ended })
            proto.EnforcedUntil = ended.Effective.Text;
        proto.Remarks.AddRange(answer.Match.Remarks);
        proto.Remarks.AddRange(answer.Parts.Select(part => $"{world.TitleOf(part.Entity)} {Plain.Summary(part.Body)}: the question does not say whether it lies in that part"));
        proto.OpenKeys.AddRange(answer.Match.OpenKinds);
        proto.Jurisdictions.AddRange(life.Introduction.Jurisdictions);
        proto.Acts.AddRange(MeasureAnswers.ActsOf(life).Select(effect => effect.ToCause(world)));
        if (Change.Following(life, finding.Moment) is { } next)
            proto.NextChange = next.ToProto(world, coordinate);
        return proto;
    }

    private const string Never = ", never applied";
    private const string NotYet = ", not yet in force";

    /// <summary>Why a measure is listed where it is.</summary>
    private static string Reason(Finding finding, World world)
    {
        var answer = finding.Answer;
        var never = finding.Life.EverAppliedBy(finding.Moment) == EverApplied.No ? Never : "";
        return finding.Listing switch
        {
            Listing.Applies or Listing.Charge when answer.Status == Status.InForce => "in force",
            Listing.Applies or Listing.Charge => $"in force; {Wording.Phrase(answer.Status)} by {Names(answer.Because, world)}",
            Listing.Suspended => $"suspended by {Names(answer.Because, world)}{never}",
            Listing.Exempted => $"exempted by {Names(answer.Because, world)}{never}",
            Listing.Announced => $"announced on {finding.Life.Introduction.AnnouncedOn}{NotYet}",
            Listing.Possible => $"possible: the dates recorded allow it to apply, and not to ({Wording.Phrase(answer.Status)})",
            Listing.Conditional when answer.Match.OpenKinds.IsEmpty => "conditional: it reaches dual-use items, and whether these are is not established by the acts recorded",
            Listing.Conditional => $"conditional: its scope states {Words.List(answer.Match.OpenKinds)}, which the question leaves open",
            _ => throw new InvalidOperationException($"{finding.Listing} is not listed"),
        };
    }

    private static string Names(Items<Effect> because, World world) =>
        because.IsEmpty ? "an act on its parts" : Words.List(because.Select(effect => $"{world.TitleOf(effect.Entity)}{Ends(effect)}").Distinct());

    private static string Ends(Effect effect) => Plain.Dates(effect.Body).Ends is { } ends ? $" {ends}" : "";

    /// <summary>What the editors state of completeness for the jurisdictions of the route.</summary>
    private static IEnumerable<Wire.Coverage> Coverage(World world, Coordinate coordinate, Question question)
    {
        var route = new[] { question.Origin, question.ExportedFrom, question.Destination }.OfType<string>().ToHashSet();
        return route.SelectMany(world.CoverageOf).Order(LegalOrder.Instance).Select(effect =>
        {
            var stated = (CoverageStated)effect.Body;
            var day = LegalTime.DayOf(coordinate.MomentIn(effect.Zone), effect.Zone);
            return new Wire.Coverage
            {
                Jurisdiction = stated.Jurisdiction, Kinds = { stated.Kinds.Select(kind => Words.Of(kind)) }, Goods = { stated.Goods },
                Through = stated.Through.Text, Remarks = stated.Remarks ?? "", Covers = day <= stated.Through.EarliestDay, Reference = effect.Reference,
            };
        });
    }
}
