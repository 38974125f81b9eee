using System.Collections.Concurrent;
using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>
/// Everything that acts on one measure, or on an instrument without measures, at one cut of knowledge. Its life depends on nothing else, so that this may
/// be kept, with what was folded of it, as long as none of it changes. Safe for many readers.
/// </summary>
public sealed class MeasureActs
{
    private const int MostCourses = 8;

    private readonly Lock _gate = new();
    private readonly List<Scope> _within = [];
    private ConcurrentDictionary<Question, MeasureCourse>? _courses;
    private (EffectsByKey Naming, EffectsByKey On)? _targets;
    private MeasureCourse? _whole;
    private IReadOnlyList<Instant>? _boundaries;
    private GroupDays? _groupDays;
    private AmendedTerms? _amended;

    /// <param name="id">Of the measure, or of the instrument.</param>
    /// <param name="introduction">What introduces it.</param>
    /// <param name="acting">All effects that act on it, in legal order, its introduction among them.</param>
    public MeasureActs(string id, Effect introduction, IReadOnlyList<Effect> acting)
    {
        (Id, Introduction, Acting) = (id, introduction, acting);
        IsExact = true;
        foreach (var effect in acting)
        {
            if (effect.Body is MeasureAmended amended && Ids.Covers(amended.Target, id))
                Amendments.Add(effect);
            if (Targets.PartOf(effect.Body) is { } part)
            {
                Parts.Add(part);
                HasSlices |= part.Slice is not null;
                if (part.Scope is { } scope)
                    _within.Add(scope);
            }
            HasAnnulments |= effect.Body is EffectAnnulled;
            IsExact &= Moments.AreExact(effect);
        }
        ScopesEver = [.. acting.Select(effect => Targets.ScopeOf(effect.Body)).OfType<Scope>()];
        HasPartsOfGoods = _within.Exists(scope => scope.Goods is not null);
        NamesGroups = ScopesEver.Concat(_within).Any(scope => Matching.GroupsIn(scope).Any());
    }

    /// <summary>What acts on a measure, or on an instrument itself; null where nothing visible introduces it.</summary>
    public static MeasureActs? Of(IVisibleActs visible, string id) =>
        (visible.Introduction(id) ?? visible.Publication(id)) is { } introduction ? new MeasureActs(id, introduction, ActingOn(visible, id, introduction)) : null;

    /// <summary>Everything that acts on an id, in legal order: by itself, by the clauses above it, and along the chains of references from those.</summary>
    internal static List<Effect> ActingOn(IVisibleActs visible, string id, Effect? introduction)
    {
        var instrument = Ids.InstrumentOf(id);
        // What has been found stands in the list once, in the order in which what it leads to is looked for.
        var found = new List<Effect>();
        var seen = new HashSet<Effect>(ReferenceEqualityComparer.Instance);
        void Find(Effect effect)
        {
            if (seen.Add(effect))
                found.Add(effect);
        }
        foreach (var effect in visible.On(instrument))
        {
            if (Targets.Of(effect.Body) is { } target && Ids.Covers(target, id))
                Find(effect);
        }
        if (introduction is not null)
            Find(introduction);
        for (var i = 0; i < found.Count; i++)
        {
            var effect = found[i];
            foreach (var naming in visible.NamingOf(effect))
                Find(naming);
            // What ends or voids the whole of another instrument reaches the suspensions and exemptions that it made.
            if (effect.Entity == instrument)
                continue;
            foreach (var ending in visible.On(effect.Entity))
            {
                if (ending.Body is MeasureRepealed or EffectAnnulled && Targets.Of(ending.Body) == effect.Entity)
                    Find(ending);
            }
        }
        found.Sort(LegalOrder.Instance);
        return found;
    }

    public string Id { get; }

    public Effect Introduction { get; }

    /// <summary>In legal order, the introduction among them.</summary>
    public IReadOnlyList<Effect> Acting { get; }

    /// <summary>Amendments of it, in legal order.</summary>
    internal List<Effect> Amendments { get; } = [];

    /// <summary>The parts that acts reach.</summary>
    public List<Part> Parts { get; } = [];

    internal bool HasPartsOfScope => _within.Count > 0;

    internal bool HasPartsOfGoods { get; }

    internal bool HasSlices { get; }

    internal bool HasAnnulments { get; }

    /// <summary>True where every date is one day or moment: all readings are then the same, and one is enough.</summary>
    public bool IsExact { get; }

    /// <summary>The scopes that it ever has, by any effect that acts on it.</summary>
    internal IReadOnlyList<Scope> ScopesEver { get; }

    /// <summary>True where some scope of it or of a part names a group of countries, whose members change.</summary>
    public bool NamesGroups { get; }

    private DateTimeZone Zone => Introduction.Zone;

    /// <summary>Where an answer to a question may change by time alone, in order.</summary>
    internal IReadOnlyList<Instant> BoundariesFor(Question question)
    {
        var own = LazyInitializer.EnsureInitialized(ref _boundaries, () => GroupDaysFor(Question.Nothing).Among(OwnBoundaries()));
        return Matching.GroupsIn(question).Any() ? GroupDaysFor(question).Among(own) : own;
    }

    /// <summary>The days on which the members of some group change that is named by a scope, a part or the question (effective axis).</summary>
    internal GroupDays GroupDaysFor(Question question) =>
        Matching.GroupsIn(question).Any() ? GroupDays.Of(ScopesEver.Concat(_within), question, Zone)
            : LazyInitializer.EnsureInitialized(ref _groupDays, () => NamesGroups ? GroupDays.Of(ScopesEver.Concat(_within), Question.Nothing, Zone) : GroupDays.None);

