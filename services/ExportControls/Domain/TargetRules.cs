using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>Rules about what an act acts on, judged at the act's own dates.</summary>
internal static class TargetRules
{
    /// <param name="effect">As it would read.</param>
    /// <param name="target">What it names.</param>
    /// <param name="all">All visible effects: where targets are sought.</param>
    /// <param name="before">Those before it in legal order: what it is judged on.</param>
    /// <param name="acceptsUnresolved">Whether the request accepts targets that are not recorded.</param>
    /// <param name="field">The effect's place in the request.</param>
    public static IEnumerable<Refusal> Judge(Effect effect, string target, Controls all, Controls before, bool acceptsUnresolved, string field)
    {
        if (KindFault(effect.Body, target, all) is { } fault)
            return [ExportControlsRules.TargetKind.Refuse(field, fault)];
        if (effect.Reference == target)
            return [ExportControlsRules.ActsOnItself.Refuse(field, $"{target} names itself")];
        if (!all.IsResolved(target))
        {
            return acceptsUnresolved
                ? []
                : [ExportControlsRules.UnknownTarget.Refuse(field, $"{target} is not recorded; acceptUnresolved records the act all the same")];
        }
        var refusals = new List<Refusal>();
        refusals.AddRange(Order(effect, target, all, field));
        refusals.AddRange(Parts(effect.Body, target, all, field));
        refusals.AddRange(Life(effect, target, all, before, field));
        return refusals;
    }

    /// <summary>The measures (or the instrument itself, where it has none) that a target reaches, through a chain of references if need be.</summary>
    private static IReadOnlyList<string> Reached(string target, Controls controls)
    {
        for (var i = 0; i < 100 && Reference.IsEffect(target); i++)
        {
            if (controls.ByReference(target) is not { } effect)
                return [];
            if (effect.Body is MeasureIntroduced introduced)
                return [introduced.Measure];
            if (Targets.Of(effect.Body) is not { } next)
                return [effect.Entity];
            target = next;
        }
        var measures = controls.MeasuresUnder(target).ToList();
        return measures.Count > 0 ? measures : controls.Instrument(target) is not null ? [target] : [];
    }

    private static string? KindFault(EventBody body, string target, Controls all)
    {
        var isReference = Reference.IsEffect(target);
        var named = isReference ? all.ByReference(target)?.Body : null;
        return body switch
        {
            SuspensionExtended or SuspensionEnded when !isReference => $"a suspension is named as act#ordinal, not '{target}'",
            SuspensionExtended or SuspensionEnded when named is not (null or MeasureSuspended or SuspensionExtended or MeasureRescheduled) => $"{target} is no suspension",
            ExemptionExtended or ExemptionEnded when !isReference => $"an exemption is named as act#ordinal, not '{target}'",
            ExemptionExtended or ExemptionEnded when named is not (null or ExemptionGranted or ExemptionExtended) => $"{target} is no exemption",
            AnnulmentStayed or AnnulmentReversed when !isReference || named is not (null or EffectAnnulled) => $"{target} is no annulment",
            StayEnded when !isReference || named is not (null or AnnulmentStayed) => $"{target} is no stay",
            EffectAnnulled when isReference && named is StatementRecorded or CoverageStated => $"{target} has no legal effect to annul",
            EffectAnnulled => isReference || Ids.IsTarget(target) ? null : $"'{target}' is neither an effect nor an instrument, clause or measure",
            MeasureAmended or MeasureExtended or MeasureRescheduled or MeasureSuspended or MeasureRepealed or MeasureWithdrawn or ExemptionGranted or EnforcementEnded
                when isReference || !Ids.IsTarget(target) => $"'{target}' is not an instrument, clause or measure",
            _ => null,
        };
    }

    private static IEnumerable<Refusal> Order(Effect effect, string target, Controls all, string field)
    {
        if (effect.Body is EffectAnnulled or AnnulmentStayed or StayEnded or AnnulmentReversed
            && FirstOf(target, all) is { } named && LegalOrder.Instance.Compare(named, effect) > 0)
        {
            yield return ExportControlsRules.ReachesBack.Refuse(field, $"{target} was announced on {named.AnnouncedOn}, after this act of {effect.AnnouncedOn}");
        }
    }

    /// <summary>The effect that a target names, or the first that introduces it.</summary>
    private static Effect? FirstOf(string target, Controls all) =>
        Reference.IsEffect(target) ? all.ByReference(target)
        : all.Instrument(target) ?? all.MeasuresUnder(target).Select(all.Measure).OfType<Effect>().Order(LegalOrder.Instance).FirstOrDefault();

