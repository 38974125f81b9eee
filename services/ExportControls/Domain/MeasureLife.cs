using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>
/// The life of one measure for one question, over all moments: its course for what acts on parts tell apart, and how its scope stands to the question.
/// </summary>
public sealed class MeasureLife
{
    private static readonly Lazy<Items<Effect>> NoParts = new(value: []);
    private static readonly Lazy<GroupDays> NoGroups = new(GroupDays.None);

    private readonly ResolvedMeasure? _resolved;
    private readonly MeasureCourse? _course;
    private readonly Question _question;
    private readonly Lazy<GroupDays> _groups;
    private readonly bool _hasParts;
    private MeasureActs? _acts;
    private (Instant Moment, MeasureAnswer Answer)? _first;
    private (Instant Moment, Bearing Bearing)? _borne;
    private Dictionary<Instant, MeasureAnswer>? _answers;
    private List<(Stand Stand, int Time, MeasureAnswer Answer)>? _byStand;
    private List<(Scope Scope, int Time, ScopeMatch Match)>? _matches;

    /// <param name="acts">What acts on the measure.</param>
    /// <param name="question">The trade; <see cref="Question.Nothing"/>: the measure as a whole.</param>
    public MeasureLife(MeasureActs acts, Question question) =>
        (_acts, _course, _question, _groups, _hasParts, Zone) = (acts, acts.CourseFor(question), question, new(acts.GroupDaysFor(question)), acts.Parts.Count > 0, acts.Introduction.Zone);

    /// <param name="resolved">The measure, with its timeline for such a trade.</param>
    /// <param name="question">The trade.</param>
    private MeasureLife(ResolvedMeasure resolved, Question question)
    {
        (_resolved, _question, _hasParts, Zone) = (resolved, question, resolved.HasParts, resolved.Zone);
        // What is told on whatever day, and what states no country, stands to a group alike on every day.
        var statesCountry = question.Origin is not null || question.ExportedFrom is not null || question.Destination is not null;
        _groups = !resolved.IsTold && statesCountry && (resolved.NamesGroups || Matching.GroupsIn(question).Any()) ? new(() => GroupDays.Of(resolved.ScopesEver(), question, Zone)) : NoGroups;
    }

    /// <summary>The life of a measure, or of an instrument itself; null where nothing visible introduces it.</summary>
    public static MeasureLife? Of(Controls controls, string id, Question question) =>
        controls.Resolved(id, question.Destination) is { } resolved ? new MeasureLife(resolved, question)
            : controls.ActsOn(id) is { } acts ? new MeasureLife(acts, question) : null;

    /// <summary>The life of a measure that is resolved; null where the question cannot concern it.</summary>
    public static MeasureLife? Of(ResolvedMeasure resolved, Question question) =>
        resolved.CouldConcern != false && new MeasureLife(resolved, question) is var life && life.CouldConcern() ? life : null;

    /// <summary>The life of a measure by what acts on it; null where the question cannot concern it.</summary>
    public static MeasureLife? Of(MeasureActs acts, Question question) => new MeasureLife(acts, question) is var life && life.CouldConcern() ? life : null;

    public string Id => field ??= _resolved?.Id ?? Acts.Id;

    public Effect Introduction => field ??= _resolved?.Introduction ?? Acts.Introduction;

    public MeasureIntroduced? Measure => Introduction.Body as MeasureIntroduced;

    /// <summary>What the measure requires; of an instrument itself nothing.</summary>
    public Requirement Requirement => _resolved?.Requirement ?? Measure?.Requirement ?? Requirement.None;

    /// <summary>The zone of the introducing act: "on date D" is the close of D here (DESIGN T1).</summary>
    public DateTimeZone Zone { get; }

    /// <summary>All effects that act on it, in legal order, its introduction among them.</summary>
    public IReadOnlyList<Effect> Acting => Acts.Acting;

    /// <summary>Where the answer may change by time alone, in order.</summary>
    public IReadOnlyList<Instant> Boundaries => field ??= _resolved is null ? Acts.BoundariesFor(_question) : _groups.Value.Among(_resolved.Starts);

