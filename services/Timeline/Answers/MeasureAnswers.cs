using Ledger.Api;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;
using Common = Ledger.Api.Common.V1;
using Controls = Ledger.Api.ExportControls.V1;
using Wire = Ledger.Api.Timeline.V1;

namespace Ledger.Timeline.Answers;

/// <summary>Instruments, clauses and measures as they stand at a coordinate.</summary>
internal static class MeasureAnswers
{
    /// <summary>Characters of a moment that tell its local day and minute.</summary>
    private const int LocalMinute = 16;

    public static Wire.InstrumentState Instrument(World world, Coordinate coordinate, string id)
    {
        var introduction = world.Controls.Instrument(id)!;
        var published = (InstrumentPublished)introduction.Body;
        var measures = Measures(world, coordinate, id);
        var proto = new Wire.InstrumentState
        {
            Id = id, Name = $"{Plain.NameOf(published)}{(published.Issuers.IsEmpty || published.Number is null ? "" : $" ({Words.List(published.Issuers)})")}",
            Title = published.Title, Kind = Transcription.ValueOf<Controls.InstrumentKind>(published.Kind), Issuers = { published.Issuers },
            Jurisdictions = { introduction.Jurisdictions }, AnnouncedOn = introduction.AnnouncedOn.Text, Effective = published.Effective?.Text ?? "",
            Citations = { Wording.Of(introduction.Reads.Event.Citations) },
        };
        proto.Measures.AddRange(measures);
        var own = MeasureLife.Of(world.Controls, id, Question.Nothing)!;
        var moment = coordinate.MomentIn(own.Zone);
        proto.Status = measures.Count > 0 ? OfAll(measures.Select(measure => measure.Status)) : Wording.Of(own.At(moment).Status);
        proto.Certainty = Wording.Certainty(measures.Count > 0 ? measures.All(measure => measure.Certainty == Wire.Certainty.Certain) : own.At(moment).IsCertain);
        proto.NextChange = measures.Count > 0 ? Earliest(measures.Select(measure => measure.NextChange))
            : Change.Following(own, moment) is { } next ? next.ToProto(world, coordinate) : null;
        var effects = world.Controls.Of(id);
        proto.ActsOn.AddRange(effects.Where(effect => Targets.Of(effect.Body) is not null).Select(effect => ActedOn(effect, world, coordinate)));
        proto.Proceedings.AddRange(Proceedings(effects, coordinate));
        proto.Claims.AddRange(world.ClaimsAbout(id).Select(claim => claim.ToClaim()));
        return proto;
    }

    public static Wire.ClauseState Clause(World world, Coordinate coordinate, string id)
    {
        var measures = Measures(world, coordinate, id);
        return new Wire.ClauseState
        {
            Id = id, Status = OfAll(measures.Select(measure => measure.Status)),
            Certainty = Wording.Certainty(measures.All(measure => measure.Certainty == Wire.Certainty.Certain)), Measures = { measures },
            NextChange = Earliest(measures.Select(measure => measure.NextChange)),
        };
    }

    public static Wire.MeasureState Measure(World world, Coordinate coordinate, string id)
    {
        var life = MeasureLife.Of(world.Controls, id, Question.Nothing)!;
        var moment = coordinate.MomentIn(life.Zone);
        var answer = life.At(moment);
        var measure = life.Measure!;
        var proto = new Wire.MeasureState
        {
            Id = id, Instrument = Ids.InstrumentOf(id), InstrumentName = world.TitleOf(id), Title = measure.Title ?? "",
            Type = Transcription.ValueOf<Controls.MeasureType>(measure.Type), Requirement = Transcription.ValueOf<Controls.Requirement>(measure.Requirement),
            Status = Wording.Of(answer.Status), Certainty = Wording.Certainty(answer.IsCertain), EverApplied = Wording.Of(life.EverAppliedBy(moment)),
            Scope = answer.Terms.Scope is { } scope ? world.Told.Scope(scope) : null, Value = Wording.Of(answer.Value),
        };
        if (life.EndOfEnforcement(moment) is { Body: EnforcementEnded ended })
            proto.EnforcedUntil = ended.Effective.Text;
        proto.Parts.AddRange(life.Acting.Where(effect => Targets.PartOf(effect.Body) is { } part && part.Measures.IsEmpty)
            .Select(effect => $"{world.TitleOf(effect.Entity)} {Plain.Summary(effect.Body)}{Spanning(effect)}"));
        proto.Acts.AddRange(ActsOf(life).Select(effect => effect.ToCause(world)));
        if (Change.Following(life, moment) is { } next)
            proto.NextChange = next.ToProto(world, coordinate);
        proto.Jurisdictions.AddRange(life.Introduction.Jurisdictions);
        if (coordinate.Day is not null && DuringDay(life, coordinate) is { } during)
            proto.ChangedDuringDay = during;
        proto.Claims.AddRange(world.ClaimsAbout(id).Select(claim => claim.ToClaim()));
        if (Standing.IsOver(answer.Status))
            proto.Moot.AddRange(life.HoldsLeftAt(moment).Select(hold => $"{hold.First.Reference} is moot: {id} is {Wording.Phrase(answer.Status)}"));
        return proto;
    }

    /// <summary>The acts that make a measure as it is, in legal order.</summary>
    public static IEnumerable<Effect> ActsOf(MeasureLife life) =>
        life.Acting.Where(effect => effect.Recorded.Position == life.Introduction.Recorded.Position || effect.Body is not (InstrumentPublished or MeasureIntroduced));

