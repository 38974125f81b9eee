using Ledger.Events;
using Ledger.Kernel;
using NodaTime;

namespace Ledger.Agreements.Domain;

/// <summary>Rules about commitments and their fulfilment.</summary>
internal static class CommitmentRules
{
    public static IEnumerable<Refusal> Make(Effect effect, CommitmentMade made, StateBefore state, string field)
    {
        foreach (var other in state.Visible.Where(other => other.Body is CommitmentMade same && same.Commitment == made.Commitment))
        {
            if (other.Act == effect.Act)
                yield return AgreementRules.CommitmentTwice.Refuse($"{field}.commitment", $"{made.Commitment} is made by {other.Reference} already, in the same act");
            else if (!made.By.Order(StringComparer.Ordinal).SequenceEqual(((CommitmentMade)other.Body).By.Order(StringComparer.Ordinal)))
                yield return AgreementRules.CommitmentTwice.Refuse($"{field}.by", $"{made.Commitment} is undertaken by {Words.List(((CommitmentMade)other.Body).By)} in {other.Reference}: what others undertake has an id of its own");
        }
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
        var makings = state.Visible.Where(other => other.Body is CommitmentMade made && made.Commitment == fulfilled.Commitment).Order(LegalOrder.Instance).ToList();
        if (makings.Count == 0)
        {
            yield return AgreementRules.UnknownCommitment.Refuse($"{field}.commitment", $"{effect.Entity} has no commitment {fulfilled.Commitment}");
            yield break;
        }
        var (own, commitment) = (effect.OwnDate(fulfilled.Effective), (CommitmentMade)makings[0].Body);
        if (Commitments.IsBefore(own, makings[0].AnnouncedOn))
            yield return AgreementRules.FulfilledBefore.Refuse(field, $"{fulfilled.Commitment} was made on {makings[0].AnnouncedOn}, after {own}");
        foreach (var stranger in fulfilled.By.Where(party => !commitment.By.Contains(party)))
            yield return AgreementRules.NotAParty.Refuse($"{field}.by", $"{stranger} did not undertake {fulfilled.Commitment}: {Words.List(commitment.By)} did");
        if (makings.Select(making => Occurrence((CommitmentMade)making.Body, fulfilled)).ToList() is var faults && faults.TrueForAll(fault => fault is not null))
            yield return AgreementRules.WrongOccurrence.Refuse($"{field}.occurrence", faults[^1]!);
        // Only what was said before it in legal order: an older report is entered late as well as in time.
        foreach (var twin in state.Before.Where(other => other.Body is CommitmentFulfilled earlier && earlier.Commitment == fulfilled.Commitment && earlier.Occurrence == fulfilled.Occurrence))
        {
            var earlier = (CommitmentFulfilled)twin.Body;
            var both = fulfilled.By.IsEmpty || earlier.By.IsEmpty ? (fulfilled.By.IsEmpty ? earlier.By : fulfilled.By) : fulfilled.By.Where(party => earlier.By.Contains(party)).ToItems();
            var whole = fulfilled.By.IsEmpty && earlier.By.IsEmpty;
            // What was moved since is to be fulfilled again.
            var isMovedSince = makings.Exists(making =>
                LegalOrder.Instance.Compare(making, effect) < 0 && twin.OwnDate(earlier.Effective).LatestDay < making.AnnouncedDay && !Commitments.IsBefore(own, making.AnnouncedOn));
            if ((whole || !both.IsEmpty) && !isMovedSince)
                yield return AgreementRules.FulfilledTwice.Refuse(field, $"{fulfilled.Commitment} was fulfilled by {Words.List(whole ? commitment.By : both)} in {twin.Reference} already");
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
