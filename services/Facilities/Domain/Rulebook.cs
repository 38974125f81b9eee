using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Facilities.Domain;

/// <summary>The rulebook: what may be said of facilities. One arm for each kind of effect.</summary>
internal static class Rulebook
{
    /// <summary>Judges one effect.</summary>
    /// <param name="effect">As it would read.</param>
    /// <param name="visible">All visible effects of the facility, without itself.</param>
    /// <param name="acceptsUnresolved">Whether the request accepts licences, suspensions and tenders that are not recorded.</param>
    /// <param name="field">The effect's place in the request.</param>
    public static IEnumerable<Refusal> Judge(Effect effect, IReadOnlyList<Effect> visible, bool acceptsUnresolved, string field)
    {
        if (effect.Body is not FacilityRegistered && !visible.Any(other => other.Body is FacilityRegistered))
            return [FacilityRules.UnknownFacility.Refuse(field, $"{effect.Entity} is not registered: its first effect is facilityRegistered")];
        // Targets are sought among all visible effects; dates and standing are judged on those before this one in legal order.
        var licences = new Licences([.. visible.Order(LegalOrder.Instance)]);
        var before = new Licences([.. visible.Where(other => IsIntroduction(other) || LegalOrder.Instance.Compare(other, effect) < 0).Order(LegalOrder.Instance)]);
        var rules = new LicenceRules(effect, licences, before, acceptsUnresolved, field);
        return effect.Body switch
        {
            FacilityRegistered it => PlantRules.Register(effect, it, visible, field),
            StageStatusChanged it => PlantRules.Products(it.Products, $"{field}.products"),
            CapacityRated it => PlantRules.Capacity(it.Product, it.Amount, field),
            CapacityPlanned it => PlantRules.Capacity(it.Product, it.Amount, field),
            MilestonePlanned it => PlantRules.Milestone(it, field),
            OutputReported it => PlantRules.Output(effect, it, field),
            FirstOutputAchieved it => PlantRules.FirstOutput(it, field),
            InvestmentCommitted it => PlantRules.IsSaid(it.By, $"{field}.by"),
            OperatorChanged it => PlantRules.IsSaid(it.Operator, $"{field}.operator"),
            IncidentReported it => PlantRules.Incident(effect, it, field),
            DependencyDeclared it => PlantRules.Depend(effect, it, field),
            TenderOpened it => TenderRules.Open(effect, it, visible, field),
            TenderWithdrawn it => TenderRules.Withdraw(effect, it, visible, acceptsUnresolved, field),
            LicenceGranted it => rules.Grant(it),
            LicenceRenewed it => rules.Renew(it),
            LicenceSuspended it => rules.Suspend(it),
            LicenceSuspensionExtended it => rules.ExtendSuspension(it),
            LicenceSuspensionEnded it => rules.EndSuspension(it),
            LicenceRevoked it => rules.Revoke(it),
            LicenceConditionImposed it => rules.Impose(it),
            LicenceConditionRescheduled it => rules.Reschedule(it),
            LicenceConditionLifted it => rules.Lift(it),
            StatementRecorded => [],
            _ => throw new InvalidOperationException($"no rule for {effect.Body.GetType().Name} on a facility"),
        };
    }

    private static bool IsIntroduction(Effect effect) => effect.Body is LicenceGranted or LicenceConditionImposed;
}