    /// <summary>Effects whose target is not there, or that find nothing to act on, at the coordinate.</summary>
    public static IEnumerable<Effect> Dangling(World world, Coordinate coordinate, string id)
    {
        var own = world.Controls.Of(Ids.InstrumentOf(id)).Where(effect => Targets.Of(effect.Body) is { } target && !world.Controls.IsResolved(target));
        var lives = world.Controls.MeasuresUnder(id).Select(measure => MeasureLife.Of(world.Controls, measure, Question.Nothing)!);
        return own.Concat(lives.SelectMany(life => life.DanglingAt(coordinate.MomentIn(life.Zone)))).Distinct();
    }

    private static List<Wire.MeasureState> Measures(World world, Coordinate coordinate, string id) =>
        [.. world.Controls.MeasuresUnder(id).Select(measure => Measure(world, coordinate, measure))];

    private static Wire.Status OfAll(IEnumerable<Wire.Status> statuses) =>
        statuses.Distinct().ToList() is [var one] ? one : Wire.Status.Mixed;

    private static Wire.NextChange? Earliest(IEnumerable<Wire.NextChange?> changes) =>
        // Asked for a day the first civil date, and on it the earliest local moment; asked for an instant the first instant (DESIGN T4).
        changes.OfType<Wire.NextChange>().OrderBy(change => change.On.Length == 0 ? "" : change.At[..LocalMinute], StringComparer.Ordinal)
            .ThenBy(change => Coordinates.Instant(change.At)).FirstOrDefault();

    private static string? DuringDay(MeasureLife life, Coordinate coordinate)
    {
        var (start, close) = (coordinate.StartIn(life.Zone), coordinate.MomentIn(life.Zone));
        var before = life.At(start);
        foreach (var boundary in life.Boundaries.Where(boundary => boundary > start && boundary <= close))
        {
            var after = life.At(boundary);
            if (!life.ReadAlike(before, after))
                return $"it changed at {Wording.Local(boundary, life.Zone)} from {Wording.Phrase(before.Status)} to {Wording.Phrase(after.Status)}{Values(before, after)}";
        }
        return null;
    }

    private static string Values(MeasureAnswer before, MeasureAnswer after) =>
        before.Value == after.Value ? "" : $" ({(before.Value is { } was ? Words.Of(was) : "no value")} to {(after.Value is { } then ? Words.Of(then) : "no value")})";

    private static string Spanning(Effect effect)
    {
        var (effective, ends) = Plain.Dates(effect.Body);
        return $"{(effective is null ? "" : $", from {effective}")}{(ends is null ? "" : $" {ends}")}";
    }

    private static Wire.ActedOn ActedOn(Effect effect, World world, Coordinate coordinate)
    {
        var (effective, ends) = Plain.Dates(effect.Body);
        return new Wire.ActedOn
        {
            Reference = effect.Reference, Summary = Plain.Summary(effect.Body), Target = Targets.Of(effect.Body)!,
            Standing = StandingOf(effect, world, coordinate), Effective = effective ?? "", Ends = ends ?? "",
        };
    }

    /// <summary>What has become of an act on others: running, not yet begun, ended, moot, annulled, or dangling.</summary>
    private static string StandingOf(Effect effect, World world, Coordinate coordinate)
    {
        var target = Targets.Of(effect.Body)!;
        if (!world.Controls.IsResolved(target))
            return "dangling";
        var lives = (Reference.IsEffect(target) ? [] : world.Controls.MeasuresUnder(target).DefaultIfEmpty(Ids.InstrumentOf(target)))
            .Select(id => MeasureLife.Of(world.Controls, id, Question.Nothing)).OfType<MeasureLife>().ToList();
        if (lives.Count > 0 && lives.TrueForAll(life => life.IsVoidAt(coordinate.MomentIn(life.Zone), effect)))
            return "annulled";
        var holds = lives.SelectMany(life => life.LifespansAt(coordinate.MomentIn(life.Zone), Reading.Shown, Targets.PartOf(effect.Body)).SelectMany(span => span.HoldsAt(coordinate.MomentIn(life.Zone)))
            .Where(hold => hold.Links.Contains(effect.Reference)).Select(hold => (Life: life, Hold: hold))).ToList();
        if (holds.Count == 0)
        {
            var moment = coordinate.MomentIn(effect.Zone);
            var starts = Plain.Dates(effect.Body).Effective is { } own && LegalMoment.TryParse(own, out var stated, out _) ? stated : effect.AnnouncedOn;
            return Readings.StartOf(starts, Pull.Counts, Reading.Shown, effect) <= moment ? "in effect" : "not yet in effect";
        }
        if (holds.TrueForAll(each => Standing.IsOver(each.Life.At(coordinate.MomentIn(each.Life.Zone)).Status)))
            return "moot";
        return holds.Exists(each => each.Hold.Runs) ? "running" : holds.TrueForAll(each => each.Hold.IsAhead) ? "not yet begun" : "ended";
    }

    private static IEnumerable<Wire.ProceedingStage> Proceedings(IReadOnlyList<Effect> effects, Coordinate coordinate) =>
        effects.Where(effect => effect.Body is ProceedingStageReached reached
                && Readings.StartOf(effect.OwnDate(reached.Effective), Pull.Counts, Reading.Shown, effect) <= coordinate.MomentIn(effect.Zone))
            .GroupBy(effect => ((ProceedingStageReached)effect.Body).Subject)
            .Select(subject => subject.OrderBy(effect => Readings.StartOf(effect.OwnDate(((ProceedingStageReached)effect.Body).Effective), Pull.Counts, Reading.Shown, effect))
                .ThenBy(effect => effect, LegalOrder.Instance).Last())
            .Select(effect => new Wire.ProceedingStage
            {
                Subject = ((ProceedingStageReached)effect.Body).Subject, Stage = ((ProceedingStageReached)effect.Body).Stage,
                Effective = effect.OwnDate(((ProceedingStageReached)effect.Body).Effective).Text, Reference = effect.Reference,
            });
}
