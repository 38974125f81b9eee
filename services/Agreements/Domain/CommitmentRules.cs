using Ledger.Events;
using Ledger.Kernel;
using NodaTime;

namespace Ledger.Agreements.Domain;

/// <summary>Rules about commitments and their fulfilment.</summary>
internal static class CommitmentRules
{
    public static IEnumerable<Refusal> Make(Effect effect, CommitmentMade made, StateBefore state, string field)
    {
        if (state.Visible.FirstOrDefault(other => other.Body is CommitmentMade earlier && earlier.Commitment == made.Commitment) is { } twin)
            yield return AgreementRules.CommitmentTwice.Refuse($"{field}.commitment", $"{made.Commitment} is made by {twin.Reference} already");
        if (made.By.IsEmpty || string.IsNullOrWhiteSpace(made.What) || string.IsNullOrWhiteSpace(made.Commitment))
            yield return AgreementRules.NobodyUndertakes.Refuse(field, "a commitment has an id, says who undertakes it, and what");
        foreach (var refusal in StepRules.IsParty(made.By, state, $"{field}.by"))
            yield return refusal;
        if (made.Due is { } due && Commitments.IsBefore(due, effect.AnnouncedOn))
            yield return AgreementRules.DueBeforeMade.Refuse($"{field}.due", $"it is due on {due}, before it was announced on {effect.AnnouncedOn}");
        if (made.Recurrence is not { } rule)
            yield break;
        if (made.Due is not { IsExact: true, EarliestDay: { } first })
            yield return AgreementRules.Recurrence.Refuse($"{field}.due", "a recurring commitment states its first due date, exactly");
        else if (Recurrences.Fault(rule, first) is { } fault)
            yield return AgreementRules.Recurrence.Refuse($"{field}.recurrence", fault);
    }

    public static IEnumerable<Refusal> Fulfil(Effect effect, CommitmentFulfilled fulfilled, StateBefore state, string field)
    {
        if (state.Visible.FirstOrDefault(other => other.Body is CommitmentMade made && made.Commitment == fulfilled.Commitment) is not { Body: CommitmentMade commitment } undertaking)
        {
            yield return AgreementRules.UnknownCommitment.Refuse($"{field}.commitment", $"{effect.Entity} has no commitment {fulfilled.Commitment}");
            yield break;
        }
        var own = effect.OwnDate(fulfilled.Effective);
        if (Commitments.IsBefore(own, undertaking.AnnouncedOn))
            yield return AgreementRules.FulfilledBefore.Refuse(field, $"{fulfilled.Commitment} was made on {undertaking.AnnouncedOn}, after {own}");
        foreach (var stranger in fulfilled.By.Where(party => !commitment.By.Contains(party)))
            yield return AgreementRules.NotAParty.Refuse($"{field}.by", $"{stranger} did not undertake {fulfilled.Commitment}: {Words.List(commitment.By)} did");
        if (Occurrence(commitment, fulfilled) is { } wrong)
            yield return AgreementRules.WrongOccurrence.Refuse($"{field}.occurrence", wrong);
        foreach (var twin in state.Visible.Where(other => other.Body is CommitmentFulfilled earlier && earlier.Commitment == fulfilled.Commitment && earlier.Occurrence == fulfilled.Occurrence))
        {
            var earlier = ((CommitmentFulfilled)twin.Body).By;
            var both = fulfilled.By.IsEmpty || earlier.IsEmpty ? commitment.By : fulfilled.By.Where(party => earlier.Contains(party)).ToItems();
            if (!both.IsEmpty)
                yield return AgreementRules.FulfilledTwice.Refuse(field, $"{fulfilled.Commitment} was fulfilled by {Words.List(both)} in {twin.Reference} already");
        }
    }

    private static string? Occurrence(CommitmentMade made, CommitmentFulfilled fulfilled) => (made.Recurrence, fulfilled.Occurrence) switch
    {
        (null, null) => null,
        (null, { } stated) => $"{made.Commitment} does not recur, and {stated} is stated as its occurrence",
        ({ } rule, null) => $"{made.Commitment} recurs ({rule}): name the due date of the occurrence",
        ({ } rule, { IsExact: true, EarliestDay: { } day }) =>
            made.Due?.EarliestDay is { } first && Recurrences.NextFrom(rule, first, day) == day ? null : $"{day:uuuu-MM-dd} is no due date of {made.Commitment} ({rule} from {made.Due})",
        (_, { } vague) => $"'{vague}' does not name one due date",
    };
}