    private Instant[] OwnBoundaries()
    {
        var found = new List<Instant>();
        foreach (var effect in Acting)
            found.AddRange(Readings.BoundariesOf(effect));
        found.Sort();
        return [.. found.Distinct()];
    }

    /// <summary>Its course for a question: what no part names of the question makes no difference to it.</summary>
    internal MeasureCourse CourseFor(Question question)
    {
        if (_within.Count == 0)
            return LazyInitializer.EnsureInitialized(ref _whole, () => new MeasureCourse(this, Question.Nothing));
        var courses = LazyInitializer.EnsureInitialized(ref _courses);
        // It may be kept for long, and every trade that parts tell apart has a course of its own.
        if (courses.Count >= MostCourses)
            courses.Clear();
        return courses.GetOrAdd(TellingPartsApart(question), static (told, acts) => new MeasureCourse(acts, told), this);
    }

    /// <summary>Scope and value at a moment: those shown first, then every other that some reading of approximate dates gives.</summary>
    internal IReadOnlyList<Terms> TermsAt(Instant moment)
    {
        if (Amendments.Count == 0)
            return [new Terms((Introduction.Body as MeasureIntroduced)?.Scope, Introduction, (Introduction.Body as MeasureIntroduced)?.Value, Introduction)];
        return Amended.At(moment, (reading, amendment) => HasAnnulments && VoidAt(new Cell(Question.Nothing, ValueCells.Whole), moment, reading)(amendment));
    }

    /// <summary>Scope and value by its amendments.</summary>
    internal AmendedTerms Amended => LazyInitializer.EnsureInitialized(ref _amended, () => new AmendedTerms(Introduction, Amendments));

    /// <summary>Which effects a court has left without any, for a cell at a moment.</summary>
    internal Func<Effect, bool> VoidAt(Cell cell, Instant moment, Reading reading) =>
        HasAnnulments ? new Annulments(this, cell, LegalTime.DayOf(moment, Zone), moment, reading).IsVoid : static _ => false;

    /// <summary>The life in one cell, by the rules of time.</summary>
    /// <param name="cell">What acts on parts do not divide further.</param>
    /// <param name="scope">The measure's scope at the moment; null for an instrument without measures.</param>
    /// <param name="moment">The instant asked (effective axis): by it annulments bite, and groups of countries are read.</param>
    /// <param name="reading">How approximate dates are taken.</param>
    internal Lifespan Fold(Cell cell, Scope? scope, Instant moment, Reading reading)
    {
        var steps = new List<Step>(Acting.Count);
        foreach (var effect in Acting)
        {
            if (effect.Body is EffectAnnulled or AnnulmentStayed or StayEnded or AnnulmentReversed or EnforcementEnded || IsIntroductionOfAnother(effect))
                continue;
            if ((Reaches(Targets.PartOf(effect.Body), cell, scope, moment) ? MeasureSteps.Of(effect, Id) : MeasureSteps.OutsideItsPart(effect)) is { } step)
                steps.Add(step);
        }
        return Lifespan.Fold(steps, reading, VoidAt(cell, moment, reading));
    }

    /// <summary>Whether an act on a part reaches a cell at a moment.</summary>
    internal bool Reaches(Part? part, Cell cell, Scope? scope, Instant moment) =>
        part is null || (ValueCells.Reaches(part, cell.Slice) && PartReach.Of(part, Id, scope, cell.Question, LegalTime.DayOf(moment, Zone)) == Answer.Yes);

    /// <summary>The acts that name another by its reference, in legal order.</summary>
    internal IReadOnlyList<Effect> Naming(string reference) => ByTarget().Naming[reference];

    /// <summary>The acts on an instrument, or a clause or measure of it, in legal order.</summary>
    internal IReadOnlyList<Effect> On(string instrument) => ByTarget().On[instrument];

    private bool IsIntroductionOfAnother(Effect effect) =>
        effect.Body is MeasureIntroduced or InstrumentPublished && !ReferenceEquals(effect, Introduction);

    private Question TellingPartsApart(Question question)
    {
        bool Names(Func<Scope, KeySet?> kind) => _within.Exists(scope => kind(scope) is not null);
        return new Question(
            Names(scope => scope.Goods) ? question.Goods : [], Names(scope => scope.Origin) ? question.Origin : null,
            Names(scope => scope.ExportedFrom) ? question.ExportedFrom : null, Names(scope => scope.Destination) ? question.Destination : null,
            Names(scope => scope.EndUse) ? question.EndUse : [], Names(scope => scope.EndUser) ? question.EndUser : [],
            Names(scope => scope.Parties) ? question.Parties : [], Names(scope => scope.Ships) ? question.Ships : [], Names(scope => scope.Reach) ? question.Reach : []);
    }

    private (EffectsByKey Naming, EffectsByKey On) ByTarget()
    {
        using var _ = _gate.EnterScope();
        if (_targets is { } known)
            return known;
        var (naming, on) = (new EffectsByKey(), new EffectsByKey());
        foreach (var effect in Acting)
        {
            if (Targets.Of(effect.Body) is not { } target)
                continue;
            if (Reference.IsEffect(target))
                naming.Add(target, effect);
            else
                on.Add(Ids.InstrumentOf(target), effect);
        }
        _targets = (naming, on);
        return (naming, on);
    }
}
