using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Facilities.Domain;

/// <summary>Rules about plants: what they are, what they make, and how much.</summary>
internal static class PlantRules
{
    public static IEnumerable<Refusal> Register(Effect effect, FacilityRegistered registered, IReadOnlyList<Effect> visible, string field)
    {
        if (visible.FirstOrDefault(other => other.Body is FacilityRegistered) is { } twin)
            yield return FacilityRules.RegisteredTwice.Refuse(field, $"{effect.Entity} is registered by {twin.Reference} already");
        if (string.IsNullOrWhiteSpace(registered.Name))
            yield return FacilityRules.RegisteredTwice.Refuse($"{field}.name", "it has no name");
        if (registered.Country is { } code && !Jurisdictions.IsCountry(code))
            yield return FacilityRules.Country.Refuse($"{field}.country", $"'{code}' is not an ISO 3166-1 alpha-2 code");
        if (registered.Kind != FacilityKind.Group && registered.Country is null)
            yield return FacilityRules.Country.Refuse($"{field}.country", $"a {Words.Of(registered.Kind)} lies in a country, and none is stated");
        if (registered.Kind != FacilityKind.Group && !registered.Members.IsEmpty)
            yield return FacilityRules.Country.Refuse($"{field}.members", $"a {Words.Of(registered.Kind)} has no members: register a group");
        if (registered is { Kind: FacilityKind.Group, Location: { } location })
            yield return FacilityRules.Country.Refuse($"{field}.location", $"a group has no place of its own, such as {location}: its members have");
        if (registered.Members.Contains(effect.Entity))
            yield return FacilityRules.DependsOnItself.Refuse($"{field}.members", $"{effect.Entity} cannot be a member of itself");
    }

    public static IEnumerable<Refusal> Capacity(string product, Quantity amount, string field)
    {
        foreach (var refusal in Products([product], $"{field}.product"))
            yield return refusal;
        if (amount.Amount is null)
            yield return FacilityRules.CapacityUnit.Refuse($"{field}.amount.amount", $"the amount is not stated (in {amount.Unit}): what is not known of a capacity is not one");
        if (!IsPerTime(amount))
            yield return FacilityRules.CapacityUnit.Refuse($"{field}.amount.unit", $"'{amount.Unit}' is no amount per time, such as t/yr");
    }

    public static IEnumerable<Refusal> Output(Effect effect, OutputReported output, string field)
    {
        foreach (var refusal in Products([output.Product], $"{field}.product"))
            yield return refusal;
        if (IsPerTime(output.Amount))
            yield return FacilityRules.OutputUnit.Refuse($"{field}.amount.unit", $"'{output.Amount.Unit}' is an amount per time: state how much was made from {output.From} through {output.Through}");
        if (EndsBefore(effect, output.From, new PeriodEnd(output.Through, null)))
            yield return FacilityRules.PeriodBackwards.Refuse($"{field}.through", $"the period begins on {output.From} and ends through {output.Through}");
    }

    public static IEnumerable<Refusal> FirstOutput(FirstOutputAchieved first, string field)
    {
        foreach (var refusal in Products([first.Product], $"{field}.product"))
            yield return refusal;
        if (first.Amount is { } amount && IsPerTime(amount))
            yield return FacilityRules.OutputUnit.Refuse($"{field}.amount.unit", $"'{amount.Unit}' is an amount per time: a first output is an amount");
    }

    public static IEnumerable<Refusal> Milestone(MilestonePlanned milestone, string field)
    {
        if (milestone.Status is null == milestone.FirstOutputOf is null)
        {
            yield return FacilityRules.Milestone.Refuse(
                field, milestone.Status is { } status ? $"it states both {Words.Of(status)} and the first output of {milestone.FirstOutputOf}" : "it states neither a stage status nor a first output");
        }
        if (milestone.FirstOutputOf is { } product)
        {
            foreach (var refusal in Products([product], $"{field}.firstOutputOf"))
                yield return refusal;
        }
    }

    public static IEnumerable<Refusal> Incident(Effect effect, IncidentReported incident, string field)
    {
        foreach (var refusal in IsSaid(incident.Summary, $"{field}.summary"))
            yield return refusal;
        if (incident.Through is { } through && EndsBefore(effect, effect.OwnDate(incident.Effective), new PeriodEnd(through, null)))
            yield return FacilityRules.PeriodBackwards.Refuse($"{field}.through", $"it begins on {effect.OwnDate(incident.Effective)} and ends through {through}");
    }

    public static IEnumerable<Refusal> Depend(Effect effect, DependencyDeclared dependency, string field)
    {
        if (dependency.On == effect.Entity)
            yield return FacilityRules.DependsOnItself.Refuse($"{field}.on", $"{effect.Entity} cannot depend on itself");
        foreach (var refusal in IsSaid(dependency.On, $"{field}.on"))
            yield return refusal;
    }

    public static IEnumerable<Refusal> IsSaid(string text, string field)
    {
        if (string.IsNullOrWhiteSpace(text))
            yield return FacilityRules.NothingSaid.Refuse(field, "nothing is stated");
    }

    public static IEnumerable<Refusal> Products(Items<string> products, string field)
    {
        for (var i = 0; i < products.Count; i++)
        {
            if (!CompoundKey.TryParse(products[i], out _, out var error))
                yield return FacilityRules.MalformedGoods.Refuse(products.Count > 1 ? $"{field}[{i}]" : field, error);
        }
    }

    public static bool EndsBefore(Effect effect, LegalMoment starts, PeriodEnd end) =>
        !end.IsOpen && LegalTime.EndOf(end, Bound.Latest, effect.Zone) <= LegalTime.StartOf(starts, Bound.Earliest, effect.Zone);

    private static bool IsPerTime(Quantity amount) => amount.Unit.Contains('/', StringComparison.Ordinal) || amount.Unit.Contains(" per ", StringComparison.OrdinalIgnoreCase);
}