    private MeasureActs Acts => _acts ??= _resolved!.Acts;

    /// <summary>How it stands at an instant (effective axis).</summary>
    public MeasureAnswer At(Instant moment)
    {
        if (_first is { } first && first.Moment == moment)
            return first.Answer;
        if (_answers is not null && _answers.TryGetValue(moment, out var answer))
            return answer;
        var (stand, time) = (StandAt(moment), _groups.Value.TimeOf(moment));
        // Where it stands alike the answer is the same, as long as what parts leave open has not to be asked for the moment.
        answer = _hasParts ? AnswerAt(stand, time, moment)
            : _byStand?.Find(known => ReferenceEquals(known.Stand, stand) && known.Time == time).Answer ?? AnswerAt(stand, time, moment);
        if (!_hasParts)
            (_byStand ??= []).Add((stand, time, answer));
        // Most are asked at one moment and no other.
        if (_first is null)
            _first = (moment, answer);
        else
            (_answers ??= []).Add(moment, answer);
        return answer;
    }

    /// <summary>How it stands at an instant, as the span that begins there (effective axis).</summary>
    public MeasureSpan SpanAt(Instant moment)
    {
        var stand = StandAt(moment);
        // Where every date is exact there is one reading, whatever the scope says.
        return new MeasureSpan(moment, stand.Status, stand.Others.Count == 0 || At(moment).IsCertain, stand.Value, stand.Because, stand.Terms.ScopeBy, stand.Terms.ValueBy);
    }

    /// <summary>What a check counts of how it stands at an instant (effective axis).</summary>
    public Bearing BearingAt(Instant moment)
    {
        // Whether it counts and its value are asked for one after the other.
        if (_borne is not { } last || last.Moment != moment)
            _borne = last = (moment, BearingRead(moment));
        return last.Bearing;
    }

    private Bearing BearingRead(Instant moment)
    {
        if (_resolved is not null && _resolved.SpanAt(moment) is var span && _resolved.MatchOf(span) is { } match)
        {
            // Every date of a resolved measure is exact: there is one reading.
            var status = _resolved.StatusOf(span);
            return new Bearing(status, IsCertain: true, match, Standing.IsApplying(status) && match.Overall == Answer.Yes, IsPossible: false, _resolved.ValueOf(span));
        }
        var answer = At(moment);
        return new Bearing(answer.Status, answer.IsCertain, new BriefMatch(answer.Match.Overall, answer.Match.ByGoodsKey, answer.Match.IsAllDualUse), answer.Counts, answer.IsPossible, answer.Value);
    }

    /// <summary>Ledger positions of the events on which rests how it stands at an instant (effective axis), in order.</summary>
    public Items<long> RestsOnAt(Instant moment)
    {
        if (_resolved is not null)
            return _resolved.RestsOn(_resolved.SpanAt(moment));
        var answer = At(moment);
        return MeasureState.RestsOn(Introduction, answer.Terms.ScopeBy, answer.Terms.ValueBy, answer.Because);
    }

    /// <summary>False only where no scope that it ever has could match the question: it need not be followed through time.</summary>
    private bool CouldConcern() => _resolved?.CouldConcern ?? _groups.Value.OneOfEach.Any(day => ScopesEver.Any(scope => Concerns(scope, day)));

    /// <summary>True where some scope that it ever has is all dual-use items.</summary>
    internal bool IsEverAllDualUse => _resolved?.IsEverAllDualUse ?? ScopesEver.Any(GoodsMatching.IsAllDualUse);

    /// <summary>Whether it applied to the question at some moment up to the one asked, on what is visible (DESIGN T5).</summary>
    public EverApplied EverAppliedBy(Instant moment)
    {
        var first = Boundaries.Count > 0 ? Instant.Min(Boundaries[0], moment) - Duration.FromDays(1) : moment;
        var ever = EverApplied.No;
        foreach (var at in Boundaries.Where(boundary => boundary < moment).Prepend(first).Append(moment))
        {
            if (BearingAt(at) is var bearing && bearing.Match.Overall == Answer.No)
                continue;
            var (least, most) = _resolved is null ? (StandAt(at).StatusIn(Reading.Least), StandAt(at).StatusIn(Reading.Most)) : (bearing.Status, bearing.Status);
            if (Standing.IsApplying(least))
                return EverApplied.Yes;
            if (Standing.IsApplying(most))
                ever = EverApplied.Possible;
        }
        return ever;
    }

