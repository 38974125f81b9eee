using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>Whether something applied at some moment up to the one asked.</summary>
public enum EverApplied
{
    No,
    Possible,
    Yes,
}

/// <summary>One measure, or an instrument without measures, as it stands for one question at one moment.</summary>
/// <param name="Status">Of the certain reading (DESIGN T5, T7).</param>
/// <param name="IsCertain">False where another reading of approximate dates differs.</param>
/// <param name="Counts">It applies to the question in every reading.</param>
/// <param name="IsPossible">It applies in some reading, not in all.</param>
/// <param name="Match">How the question stands to the scope shown.</param>
/// <param name="Terms">Scope and value shown, before slices come off.</param>
/// <param name="Value">The value that remains; null where it has none.</param>
/// <param name="Because">The effects that hold it back or end it.</param>
/// <param name="OpenParts">What <see cref="Parts"/> reads, sought only where it is asked for.</param>
public sealed record MeasureAnswer(
    Status Status, bool IsCertain, bool Counts, bool IsPossible, ScopeMatch Match, Terms Terms, Quantity? Value, Items<Effect> Because,
    Lazy<Items<Effect>> OpenParts)
{
    /// <summary>Effects on parts that the question may lie in: the measure counts, and these are listed.</summary>
    public Items<Effect> Parts => OpenParts.Value;
}

/// <summary>
/// The life of one measure for one question, over all moments. Plain: every answer is folded anew from the effects that act on it.
/// </summary>
public sealed class MeasureLife
{
    private readonly Controls _controls;
    private readonly Question _question;
    private readonly IReadOnlyList<Effect> _acting;
    private readonly List<Effect> _amendments = [];
    private static readonly Reading[] Others = [Reading.Least, Reading.Most];

    private readonly bool _hasAnnulments;

    /// <summary>True where every date is one day or moment: all readings are then the same, and one is enough.</summary>
    private readonly bool _isExact;
    private readonly List<Part> _parts = [];
    private readonly Dictionary<Instant, MeasureAnswer> _answers = [];

    private MeasureLife(Controls controls, string id, Effect introduction, Question question)
    {
        (_controls, Id, Introduction, _question) = (controls, id, introduction, question);
        _acting = controls.ActingOn(id);
        _isExact = true;
        foreach (var effect in _acting)
        {
            if (effect.Body is MeasureAmended amended && Ids.Covers(amended.Target, id))
                _amendments.Add(effect);
            if (Targets.PartOf(effect.Body) is { } part)
                _parts.Add(part);
            _hasAnnulments |= effect.Body is EffectAnnulled;
            _isExact &= Moments.AreExact(effect);
        }
    }

    /// <summary>The life of a measure, or of an instrument itself; null where nothing visible introduces it.</summary>
    public static MeasureLife? Of(Controls controls, string id, Question question) =>
        (controls.Measure(id) ?? controls.Instrument(id)) is { } introduction ? new MeasureLife(controls, id, introduction, question) : null;

    public string Id { get; }

    public Effect Introduction { get; }

    public MeasureIntroduced? Measure => Introduction.Body as MeasureIntroduced;

    /// <summary>The zone of the introducing act: "on date D" is the close of D here (DESIGN T1).</summary>
    public DateTimeZone Zone => Introduction.Zone;

    /// <summary>All effects that act on it, in legal order, its introduction among them.</summary>
    public IReadOnlyList<Effect> Acting => _acting;

    /// <summary>Where the answer may change by time alone, in order.</summary>
    public IReadOnlyList<Instant> Boundaries => field ??= [.. AllBoundaries().Distinct().Order()];

    /// <summary>How it stands at an instant (effective axis).</summary>
    public MeasureAnswer At(Instant moment)
    {
        if (!_answers.TryGetValue(moment, out var answer))
            _answers.Add(moment, answer = Compute(moment));
        return answer;
    }

