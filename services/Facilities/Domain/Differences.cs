using Ledger.Kernel;

namespace Ledger.Facilities.Domain;

/// <summary>What differs between two states of one facility, in plain words; the first that does.</summary>
internal static class Differences
{
    public static string? Between(FacilityState before, FacilityState after)
    {
        if (before.IsRegistered != after.IsRegistered)
            return "it comes to exist";
        return Stages(before, after) ?? Capacities(before, after) ?? Licences(before, after) ?? Plans(before, after) ?? Others(before, after);
    }

    private static string? Stages(FacilityState before, FacilityState after) =>
        after.Stages.FirstOrDefault(stage => before.Stages.FirstOrDefault(was => was.Stage == stage.Stage) is not { } was || was.Status != stage.Status || was.IsCertain != stage.IsCertain)
            is { } changed ? $"{Words.Of(changed.Stage)} becomes {Words.Of(changed.Status)}{Certainty(changed.IsCertain)}" : null;

    private static string? Capacities(FacilityState before, FacilityState after) =>
        after.Capacities.FirstOrDefault(capacity => !before.Capacities.Any(was => was.Rated == capacity.Rated && was.IsCertain == capacity.IsCertain))
            is { } changed ? $"{changed.Rated.Product} capacity becomes {Words.Of(changed.Rated.Amount)}{Certainty(changed.IsCertain)}" : null;

    private static string? Licences(FacilityState before, FacilityState after)
    {
        foreach (var licence in after.Licences)
        {
            var was = before.Licences.FirstOrDefault(other => other.Id == licence.Id);
            if (was is null || was.Status != licence.Status || was.IsCertain != licence.IsCertain || was.Ends != licence.Ends)
                return was is not null && was.Status == licence.Status && was.IsCertain == licence.IsCertain
                    ? $"licence {licence.Id} goes into its next period" : $"licence {licence.Id} becomes {Words.Of(licence.Status)}{Certainty(licence.IsCertain)}";
            var condition = licence.Conditions.FirstOrDefault(each =>
                was.Conditions.FirstOrDefault(other => other.Id == each.Id) is not { } then || then.Status != each.Status || then.IsCertain != each.IsCertain);
            if (condition is not null)
                return $"licence condition {condition.Id} becomes {Words.Of(condition.Status)}{Certainty(condition.IsCertain)}";
        }
        return null;
    }

    private static string? Plans(FacilityState before, FacilityState after) =>
        after.Plans.FirstOrDefault(plan => before.Plans.FirstOrDefault(was => ReferenceEquals(was.By, plan.By)) is not { } was || was.Standing != plan.Standing || was.IsCertain != plan.IsCertain)
            is { } changed ? $"{Plain.Summary(changed.Plan)}: {Words.Of(changed.Standing)}" : null;

    private static string? Others(FacilityState before, FacilityState after) =>
        before.Operator != after.Operator ? $"{after.Operator} becomes the operator"
        : before.FirstOutputs != after.FirstOutputs ? "a first output is reached"
        : before.Dependencies != after.Dependencies ? "a dependency begins"
        : before.Tenders != after.Tenders ? "a tender changes"
        : before.Incidents != after.Incidents ? "an incident begins"
        : before.Investments != after.Investments ? "an investment is committed"
        : before.Outputs != after.Outputs ? "a reported period ends"
        : null;

    private static string Certainty(bool isCertain) => isCertain ? "" : " (possibly)";
}