    /// <summary>
    /// Whether two answers read alike to whoever watches the measure (DESIGN T4): asked of the measure as a whole, by status, value and
    /// certainty; asked of a trade, by whether it concerns and counts for that trade as well.
    /// </summary>
    public bool ReadAlike(MeasureAnswer now, MeasureAnswer then) =>
        now.Status == then.Status && now.IsCertain == then.IsCertain && now.Value == then.Value
        && (_question == Question.Nothing || (now.Counts == then.Counts && now.Match.Overall == then.Match.Overall));

    /// <summary>The first instant after a moment at which the answer differs, and that answer; null: no recorded act changes it (DESIGN T4).</summary>
    public (Instant At, MeasureAnswer Answer)? NextChangeAfter(Instant moment)
    {
        var now = At(moment);
        foreach (var boundary in Boundaries.Where(boundary => boundary > moment))
        {
            if (At(boundary) is var then && !ReadAlike(now, then))
                return (boundary, then);
        }
        return null;
    }

    /// <summary>The effect by which practice stopped enforcing it, for the part asked; null where none is told.</summary>
    public Effect? EndOfEnforcement(Instant moment)
    {
        if (!Acting.Any(effect => effect.Body is EnforcementEnded))
            return null;
        var scope = Acts.TermsAt(moment)[0].Scope;
        var day = LegalTime.DayOf(moment, Zone);
        return Acting.LastOrDefault(effect => effect.Body is EnforcementEnded ended && PartReach.Of(ended.Part, Id, scope, _question, day) == Answer.Yes);
    }

    /// <summary>Effects that find nothing to act on at the moment, wherever they reach: extensions of what had ended, withdrawals of what had begun.</summary>
    public IReadOnlyList<Effect> DanglingAt(Instant moment)
    {
        // What introduces it needs nothing to act on.
        if (Acting.All(effect => effect.Body is InstrumentPublished or MeasureIntroduced))
            return [];
        var scope = Acts.TermsAt(moment)[0].Scope;
        var lives = CellsReachedBy(null, scope, moment).Select(cell => (Cell: cell, Acts.Fold(cell, scope, moment, Reading.Shown).Dangling)).ToList();
        return [.. lives.SelectMany(life => life.Dangling).Distinct().Where(effect =>
            lives.TrueForAll(life => life.Dangling.Contains(effect) || !Acts.Reaches(Targets.PartOf(effect.Body), life.Cell, scope, moment)))];
    }

    /// <summary>Suspensions and exemptions that still run or are ahead at the moment: of a measure that is over they are moot.</summary>
    public IEnumerable<HoldStanding> HoldsLeftAt(Instant moment) =>
        !Acting.Any(effect => effect.Body is MeasureSuspended or ExemptionGranted) ? []
            : LifespansAt(moment, Reading.Shown, null).SelectMany(span => span.HoldsAt(moment)).Where(hold => hold.Runs || hold.IsAhead).DistinctBy(hold => hold.First.Reference);

    /// <summary>Whether a court has left an effect on it without any at the moment, in the certain reading.</summary>
    public bool IsVoidAt(Instant moment, Effect effect) => Acts.VoidAt(new Cell(_question, ValueCells.Whole), moment, Reading.Shown)(effect);

    /// <summary>The lifespans of the cells that acts on parts distinguish, for rules and for what acts list of their suspensions.</summary>
    /// <param name="moment">The instant asked (effective axis).</param>
    /// <param name="reading">How approximate dates are taken.</param>
    /// <param name="within">Those cells only that an act on this part reaches; null: all.</param>
    public IReadOnlyList<Lifespan> LifespansAt(Instant moment, Reading reading, Part? within)
    {
        var scope = Acts.TermsAt(moment)[0].Scope;
        return [.. CellsReachedBy(within, scope, moment).Select(cell => Acts.Fold(cell, scope, moment, reading))];
    }