    /// <summary>Whether it applied to the question at some moment up to the one asked, on what is visible (DESIGN T5).</summary>
    public EverApplied EverAppliedBy(Instant moment)
    {
        var first = Boundaries.Count > 0 ? Instant.Min(Boundaries[0], moment) - Duration.FromDays(1) : moment;
        var ever = EverApplied.No;
        foreach (var at in Boundaries.Where(boundary => boundary < moment).Prepend(first).Append(moment))
        {
            var answer = At(at);
            if (answer.Match.Overall == Answer.No)
                continue;
            if (AppliesRegardless(answer, at, Reading.Least))
                return EverApplied.Yes;
            if (AppliesRegardless(answer, at, Reading.Most))
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
        var scope = TermsAt(moment)[0].Scope;
        var day = LegalTime.DayOf(moment, Zone);
        return _acting.LastOrDefault(effect => effect.Body is EnforcementEnded ended && PartReach.Of(ended.Part, Id, scope, _question, day) == Answer.Yes);
    }

    /// <summary>Effects that find nothing to act on at the moment, wherever they reach: extensions of what had ended, withdrawals of what had begun.</summary>
    public IReadOnlyList<Effect> DanglingAt(Instant moment)
    {
        var scope = TermsAt(moment)[0].Scope;
        var lives = CellsReachedBy(null, scope, moment).Select(cell => (Cell: cell, Fold(cell, scope, moment, Reading.Shown).Dangling)).ToList();
        return [.. lives.SelectMany(life => life.Dangling).Distinct().Where(effect =>
            lives.TrueForAll(life => life.Dangling.Contains(effect) || !Reaches(Targets.PartOf(effect.Body), life.Cell, scope, moment)))];
    }

    /// <summary>Whether a court has left an effect on it without any at the moment, in the certain reading.</summary>
    public bool IsVoidAt(Instant moment, Effect effect) =>
        _hasAnnulments && new Annulments(_controls, Id, new Cell(_question, ValueCells.Whole), LegalTime.DayOf(moment, Zone), moment, Reading.Shown).IsVoid(effect);

    /// <summary>The lifespans of the cells that acts on parts distinguish, for rules and for what acts list of their suspensions.</summary>
    /// <param name="moment">The instant asked (effective axis).</param>
    /// <param name="reading">How approximate dates are taken.</param>
    /// <param name="within">Those cells only that an act on this part reaches; null: all.</param>
    public IReadOnlyList<Lifespan> LifespansAt(Instant moment, Reading reading, Part? within)
    {
        var scope = TermsAt(moment)[0].Scope;
        return [.. CellsReachedBy(within, scope, moment).Select(cell => Fold(cell, scope, moment, reading))];
    }

    private List<Cell> CellsReachedBy(Part? part, Scope? scope, Instant moment)
    {
        var parts = part is null ? _parts : [.. _parts, part];
        var all = Cells.Of(_question, scope, parts).SelectMany(_ => ValueCells.Of(parts, null), (question, slice) => new Cell(question, slice)).ToList();
        return all.FindAll(cell => Reaches(part, cell, scope, moment)) is { Count: > 0 } reached ? reached : all;
    }

    private bool Reaches(Part? part, Cell cell, Scope? scope, Instant moment) =>
        part is null || (ValueCells.Reaches(part, cell.Slice) && PartReach.Of(part, Id, scope, cell.Question, LegalTime.DayOf(moment, Zone)) == Answer.Yes);

    private MeasureAnswer Compute(Instant moment)
    {
        var day = LegalTime.DayOf(moment, Zone);
        var alternatives = TermsAt(moment);
        var shown = alternatives[0];
        var match = MatchOf(shown, day);
        var (status, value, because) = Read(shown, moment, Reading.Shown);
        // It applies where some part of what is asked is left, so that what counts and what the status says cannot differ.
        var applies = Standing.IsApplying(status) && match.Overall == Answer.Yes;
        var (everywhere, anywhere, certain) = (applies, applies, true);
        foreach (var (terms, reading) in _isExact ? [] : alternatives.SelectMany(_ => Others, (terms, reading) => (terms, reading)))
        {
            var (statusRead, valueRead, _) = Read(terms, moment, reading);
            var matches = MatchOf(terms, day).Overall;
            var appliesRead = Standing.IsApplying(statusRead) && matches == Answer.Yes;
            everywhere &= appliesRead;
            anywhere |= appliesRead;
            certain &= matches == match.Overall && valueRead == value && statusRead == status;
        }
        return new MeasureAnswer(status, certain, everywhere, anywhere && !everywhere, match, shown, value, because, new(() => OpenParts(shown.Scope, day, moment)));
    }

    private ScopeMatch MatchOf(Terms terms, LocalDate day) =>
        terms.Scope is null ? new ScopeMatch(Answer.Yes, [], [], false, false) : Matching.Match(terms.Scope, _question, day);

    private bool AppliesRegardless(MeasureAnswer answer, Instant moment, Reading reading) =>
        Standing.IsApplying(_isExact ? answer.Status : Read(answer.Terms, moment, reading).Status);

    /// <summary>
    /// The status for the whole of what is asked, over the cells that acts on parts distinguish (DESIGN T5); the value that is left of what
    /// reaches the question itself; and what holds it back or ends it.
    /// </summary>
    private (Status Status, Quantity? Value, Items<Effect> Because) Read(Terms terms, Instant moment, Reading reading)
    {
        var (slices, stated) = SlicesOf(terms, moment, reading);
        List<Standing> Standings(Question question) => [.. slices.Select(slice => Fold(new Cell(question, slice), terms.Scope, moment, reading).At(moment))];
        var own = Standings(_question);
        var value = Remaining(stated, slices, own);
        var cells = Cells.Of(_question, terms.Scope, _parts);
        var parts = cells is [var one] && ReferenceEquals(one, _question) ? own : [.. cells.SelectMany(Standings)];
        // Where only the parts together are held back, the acts on them are what holds it back.
        var because = BecauseOf(own) is { IsEmpty: false } whole ? whole : BecauseOf(parts);
        return (CommonStatus.OfCells(parts.ConvertAll(part => part.Status)), value, because);
    }

    private static Items<Effect> BecauseOf(List<Standing> standings) =>
        standings is [var only] ? only.Because : standings.SelectMany(standing => standing.Because).Distinct().Order(LegalOrder.Instance).ToItems();

    /// <summary>Slices that do not apply come off the value; where none applies it is shown whole, beside the status of what cut it.</summary>
    private static Quantity? Remaining(Quantity? value, IReadOnlyList<Slice> slices, List<Standing> standings)
    {
        var left = slices.Where((_, i) => standings[i].Applies).ToList();
        return value?.Amount is null || left.Count == 0 || left.Sum(slice => slice.To - slice.Above) == value.Amount
            ? value : value with { Amount = left.Sum(slice => slice.To - slice.Above) };
    }

    /// <summary>
    /// The intervals of the value. For one of them an amendment may be void that stands for the rest: that interval then has the value that it
    /// would have without the amendment.
    /// </summary>
    private (IReadOnlyList<Slice> Slices, Quantity? Value) SlicesOf(Terms terms, Instant moment, Reading reading)
    {
        if (!_hasAnnulments || _amendments.Count == 0)
            return (ValueCells.Of(_parts, terms.Value?.Amount), terms.Value);
        Annulments In(Slice slice) => new(_controls, Id, new Cell(_question, slice), LegalTime.DayOf(moment, Zone), moment, reading);
        var whole = In(ValueCells.Whole);
        return ValueCells.Clipped(ValueCells.Of(_parts, null), terms.Value, slice => In(slice) is var within && _amendments.Exists(amendment => within.IsVoid(amendment) != whole.IsVoid(amendment))
            ? AmendedTerms.ValueAt(Introduction, _amendments, moment, reading, within.IsVoid) : terms.Value);
    }

    private Lifespan Fold(Cell cell, Scope? scope, Instant moment, Reading reading)
    {
        Func<Effect, bool> isVoid = _hasAnnulments
            ? new Annulments(_controls, Id, cell, LegalTime.DayOf(moment, Zone), moment, reading).IsVoid
            : static _ => false;
        var steps = new List<Step>(_acting.Count);
        foreach (var effect in _acting)
        {
            if (effect.Body is EffectAnnulled or AnnulmentStayed or StayEnded or AnnulmentReversed or EnforcementEnded || IsIntroductionOfAnother(effect))
                continue;
            if ((Reaches(Targets.PartOf(effect.Body), cell, scope, moment) ? MeasureSteps.Of(effect, Id) : MeasureSteps.OutsideItsPart(effect)) is { } step)
                steps.Add(step);
        }
        return Lifespan.Fold(steps, reading, isVoid);
    }

    private bool IsIntroductionOfAnother(Effect effect) =>
        effect.Body is MeasureIntroduced or InstrumentPublished && !ReferenceEquals(effect, Introduction);

    private IReadOnlyList<Terms> TermsAt(Instant moment)
    {
        if (_amendments.Count == 0)
            return [new Terms(Measure?.Scope, Introduction, Measure?.Value, Introduction)];
        var day = LegalTime.DayOf(moment, Zone);
        return AmendedTerms.At(Introduction, _amendments, moment, (reading, amendment) =>
            _hasAnnulments && new Annulments(_controls, Id, new Cell(_question, ValueCells.Whole), day, moment, reading).IsVoid(amendment));
    }

    /// <summary>Acts on parts that the question leaves open, so that the measure counts and they are listed while they are at work.</summary>
    private Items<Effect> OpenParts(Scope? scope, LocalDate day, Instant moment) =>
        _acting.Where(effect => Targets.PartOf(effect.Body) is { } part && PartReach.Of(part, Id, scope, _question, day) == Answer.Open && MayBeAtWork(effect, moment)).ToItems();

    /// <summary>A suspension or exemption works while its chain runs somewhere, prolonged or ended as it may be; any other act by its own dates.</summary>
    private bool MayBeAtWork(Effect effect, Instant moment)
    {
        if (effect.Body is MeasureSuspended or SuspensionExtended or ExemptionGranted or ExemptionExtended)
        {
            var holds = Of(_controls, Id, Question.Nothing)!.LifespansAt(moment, Reading.Least, Targets.PartOf(effect.Body))
                .SelectMany(span => span.HoldsAt(moment)).Where(hold => hold.Links.Contains(effect.Reference)).ToList();
            if (holds.Count > 0)
                return holds.Exists(hold => hold.Runs);
        }
        var period = Targets.PeriodOf(effect);
        return LegalTime.StartOf(period.Starts, Bound.Earliest, effect.Zone) <= moment && moment < LegalTime.EndOf(period.End, Bound.Latest, effect.Zone);
    }

    private IEnumerable<Instant> AllBoundaries()
    {
        foreach (var effect in _acting)
        {
            foreach (var boundary in _controls.BoundariesOf(effect))
                yield return boundary;
        }
        var scopes = _acting.Select(effect => Targets.PartOf(effect.Body)?.Scope ?? (effect.Body as MeasureAmended)?.Scope ?? (effect.Body as MeasureIntroduced)?.Scope);
        foreach (var group in scopes.OfType<Scope>().SelectMany(Matching.GroupsIn).Concat(Matching.GroupsIn(_question)).Distinct())
        {
            foreach (var day in CountryGroups.ChangesOf(group))
                yield return LegalTime.StartOfDay(day, Zone);
        }
    }
}