    private static IEnumerable<Refusal> Parts(EventBody body, string target, Controls all, string field)
    {
        if (Targets.PartOf(body) is not { } part)
            yield break;
        var measures = Reached(target, all).Select(all.Measure).OfType<Effect>().ToList();
        for (var i = 0; i < part.Measures.Count; i++)
        {
            if (!measures.Exists(measure => Ids.Covers(part.Measures[i], ((MeasureIntroduced)measure.Body).Measure)))
                yield return ExportControlsRules.OutsideScope.Refuse($"{field}.part.measures[{i}]", $"{part.Measures[i]} is not a clause or measure of {target}");
        }
        if (part.Scope is { } within && measures.Count > 0)
        {
            var scopes = measures.SelectMany(measure => ScopesOf(measure, all)).ToList();
            foreach (var key in KeysOutside(within, scopes))
                yield return ExportControlsRules.OutsideScope.Refuse($"{field}.part.scope", $"{key} lies outside the scope of {target}");
        }
        if (part.Slice is { } slice)
        {
            var largest = measures.SelectMany(measure => ValuesOf(measure, all)).Max();
            if (slice.Above < 0 || slice.To <= slice.Above)
                yield return ExportControlsRules.SliceTooLarge.Refuse($"{field}.part.slice", $"the slice from {slice.Above} to {slice.To} is empty or negative");
            else if (largest is null)
                yield return ExportControlsRules.SliceTooLarge.Refuse($"{field}.part.slice", $"{target} has no value of which a slice could be taken");
            else if (slice.Above >= largest || slice.To > largest)
                yield return ExportControlsRules.SliceTooLarge.Refuse($"{field}.part.slice", $"the slice from {slice.Above} to {slice.To?.ToString() ?? "the top"} is larger than the value, {largest}");
        }
    }

    private static IEnumerable<Scope> ScopesOf(Effect measure, Controls all)
    {
        var introduced = (MeasureIntroduced)measure.Body;
        var amended = all.On(measure.Entity).Select(effect => effect.Body).OfType<MeasureAmended>().Where(body => Ids.Covers(body.Target, introduced.Measure));
        return amended.Select(body => body.Scope).OfType<Scope>().Prepend(introduced.Scope);
    }

    private static IEnumerable<decimal?> ValuesOf(Effect measure, Controls all)
    {
        var introduced = (MeasureIntroduced)measure.Body;
        var amended = all.On(measure.Entity).Select(effect => effect.Body).OfType<MeasureAmended>().Where(body => Ids.Covers(body.Target, introduced.Measure));
        return amended.Select(body => body.Value).Prepend(introduced.Value).Select(value => value?.To ?? value?.Amount);
    }

    private static IEnumerable<string> KeysOutside(Scope part, List<Scope> scopes)
    {
        var day = LocalDate.MaxIsoValue;
        foreach (var key in part.Goods?.Only ?? [])
        {
            if (scopes.TrueForAll(scope => GoodsMatching.Match(scope, CompoundKey.Parse(key).Members, []) == Answer.No))
                yield return key;
        }
        (KeySet? Part, Func<Scope, KeySet?> Of)[] countries =
            [(part.Origin, scope => scope.Origin), (part.ExportedFrom, scope => scope.ExportedFrom), (part.Destination, scope => scope.Destination)];
        foreach (var (set, of) in countries)
        {
            foreach (var code in (set?.Only ?? []).Where(code => scopes.TrueForAll(scope => Matching.Country(of(scope), code, day) == Answer.No)))
                yield return code;
        }
        (KeySet? Part, Func<Scope, KeySet?> Of)[] words =
        [
            (part.EndUse, scope => scope.EndUse), (part.EndUser, scope => scope.EndUser), (part.Parties, scope => scope.Parties),
            (part.Ships, scope => scope.Ships), (part.Reach, scope => scope.Reach),
        ];
        foreach (var (set, of) in words)
        {
            foreach (var word in (set?.Only ?? []).Where(word => scopes.TrueForAll(scope => Matching.Any(of(scope), [word]) == Answer.No)))
                yield return word;
        }
    }

    /// <summary>
    /// The lives of a measure that an act concerns: one for each of the cells that acts on parts distinguish, of those that its own part
    /// reaches. A suspension of a part runs in its cells, and nowhere else.
    /// </summary>
    private static IEnumerable<MeasureLife> LivesOf(string measure, Effect effect, Controls before)
    {
        if (MeasureLife.Of(before, measure, Question.Nothing) is not { } whole)
            return [];
        var part = Targets.PartOf(effect.Body);
        if (part is { Measures.IsEmpty: false } && !part.Measures.Any(named => Ids.Covers(named, measure)))
            return [];
        var parts = whole.Acting.Select(acting => Targets.PartOf(acting.Body)).Append(part).OfType<Part>().ToList();
        var scopes = whole.Measure is null ? [null] : ScopesOf(whole.Introduction, before).ToList<Scope?>();
        var cells = scopes.SelectMany(scope => Cells.Of(Question.Nothing, scope, parts)).Distinct().ToList();
        var reached = cells.FindAll(cell => PartReach.Of(part, measure, null, cell, effect.AnnouncedDay) == Answer.Yes);
        return (reached.Count > 0 ? reached : cells).Select(cell => MeasureLife.Of(before, measure, cell)!);
    }

