using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Facilities.Domain;

/// <summary>Rules about tenders.</summary>
internal static class TenderRules
{
    public static IEnumerable<Refusal> Open(Effect effect, TenderOpened opened, IReadOnlyList<Effect> visible, string field)
    {
        if (string.IsNullOrWhiteSpace(opened.Tender))
            yield return FacilityRules.Tender.Refuse($"{field}.tender", "the tender has no id");
        if (visible.FirstOrDefault(other => other.Body is TenderOpened earlier && earlier.Tender == opened.Tender) is { } twin)
            yield return FacilityRules.Tender.Refuse($"{field}.tender", $"tender {opened.Tender} is opened by {twin.Reference} already");
        foreach (var refusal in PlantRules.Products([opened.Product], $"{field}.product"))
            yield return refusal;
        if (opened.Closes is { } closes && PlantRules.EndsBefore(effect, effect.OwnDate(opened.Effective), new PeriodEnd(closes, null)))
            yield return FacilityRules.PeriodBackwards.Refuse($"{field}.closes", $"it opens on {effect.OwnDate(opened.Effective)} and closes on {closes}");
    }

    public static IEnumerable<Refusal> Withdraw(Effect effect, TenderWithdrawn withdrawn, IReadOnlyList<Effect> visible, bool acceptsUnresolved, string field)
    {
        if (visible.FirstOrDefault(other => other.Body is TenderOpened opened && opened.Tender == withdrawn.Tender) is not { Body: TenderOpened opened } opening)
        {
            if (!acceptsUnresolved)
                yield return FacilityRules.Tender.Refuse($"{field}.tender", $"no tender {withdrawn.Tender} is opened");
            yield break;
        }
        var own = effect.OwnDate(withdrawn.Effective);
        if (own.LatestDay < opening.OwnDate(opened.Effective).EarliestDay)
            yield return FacilityRules.Tender.Refuse(field, $"tender {withdrawn.Tender} opens on {opening.OwnDate(opened.Effective)}, after {own}");
        if (Tenders.CloseOf(opened, opening, Bound.Latest) <= LegalTime.StartOf(own, Bound.Earliest, effect.Zone))
            yield return FacilityRules.Tender.Refuse(field, $"tender {withdrawn.Tender} had closed on {opened.Closes}, before {own}");
        // Only what was said before it in legal order, and withdraws it no later: an older report is entered late as well as in time.
        if (visible.FirstOrDefault(other => LegalOrder.Instance.Compare(other, effect) < 0 && other.Body is TenderWithdrawn earlier && earlier.Tender == withdrawn.Tender
            && !(own.LatestDay < other.OwnDate(earlier.Effective).EarliestDay)) is { } twin)
        {
            yield return FacilityRules.Tender.Refuse($"{field}.tender", $"tender {withdrawn.Tender} is withdrawn by {twin.Reference} already");
        }
    }
}