    /// <summary>Where no group is named a match holds on every day, and is kept for the answer.</summary>
    private bool Concerns(Scope scope, LocalDate day) =>
        _groups.Value.Days.Length == 0 ? MatchOf(scope, 0, day).Overall != Answer.No : Matching.Concerns(scope, _question, day);

    private IEnumerable<Scope> ScopesEver => _resolved?.ScopesEver() ?? Acts.ScopesEver;

    private Stand StandAt(Instant moment) => _resolved?.At(moment) ?? _course!.At(moment);

    private List<Cell> CellsReachedBy(Part? part, Scope? scope, Instant moment)
    {
        var parts = part is null ? Acts.Parts : [.. Acts.Parts, part];
        var all = Cells.Of(_question, scope, parts).SelectMany(_ => ValueCells.Of(parts, null), (question, slice) => new Cell(question, slice)).ToList();
        return all.FindAll(cell => Acts.Reaches(part, cell, scope, moment)) is { Count: > 0 } reached ? reached : all;
    }

    private MeasureAnswer AnswerAt(Stand stand, int time, Instant moment)
    {
        var day = LegalTime.DayOf(moment, Zone);
        var match = MatchOf(stand.Terms.Scope, time, day);
        // It applies where some part of what is asked is left, so that what counts and what the status says cannot differ.
        var applies = Standing.IsApplying(stand.Status) && match.Overall == Answer.Yes;
        var (everywhere, anywhere, certain) = (applies, applies, true);
        foreach (var other in stand.Others)
        {
            var matches = MatchOf(other.Terms.Scope, time, day).Overall;
            var appliesRead = Standing.IsApplying(other.Status) && matches == Answer.Yes;
            everywhere &= appliesRead;
            anywhere |= appliesRead;
            certain &= matches == match.Overall && other.Value == stand.Value && other.Status == stand.Status;
        }
        return new MeasureAnswer(
            stand.Status, certain, everywhere, anywhere && !everywhere, match, stand.Terms, stand.Value, stand.Because,
            !_hasParts ? NoParts : new(() => OpenParts(stand.Terms.Scope, day, moment)));
    }

    private ScopeMatch MatchOf(Scope? scope, int time, LocalDate day)
    {
        if (scope is null)
            return new ScopeMatch(Answer.Yes, [], [], false, false);
        if (_matches?.Find(known => ReferenceEquals(known.Scope, scope) && known.Time == time).Match is { } match)
            return match;
        (_matches ??= []).Add((scope, time, match = Matching.Match(scope, _question, day)));
        return match;
    }

    /// <summary>Acts on parts that the question leaves open, so that the measure counts and they are listed while they are at work.</summary>
    private Items<Effect> OpenParts(Scope? scope, LocalDate day, Instant moment) =>
        Acting.Where(effect => Targets.PartOf(effect.Body) is { } part && PartReach.Of(part, Id, scope, _question, day) == Answer.Open && MayBeAtWork(effect, moment)).ToItems();

    /// <summary>A suspension or exemption works while its chain runs somewhere, prolonged or ended as it may be; any other act by its own dates.</summary>
    private bool MayBeAtWork(Effect effect, Instant moment)
    {
        if (effect.Body is MeasureSuspended or SuspensionExtended or ExemptionGranted or ExemptionExtended)
        {
            var holds = new MeasureLife(Acts, Question.Nothing).LifespansAt(moment, Reading.Least, Targets.PartOf(effect.Body))
                .SelectMany(span => span.HoldsAt(moment)).Where(hold => hold.Links.Contains(effect.Reference)).ToList();
            if (holds.Count > 0)
                return holds.Exists(hold => hold.Runs);
        }
        var period = Targets.PeriodOf(effect);
        return LegalTime.StartOf(period.Starts, Bound.Earliest, effect.Zone) <= moment && moment < LegalTime.EndOf(period.End, Bound.Latest, effect.Zone);
    }
}