    private static IEnumerable<Refusal> Life(Effect effect, string target, Controls all, Controls before, string field)
    {
        var lives = Reached(target, all).SelectMany(measure => LivesOf(measure, effect, before)).ToList();
        if (lives.Count == 0)
            return [];
        var (announced, zone) = (effect.AnnouncedDay, effect.Zone);
        var moment = LegalTime.StartOfDay(announced, zone);
        List<Lifespan> At(Instant instant, Reading reading) => [.. lives.SelectMany(life => life.LifespansAt(instant, reading, Targets.PartOf(effect.Body)))];
        return effect.Body switch
        {
            MeasureExtended extended => Extension(
                extended.Starts, new PeriodEnd(extended.Through, extended.Until), effect, At(moment, Reading.Most).TrueForAll(life => life.IsEndless),
                At(moment, Reading.Most).TrueForAll(life => life.HasEndedBy(announced, zone)), target, field),
            SuspensionExtended extended => Extension(
                extended.Starts, new PeriodEnd(extended.Through, extended.Until), effect, IsEndless(At(moment, Reading.Most), target),
                At(moment, Reading.Most).TrueForAll(life => life.HoldHasEndedBy(target, announced, zone) != false), target, field),
            ExemptionExtended extended => Extension(
                extended.Starts, new PeriodEnd(extended.Through, extended.Until), effect, IsEndless(At(moment, Reading.Most), target),
                At(moment, Reading.Most).TrueForAll(life => life.HoldHasEndedBy(target, announced, zone) != false), target, field),
            SuspensionEnded ended => Ending(effect, ended.Effective, target, At, field),
            ExemptionEnded ended => Ending(effect, ended.Effective, target, At, field),
            MeasureWithdrawn => At(moment, Reading.Least).Exists(life => life.HasBegunBy(announced))
                ? [ExportControlsRules.WithdrawsBegun.Refuse(field, $"{target} had begun by {effect.AnnouncedOn}, when its withdrawal was announced")]
                : [],
            MeasureRescheduled rescheduled => Rescheduling(effect, rescheduled, At(moment, Reading.Most), target, field),
            MeasureAmended { Restores: { } repeal } when before.ByReference(repeal) is { Body: MeasureRepealed repealed } && !Reached(target, all).All(measure => Ids.Covers(repealed.Target, measure))
                => [ExportControlsRules.RestoresRepeal.Refuse($"{field}.restores", $"{repeal} repeals {repealed.Target}, not {target}")],
            _ => [],
        };
    }

    private static IEnumerable<Refusal> Extension(
        LegalMoment? starts, PeriodEnd end, Effect effect, bool isEndless, bool hasEnded, string target, string field)
    {
        if (isEndless)
            yield return ExportControlsRules.ExtendsEndless.Refuse(field, $"{target} holds until further notice");
        else if (hasEnded && starts is null)
            yield return ExportControlsRules.ExtendsEnded.Refuse(field, $"{target} had ended when the act was announced on {effect.AnnouncedOn}");
        if (starts is not null && DateRules.EndsBefore(effect, starts, end))
            yield return ExportControlsRules.PeriodBackwards.Refuse(field, $"the extension begins on {starts} and ends {end}");
        if (end is { Through: not null, Until: not null })
            yield return ExportControlsRules.PeriodBackwards.Refuse(field, "the extension ends both through a day and until a moment: state one");
    }

    /// <summary>True where the suspension or exemption holds until further notice wherever it reaches.</summary>
    private static bool IsEndless(List<Lifespan> lives, string link) =>
        lives.ConvertAll(life => life.HoldIsEndless(link)) is var holds && holds.Contains(true) && !holds.Contains(false);

    private static IEnumerable<Refusal> Ending(
        Effect effect, LegalMoment? effective, string target, Func<Instant, Reading, List<Lifespan>> at, string field)
    {
        var own = Readings.StartOf(effect.OwnDate(effective), Pull.Counts, Reading.Shown, effect);
        // Judged as of its own date, or within that day where only a day is stated.
        var close = effect.OwnDate(effective) is { Local: null, IsExact: true } day ? LegalTime.CloseOf(day.LatestDay!.Value, effect.Zone) : own;
        var runs = new[] { own, close }.Any(moment => at(moment, Reading.Least).Exists(life => life.HoldsAt(moment).Any(hold => hold.Runs && hold.Links.Contains(target))));
        if (!runs)
            yield return ExportControlsRules.NotRunning.Refuse(field, $"{target} is not running on {effect.OwnDate(effective)}");
    }

    private static IEnumerable<Refusal> Rescheduling(
        Effect effect, MeasureRescheduled rescheduled, List<Lifespan> lives, string target, string field)
    {
        if (lives.TrueForAll(life => life.HasEndedBy(effect.AnnouncedDay, effect.Zone)))
            yield return ExportControlsRules.NothingToMove.Refuse(field, $"{target} had ended by {effect.AnnouncedOn}");
        else if (rescheduled.NewStart is { } start
            && lives.TrueForAll(life => life.LastPeriodAt(Instant.MaxValue)?.End <= LegalTime.StartOf(start, Bound.Earliest, effect.Zone)))
        {
            yield return ExportControlsRules.NothingToMove.Refuse($"{field}.newStart", $"{target} has ended before {start}: it would never apply");
        }
    }
}
