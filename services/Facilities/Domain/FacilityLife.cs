using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Facilities.Domain;

/// <summary>The life of one facility over all moments: every answer is folded anew from the effects that are visible.</summary>
public sealed class FacilityLife
{
    private readonly Licences _licences;

    private FacilityLife(string id, IReadOnlyList<Effect> effects, Effect introduction) =>
        (Id, Effects, Introduction, _licences) = (id, effects, introduction, new Licences(effects));

    public string Id { get; }

    /// <summary>The effect that registers it.</summary>
    public Effect Introduction { get; }

    /// <summary>"On date D" is the close of D here (DESIGN T1).</summary>
    public DateTimeZone Zone => Introduction.Zone;

    /// <summary>The effects on its stream, in legal order, statements included.</summary>
    public IReadOnlyList<Effect> Effects { get; }

    /// <summary>Where the answer may change by time alone, in order.</summary>
    public IReadOnlyList<Instant> Boundaries => field ??= [.. Effects.SelectMany(Readings.BoundariesOf).Distinct().Order()];

    /// <summary>Effects that find nothing to act on.</summary>
    public IReadOnlyList<Effect> Dangling => [.. _licences.Dangling.Distinct().Order(LegalOrder.Instance)];

    /// <returns>Null where nothing registers it.</returns>
    public static FacilityLife? Of(string id, IEnumerable<Effect> effects)
    {
        var ordered = effects.Order(LegalOrder.Instance).ToList();
        return ordered.Find(effect => effect.Body is FacilityRegistered) is { } introduction ? new FacilityLife(id, ordered, introduction) : null;
    }

    /// <summary>How it stands at an instant (effective axis).</summary>
    public FacilityState At(Instant moment)
    {
        var registered = (FacilityRegistered)Introduction.Body;
        var exists = Facts.StartOf(Introduction, Reading.Shown) <= moment;
        var operators = Effects.Where(effect => effect.Body is OperatorChanged).ToList();
        return new FacilityState(
            exists, exists || Readings.StartOf(Introduction.AnnouncedOn, Pull.Counts, Reading.Shown, Introduction) <= moment, registered.Name, registered.Kind,
            registered.Location, registered.Country, Facts.At(operators, moment) is { } changed ? ((OperatorChanged)changed.By.Body).Operator : registered.Operator,
            registered.Members, Stages(moment), Capacities(moment), Plans.At(Effects, Zone, moment).ToItems(), Outputs(moment), FirstOutputs(moment),
            _licences.Ids.Select(id => _licences.At(id, moment)).OfType<LicenceState>().ToItems(),
            Come<DependencyDeclared>(moment).Select(each => ((DependencyDeclared)each.Body, each.By)).ToItems(), Come<InvestmentCommitted>(moment).ToItems(),
            Come<TenderOpened>(moment).Concat(Come<TenderWithdrawn>(moment)).ToItems(), Come<IncidentReported>(moment).ToItems());
    }

    /// <summary>The first later boundary at which something of it differs (DESIGN T4).</summary>
    public FacilityChange? NextChangeAfter(Instant moment)
    {
        var now = At(moment);
        foreach (var boundary in Boundaries.Where(boundary => boundary > moment))
        {
            if (Differences.Between(now, At(boundary)) is { } what)
                return new FacilityChange(boundary, $"{now.Name}: {what}", Effects.LastOrDefault(effect => Readings.BoundariesOf(effect).Contains(boundary)));
        }
        return null;
    }

    private Items<StageState> Stages(Instant moment) => (
        from effect in Effects
        where effect.Body is StageStatusChanged
        group effect by ((StageStatusChanged)effect.Body).Stage into stage
        orderby stage.Key
        let holds = Facts.At([.. stage], moment)
        where holds is not null
        let body = (StageStatusChanged)holds.Value.By.Body
        select new StageState(stage.Key, body.Status, holds.Value.IsCertain, holds.Value.By, body.Products)).ToItems();

    private Items<CapacityState> Capacities(Instant moment) => (
        from effect in Effects
        where effect.Body is CapacityRated
        let rated = (CapacityRated)effect.Body
        group effect by (rated.Product, rated.Stage, rated.Basis, rated.Amount.Pilot) into subject
        orderby subject.Key.Stage, subject.Key.Product, subject.Key.Basis
        let holds = Facts.At([.. subject], moment)
        where holds is not null
        select new CapacityState((CapacityRated)holds.Value.By.Body, holds.Value.IsCertain, holds.Value.By)).ToItems();

    /// <summary>Reports on periods that have ended by the moment.</summary>
    private Items<(OutputReported, Effect)> Outputs(Instant moment) =>
        Effects.Where(effect => effect.Body is OutputReported output && LegalTime.EndOf(new PeriodEnd(output.Through, null), Bound.Latest, effect.Zone) <= moment + Duration.Epsilon)
            .Select(effect => ((OutputReported)effect.Body, effect)).ToItems();

    private Items<(FirstOutputAchieved, Effect, bool)> FirstOutputs(Instant moment) =>
        Effects.Where(effect => effect.Body is FirstOutputAchieved && Facts.StartOf(effect, Reading.Most) <= moment)
            .Select(effect => ((FirstOutputAchieved)effect.Body, effect, Facts.StartOf(effect, Reading.Least) <= moment)).ToItems();

    private IEnumerable<(EventBody Body, Effect By)> Come<T>(Instant moment)
        where T : EventBody =>
        Effects.Where(effect => effect.Body is T && Facts.StartOf(effect, Reading.Shown) <= moment).Select(effect => (effect.Body, effect));
}
