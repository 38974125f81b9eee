using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Facilities.Domain;

/// <summary>The life of one facility over all moments, on what is visible. Immutable once built; safe for many readers.</summary>
public sealed class FacilityLife
{
    private readonly FacilityRegistered _registered;
    private readonly IReadOnlyList<Fact> _facts;
    private readonly List<List<Fact>> _stages;
    private readonly List<List<Fact>> _capacities;
    private readonly List<Fact> _operators;
    private readonly List<Plans> _plans;
    private readonly Licences _licences;
    private readonly Tenders _tenders;

    private FacilityLife(string id, IReadOnlyList<Effect> effects, Effect introduction)
    {
        (Id, Effects, Introduction, _registered) = (id, effects, introduction, (FacilityRegistered)introduction.Body);
        _facts = [.. effects.Where(effect => Facts.IsFact(effect.Body)).Select(Fact.Of)];
        _stages = [.. _facts.Where(fact => fact.By.Body is StageStatusChanged).GroupBy(fact => ((StageStatusChanged)fact.By.Body).Stage).OrderBy(stage => stage.Key).Select(stage => stage.ToList())];
        _capacities =
        [
            .. from fact in _facts
               where fact.By.Body is CapacityRated
               group fact by CapacitySubject.Of((CapacityRated)fact.By.Body) into subject
               orderby subject.Key.Stage, subject.Key.Product, subject.Key.Basis, subject.Key.Pilot
               select subject.ToList(),
        ];
        _operators = [.. _facts.Where(fact => fact.By.Body is OperatorChanged || (ReferenceEquals(fact.By, introduction) && _registered.Operator is not null))];
        _plans = [.. Plans.Of(effects, _facts)];
        _licences = new Licences(effects);
        _tenders = new Tenders(_facts);
    }

    public string Id { get; }

    /// <summary>The effect that registers it; should there be several, the first in legal order.</summary>
    public Effect Introduction { get; }

    /// <summary>"On date D" is the close of D here (DESIGN T1).</summary>
    public DateTimeZone Zone => Introduction.Zone;

    /// <summary>The effects on its stream, in legal order, statements included.</summary>
    public IReadOnlyList<Effect> Effects { get; }

    /// <summary>Where the answer may change by time alone, in order.</summary>
    public IReadOnlyList<Instant> Boundaries => field ??= [.. AllBoundaries().Distinct().Order()];

    /// <summary>Effects that find nothing to act on, in legal order: computed, never stored; they heal when their target is recorded.</summary>
    public IReadOnlyList<Effect> Dangling =>
    [
        .. Effects.Where(effect => effect.Body is FacilityRegistered && !ReferenceEquals(effect, Introduction))
            .Concat(_licences.Dangling).Concat(_tenders.Dangling).Order(LegalOrder.Instance),
    ];

    /// <returns>Null where nothing registers it.</returns>
    public static FacilityLife? Of(string id, IEnumerable<Effect> effects)
    {
        var ordered = effects.Order(LegalOrder.Instance).ToList();
        return ordered.Find(effect => effect.Body is FacilityRegistered) is { } introduction ? new FacilityLife(id, ordered, introduction) : null;
    }

    /// <summary>How it stands at an instant (effective axis).</summary>
    public FacilityState At(Instant moment)
    {
        var exists = Fact.Of(Introduction).Shown <= moment;
        return new FacilityState(
            exists, exists || Fact.Of(Introduction, Introduction.AnnouncedOn).Shown <= moment, _registered.Name, _registered.Kind, _registered.Location,
            _registered.Country, Operator(moment), _registered.Members, Stages(moment), Capacities(moment),
            _plans.Select(plan => plan.At(moment)).OfType<PlanState>().OrderBy(plan => plan.By, LegalOrder.Instance).ToItems(),
            Come<OutputReported>(moment), Come<FirstOutputAchieved>(moment), _licences.At(moment).ToItems(), Dependencies(moment),
            Come<InvestmentCommitted>(moment), _tenders.At(moment), Come<IncidentReported>(moment));
    }

    /// <summary>The first later boundary at which something of it differs (DESIGN T4).</summary>
    public FacilityChange? NextChangeAfter(Instant moment)
    {
        var now = At(moment);
        foreach (var boundary in Boundaries.Where(boundary => boundary > moment))
        {
            var differences = Differences.Between(now, At(boundary)).ToList();
            if (differences.Count > 0)
                return new FacilityChange(boundary, $"{now.Name}: {string.Join("; ", differences.Select(difference => difference.What))}", DatedBy(differences[0], boundary));
        }
        return null;
    }

