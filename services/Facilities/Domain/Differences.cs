using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;

namespace Ledger.Facilities.Domain;

/// <summary>One thing that differs.</summary>
/// <param name="What">In plain words.</param>
/// <param name="Concerned">The effects it rests on, in legal order, one of which gives its date; empty: the facility's own.</param>
internal sealed record Difference(string What, Items<Effect> Concerned);

/// <summary>
/// What differs between two states of one facility: a status, a value, a certainty, or what is listed. That another act says the same is no
/// difference (DESIGN T4).
/// </summary>
internal static class Differences
{
    /// <summary>One thing that a state says.</summary>
    /// <param name="Subject">What it is about; one line a subject.</param>
    /// <param name="Value">What it says of it.</param>
    /// <param name="IsCertain">False where another reading differs.</param>
    /// <param name="Says">It as a clause: "stage separation is operating".</param>
    /// <param name="Becomes">How it comes about, after what it said before (null: nothing): "stage separation becomes operating".</param>
    /// <param name="Ceases">How it ceases to be said.</param>
    /// <param name="Concerned">The effects it rests on, in legal order.</param>
    private sealed record Line(
        string Subject, string Value, bool IsCertain, string Says, Func<string?, string> Becomes, string Ceases, Items<Effect> Concerned);

    public static IEnumerable<Difference> Between(FacilityState before, FacilityState after)
    {
        var earlier = Lines(before).ToDictionary(line => line.Subject);
        foreach (var line in Lines(after))
        {
            if (!earlier.Remove(line.Subject, out var was) || was.Value != line.Value)
                yield return new Difference($"{line.Becomes(was?.Value)}{(line.IsCertain ? "" : " (possibly)")}", line.Concerned);
            else if (was.IsCertain != line.IsCertain)
                yield return new Difference($"that {line.Says} is {(line.IsCertain ? "certain" : "no longer certain")}", line.Concerned);
        }
        foreach (var gone in earlier.Values)
            yield return new Difference(gone.Ceases, gone.Concerned);
    }

    private static IEnumerable<Line> Lines(FacilityState state) =>
        Facility(state).Concat(state.Stages.Select(Of)).Concat(state.Capacities.Select(Of)).Concat(state.Licences.SelectMany(Of))
            .Concat(state.Plans.Select(Of)).Concat(Listed(state));

    private static IEnumerable<Line> Facility(FacilityState state)
    {
        if (state.IsAnnounced)
            yield return Of("facility announced", "", true, "it is announced", "it is announced", []);
        if (state.IsRegistered)
            yield return Of("facility exists", "", true, "it exists", "it comes to exist", []);
        if (state.Operator is { } by)
            yield return Of("operator", by.Name, by.IsCertain, $"{by.Name} is the operator", $"{by.Name} becomes the operator", [by.By]);
    }

    private static Line Of(StageState stage)
    {
        var makes = stage.Products.IsEmpty ? "" : $" ({Words.List(stage.Products)})";
        var (name, status) = ($"stage {Words.Of(stage.Stage)}", $"{Words.Of(stage.Status)}{makes}");
        return Of(name, status, stage.IsCertain, $"{name} is {status}", $"{name} becomes {status}", [stage.By]);
    }

    private static Line Of(CapacityState capacity)
    {
        var rated = capacity.Rated;
        var (name, amount) = ($"{rated.Product} capacity at {Words.Of(rated.Stage)} ({Words.Of(rated.Basis)})", Words.Of(rated.Amount));
        return Of($"capacity {CapacitySubject.Of(rated)}", $"{rated.Amount}", capacity.IsCertain, $"{name} is {amount}", $"{name} becomes {amount}", [capacity.By]);
    }

    private static Line Of(PlanState plan)
    {
        var what = Plain.Summary(plan.Plan);
        var concerned = plan.ConfirmedBy is { } confirmedBy ? Items.Of<Effect>([plan.By, confirmedBy]) : [plan.By];
        var becomes = plan.Standing == PlanStanding.Planned ? what : $"{what}: {Words.Of(plan.Standing)}";
        return Of($"plan {Plans.SubjectOf(plan.Plan)}", $"{plan.Standing} {what}", plan.IsCertain, becomes, becomes, concerned);
    }

    private static IEnumerable<Line> Of(LicenceState licence)
    {
        var own = licence.Acts.Where(act => act.Body is not (LicenceConditionImposed or LicenceConditionRescheduled or LicenceConditionLifted)).ToItems();
        yield return Of($"licence {licence.Id}", "is revoked", licence.Status, licence.IsCertain, own);
        var ends = licence.Ends is { IsOpen: false } end ? $"{end}" : "until further notice";
        var period = $"from {licence.HoldsFrom} {ends}";
        yield return Of(
            $"period of licence {licence.Id}", period, true, $"licence {licence.Id} holds {period}", $"licence {licence.Id} goes into its period {period}", own);
        foreach (var condition in licence.Conditions)
            yield return Of($"licence condition {condition.Id}", "ends", condition.Status, condition.IsCertain, licence.Acts);
    }

    private static Line Of(string name, string repealed, Status status, bool isCertain, Items<Effect> acts)
    {
        string Becomes(string? was) => status switch
        {
            Status.Lapsed => $"{name} lapses",
            Status.Repealed => $"{name} {repealed}",
            Status.InForce => was == nameof(Status.Suspended) ? $"{name} is in force again" : $"{name} comes into force",
            _ => $"{name} is {Words.Of(status)}",
        };
        return new Line(name, $"{status}", isCertain, $"{name} is {Words.Of(status)}", Becomes, $"{name} is gone", acts);
    }

    private static IEnumerable<Line> Listed(FacilityState state)
    {
        foreach (var first in state.FirstOutputs)
            yield return Of(first.By.Reference, "", first.IsCertain, Plain.Summary(first.Body), Plain.Summary(first.Body), [first.By]);
        foreach (var output in state.Outputs)
            yield return Of(output.By.Reference, "", output.IsCertain, Plain.Summary(output.Body), $"a reported period ends: {Plain.Summary(output.Body)}", [output.By]);
        foreach (var each in state.Dependencies)
            yield return Of($"dependency on {each.Body.On} for {each.Body.For}", "", each.IsCertain, Plain.Summary(each.Body), Plain.Summary(each.Body), [each.By]);
        foreach (var each in state.Investments)
            yield return Of(each.By.Reference, "", each.IsCertain, Plain.Summary(each.Body), Plain.Summary(each.Body), [each.By]);
        foreach (var each in state.Incidents)
            yield return Of(each.By.Reference, "", each.IsCertain, Plain.Summary(each.Body), Plain.Summary(each.Body), [each.By]);
        foreach (var (body, by) in state.Tenders)
        {
            var ceases = body is TenderOpened opened ? $"tender {opened.Tender} closes" : Plain.Summary(body);
            yield return new Line(by.Reference, "", true, Plain.Summary(body), _ => Plain.Summary(body), ceases, [by]);
        }
    }

    private static Line Of(string subject, string value, bool isCertain, string says, string becomes, Items<Effect> concerned) =>
        new(subject, value, isCertain, says, _ => becomes, $"it is no longer so that {says}", concerned);
}
