using Ledger.Api.Facilities.V1;
using Ledger.Api.Timeline.V1;

namespace Ledger.Cli.Rendering;

/// <summary>A plant, a mine or a group of them.</summary>
internal static class FacilityText
{
    public static void Tell(Page page, FacilityState facility)
    {
        page.Title(facility.Name, facility.Id, Words.Of(facility.Kind), Look.Plain);
        page.Fact(2, "Where", Words.Joined(", ", facility.Location, facility.Country));
        page.Fact(2, "Operator", facility.Operator.Length > 0 ? facility.Operator + Words.Doubt(facility.OperatorCertainty) : "not stated");
        page.Fact(2, "Members", Words.List(facility.Members));
        Section(page, "Stages", "", facility.Stages, stage => Words.Joined(
            "", $"{Words.Sentence(Words.Of(stage.Stage))}: {(stage.Status == StageStatus.Unspecified ? "not known" : Words.Of(stage.Status))}{Words.Doubt(stage.Certainty)}",
            Since(stage.Since), stage.Products.Count > 0 ? $"; makes {Words.List(stage.Products)}" : ""), stage => stage.Reference);
        Section(page, "Capacity", "that exists", facility.Capacities, capacity => Words.Joined(
            "", $"{capacity.Product}: {Words.Of(capacity.Amount)}, {Words.Of(capacity.Basis)}", At(capacity.Stage), Words.Doubt(capacity.Certainty), Since(capacity.Since)),
            capacity => capacity.Reference);
        Section(page, "Planned", "happens only when a fact says so", facility.Plans, plan => Words.Joined(
            "", Words.Sentence(plan.What), Due(plan), $": {plan.Standing}{Words.Doubt(plan.Certainty)}",
            plan.ConfirmedBy.Length > 0 ? $" by {plan.ConfirmedBy}" : ""), plan => plan.Reference);
        Section(page, "Output", "reported", facility.Outputs, output => $"{output.Product}: {Words.Of(output.Amount)}, {output.From} to {output.Through}{Words.Doubt(output.Certainty)}", output => output.Reference);
        Section(page, "First output", "", facility.FirstOutputs, first => Words.Joined(
            "", $"{first.Product}", At(first.Stage), first.Pilot ? ", at pilot scale" : "", first.Effective.Length > 0 ? $", {first.Effective}" : "", Words.Doubt(first.Certainty)), first => first.Reference);
        Licences(page, facility.Licences);
        Section(page, "Depends on", "", facility.Dependencies, dependency => $"{dependency.On}{(dependency.Resolved ? "" : " (not recorded here)")} for {dependency.For}{Words.Doubt(dependency.Certainty)}", _ => "");
        Section(page, "Investment", "", facility.Investments, text => text, _ => "");
        Section(page, "Tenders", "", facility.Tenders, text => text, _ => "");
        Section(page, "Incidents", "", facility.Incidents, text => text, _ => "");
        page.Heading("Acts", "in legal order");
        page.Acts(2, facility.Acts, facility.Id);
        page.Claims(facility.Claims);
        page.Next(facility.NextChange);
    }

    private static void Licences(Page page, IReadOnlyList<LicenceState> licences)
    {
        if (licences.Count == 0)
            return;
        page.Heading("Licences");
        foreach (var licence in licences)
        {
            page.Line(
                2, Piece.Strong(licence.Title.Length > 0 ? licence.Title : licence.Licence), ": ", new Piece(Words.Of(licence.Status, licence.Certainty), EntityPage.LookOf(licence.Status)),
                Held(licence.Status, licence.HoldsFrom, licence.Ends), licence.Issuer.Length > 0 ? $"; from {licence.Issuer}" : "", Piece.Dim($"  {licence.Licence}"));
            foreach (var condition in licence.Conditions)
            {
                var held = condition.Starts.Length > 0 ? Held(condition.Status, condition.Starts, condition.Ends) : ", put off indefinitely";
                page.Line(4, $"On condition: {condition.What}: {Words.Of(condition.Status, condition.Certainty)}{held}",
                    Piece.Dim($"  {condition.Condition}"));
            }
            if (licence.NextChange is { } next)
                page.Line(4, $"Next: {Sources.Of(next)}.");
        }
    }

    private static void Section<T>(Page page, string title, string gloss, IReadOnlyList<T> items, Func<T, string> tell, Func<T, string> reference)
    {
        if (items.Count == 0)
            return;
        page.Heading(title, gloss);
        foreach (var item in items)
            page.Line(2, tell(item), Piece.Dim(reference(item) is { Length: > 0 } text ? $"  {text}" : ""));
    }

    /// <summary>The due date, where the words of the plan do not hold it already.</summary>
    private static string Due(PlanState plan) =>
        plan.Due.Length == 0 ? ", no date stated" : plan.What.Contains(plan.Due, StringComparison.Ordinal) ? "" : $", due {plan.Due}";

    /// <summary>"since" is for what still holds and has no end: of what is over or still to come, the span is told.</summary>
    private static string Held(Status status, string from, string ends) =>
        ends.Length == 0 && status is Status.InForce or Status.Suspended or Status.PartlySuspended ? Since(from) : Words.Span(from, ends) is { Length: > 0 } span ? $", {span}" : "";

    private static string Since(string day) => day.Length > 0 ? $", since {day}" : "";

    private static string At(Stage stage) => stage == Stage.Unspecified ? "" : $", {Words.Of(stage)}";
}