    /// <summary>The first later boundary at which the status or certainty of one of its licences differs, and how it stands then (DESIGN T4).</summary>
    public (Instant At, LicenceState Then, Effect? By)? NextChangeOf(LicenceState licence, Instant moment)
    {
        foreach (var boundary in Boundaries.Where(boundary => boundary > moment))
        {
            var then = At(boundary).Licences.First(each => each.Id == licence.Id);
            if (then.Status != licence.Status || then.IsCertain != licence.IsCertain)
                return (boundary, then, then.Acts.LastOrDefault(effect => IsOnLicence(effect) && Readings.BoundariesOf(effect).Contains(boundary)));
        }
        return null;
    }

    private static bool IsOnLicence(Effect effect) => effect.Body is not (LicenceConditionImposed or LicenceConditionRescheduled or LicenceConditionLifted);

    /// <summary>By own date, as other facts: who runs it when it is registered is superseded by a change dated later, not by one dated before.</summary>
    private OperatorState? Operator(Instant moment) => Facts.At(_operators, moment, static (one, other) => OperatorOf(one) == OperatorOf(other)) is { } holds
        ? new OperatorState(OperatorOf(holds.By), holds.IsCertain, holds.By)
        : null;

    private static string OperatorOf(Effect by) => by.Body is OperatorChanged changed ? changed.Operator : ((FacilityRegistered)by.Body).Operator!;

    private Items<StageState> Stages(Instant moment) => (
        from stage in _stages
        let holds = Facts.At(stage, moment, static (one, other) => SaySame((StageStatusChanged)one.Body, (StageStatusChanged)other.Body))
        where holds is not null
        let body = (StageStatusChanged)holds.Value.By.Body
        select new StageState(body.Stage, body.Status, holds.Value.IsCertain, holds.Value.By, body.Products)).ToItems();

    private static bool SaySame(StageStatusChanged one, StageStatusChanged other) => one.Status == other.Status && one.Products == other.Products;

    private Items<CapacityState> Capacities(Instant moment) => (
        from subject in _capacities
        let holds = Facts.At(subject, moment, static (one, other) => ((CapacityRated)one.Body).Amount == ((CapacityRated)other.Body).Amount)
        where holds is not null
        select new CapacityState((CapacityRated)holds.Value.By.Body, holds.Value.IsCertain, holds.Value.By)).ToItems();

    /// <summary>One declared again is one.</summary>
    private Items<Listed<DependencyDeclared>> Dependencies(Instant moment) =>
        Come<DependencyDeclared>(moment).GroupBy(each => (each.Body.On, each.Body.For))
            .Select(same => same.Last() with { IsCertain = same.Any(each => each.IsCertain) }).ToItems();

    /// <summary>Facts of a kind in the order of their dates: from the earliest day allowed they are possible, from the latest certain (DESIGN T7).</summary>
    private Items<Listed<T>> Come<T>(Instant moment)
        where T : EventBody =>
        _facts.Where(fact => fact.By.Body is T && (fact.Shown <= moment || fact.Earliest <= moment)).OrderBy(fact => fact.Shown)
            .Select(fact => new Listed<T>((T)fact.By.Body, fact.By, fact.Latest <= moment)).ToItems();

    /// <summary>The effect whose date it is: the last in legal order, of those that the difference concerns, that has a boundary there.</summary>
    private Effect DatedBy(Difference difference, Instant boundary)
    {
        var concerned = difference.Concerned.IsEmpty ? Effects.Where(effect => effect.Body is FacilityRegistered or OperatorChanged).ToItems() : difference.Concerned;
        return concerned.LastOrDefault(effect => Readings.BoundariesOf(effect).Contains(boundary)) ?? concerned[^1];
    }

    private IEnumerable<Instant> AllBoundaries()
    {
        // An approximate fact may begin on any day after another's, and days begin in each act's own zone.
        var zones = Effects.Select(effect => effect.Zone).Distinct().ToList();
        foreach (var boundary in Effects.Where(effect => effect.Body is not StatementRecorded).SelectMany(Readings.BoundariesOf))
        {
            yield return boundary;
            foreach (var zone in zones)
                yield return LegalTime.StartOfDay(LegalTime.DayOf(boundary, zone).PlusDays(1), zone);
        }
    }
}
