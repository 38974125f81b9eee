using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Agreements.Domain;

/// <summary>Rules about the steps of an agreement's life.</summary>
internal static class StepRules
{
    public static IEnumerable<Refusal> Introduce(
        Effect effect, Items<string> parties, Items<string> goods, LegalMoment? longstop, LegalMoment? own, StateBefore state, string field)
    {
        var visible = state.Visible;
        if (visible.FirstOrDefault(other => other.Body.GetType() == effect.Body.GetType()) is { } twin)
            yield return AgreementRules.SignedTwice.Refuse(field, $"{effect.Entity} is {(effect.Body is AgreementSigned ? "signed" : "announced")} by {twin.Reference} already");
        if (effect.Body is AgreementAnnounced
            && visible.FirstOrDefault(other => other.Body is AgreementSigned && LegalOrder.Instance.Compare(other, effect) < 0) is { } signed)
        {
            yield return AgreementRules.SignedTwice.Refuse(field, $"{effect.Entity} was signed by {signed.Reference}, announced on {signed.AnnouncedOn}: what comes later is no announcement of it");
        }
        if (parties.IsEmpty)
            yield return AgreementRules.NoParties.Refuse($"{field}.parties", "no party is named");
        foreach (var twice in parties.GroupBy(party => party).Where(party => party.Count() > 1))
            yield return AgreementRules.NoParties.Refuse($"{field}.parties", $"{twice.Key} is named twice");
        for (var i = 0; i < goods.Count; i++)
        {
            if (!CompoundKey.TryParse(goods[i], out _, out var error))
                yield return AgreementRules.MalformedGoods.Refuse($"{field}.goods[{i}]", error);
        }
        if (longstop is not null && Commitments.IsBefore(longstop, effect.OwnDate(own)))
            yield return AgreementRules.LongstopBeforeStep.Refuse($"{field}.longstop", $"the longstop day {longstop} is before {effect.OwnDate(own)}");
        foreach (var refusal in IsNotOver(state, field))
            yield return refusal;
    }

    public static IEnumerable<Refusal> Ratify(AgreementRatified ratified, StateBefore state, string field)
    {
        foreach (var refusal in IsParty([ratified.By], state, $"{field}.by"))
            yield return refusal;
        // Only what was said before it in legal order: an older report is entered late as well as in time.
        if (state.Before.FirstOrDefault(other => other.Body is AgreementRatified earlier && earlier.By == ratified.By) is { } twin)
            yield return AgreementRules.RatifiedTwice.Refuse($"{field}.by", $"{ratified.By} ratified by {twin.Reference} already");
        foreach (var refusal in IsNotOver(state, field))
            yield return refusal;
    }

    public static IEnumerable<Refusal> EnterIntoForce(Effect effect, AgreementEnteredIntoForce entered, StateBefore state, string field)
    {
        foreach (var refusal in Period(effect, entered.Period, $"{field}.period"))
            yield return refusal;
        if (state.Life?.EndingBefore(effect) is { } ending)
            yield return AgreementRules.InForceTwice.Refuse(field, $"{effect.Entity} is {Ended(ending)} on {entered.Period.Starts}");
        else if (state.Life?.At(Readings.StartOf(entered.Period.Starts, Pull.Counts, Reading.Shown, effect)).InForceSince is { } since)
            yield return AgreementRules.InForceTwice.Refuse(field, $"{effect.Entity} is in force since {since}");
    }

    public static IEnumerable<Refusal> Renew(Effect effect, AgreementRenewed renewed, StateBefore state, string field)
    {
        if (renewed is { Through: not null, Until: not null })
            yield return AgreementRules.PeriodBackwards.Refuse(field, $"it ends both through {renewed.Through} and until {renewed.Until}: state one");
        // Targets are sought among all visible effects: the source of the entry may be younger than the renewal.
        if ((state.Before.LastOrDefault(IsEntry) ?? state.Visible.Order(LegalOrder.Instance).FirstOrDefault(IsEntry)) is not { } entered)
        {
            yield return AgreementRules.NothingToRenew.Refuse(field, $"{effect.Entity} has not entered into force");
            yield break;
        }
        foreach (var refusal in IsNotOver(state, field))
            yield return refusal;
        var last = new Force(state.Before.Contains(entered) ? state.Before : state.Before.Append(entered), Reading.Shown, Reading.Shown).LastLink!;
        if (last.Ends.IsOpen && renewed.Starts is null)
            yield return AgreementRules.NothingToRenew.Refuse(field, $"the force since {((AgreementEnteredIntoForce)entered.Body).Period.Starts} has no end");
        else if (renewed.Starts is null && last.LatestEnd <= LegalTime.StartOfDay(effect.AnnouncedDay, effect.Zone))
            yield return AgreementRules.NothingToRenew.Refuse($"{field}.starts", $"the force ended {last.Ends}, before {effect.AnnouncedOn}: state the renewal's own start");
        var end = new PeriodEnd(renewed.Through, renewed.Until);
        var start = renewed.Starts is { } own ? LegalTime.StartOf(own, Bound.Earliest, effect.Zone) : last.End == Instant.MaxValue ? last.Start : last.End;
        if (!end.IsOpen && LegalTime.EndOf(end, Bound.Latest, effect.Zone) <= start)
            yield return AgreementRules.PeriodBackwards.Refuse(field, $"it begins {(renewed.Starts is { } starts ? $"on {starts}" : $"where the force ended, {last.Ends},")} and ends {end}");
    }

    public static IEnumerable<Refusal> Suspend(Effect effect, AgreementSuspended suspended, StateBefore state, string field) =>
        Period(effect, suspended.Period, $"{field}.period").Concat(IsNotOver(state, field));

    public static IEnumerable<Refusal> Resume(Effect effect, AgreementResumed resumed, StateBefore state, string field)
    {
        var own = effect.OwnDate(resumed.Effective);
        var (first, last) = (LegalTime.StartOf(own, Bound.Earliest, effect.Zone), LegalTime.StartOf(own, Bound.Latest, effect.Zone));
        // On any of the days that its own date allows; a suspension that begins with its own resumption never ran.
        if (state.Life?.IsSuspendedBetween(first, last) != true)
            yield return AgreementRules.NotSuspended.Refuse(field, $"{effect.Entity} is not suspended on {own}");
        foreach (var refusal in IsNotOver(state, field))
            yield return refusal;
    }

    public static IEnumerable<Refusal> Amend(AgreementAmended amended, StateBefore state, string field)
    {
        if (string.IsNullOrWhiteSpace(amended.Summary) && amended.Parties.IsEmpty && amended.Bindingness is null)
            yield return AgreementRules.NobodyUndertakes.Refuse($"{field}.summary", "it does not say what was changed");
        foreach (var refusal in IsNotOver(state, field))
            yield return refusal;
    }

    public static IEnumerable<Refusal> Replace(Effect effect, AgreementReplaced replaced, Func<string, bool> isKnown, bool acceptsUnresolved, string field)
    {
        if (replaced.Predecessor == effect.Entity)
            yield return AgreementRules.Predecessor.Refuse($"{field}.predecessor", $"{effect.Entity} cannot take the place of itself");
        else if (!acceptsUnresolved && !isKnown(replaced.Predecessor))
            yield return AgreementRules.Predecessor.Refuse($"{field}.predecessor", $"{replaced.Predecessor} is not recorded");
    }

    /// <summary>
    /// Judged at the act's own date, on the acts before it: refused where it was over on every day that the dates allow, so that what was done
    /// before the end is entered after it was announced.
    /// </summary>
    public static IEnumerable<Refusal> IsNotOver(StateBefore state, string field)
    {
        if (state.Life?.EndingBefore(state.Effect) is { } ending)
            yield return AgreementRules.Over.Refuse(field, $"{state.Effect.Entity} is {Ended(ending)}");
    }

    private static string Ended(Effect ending) => $"{(ending.Body is AgreementTerminated ? "terminated" : "replaced")} by {ending.Reference} since {Steps.OwnDateOf(ending)}";

    /// <summary>A party on the day of the act, or one that an act before it makes a party later.</summary>
    public static IEnumerable<Refusal> IsParty(Items<string> named, StateBefore state, string field)
    {
        var (parties, complete) = state.Parties;
        return named.Where(name => complete && !parties.Contains(name)).Select(name =>
            AgreementRules.NotAParty.Refuse(field, $"{name} is not a party: the parties are {Words.List(parties)}"));
    }

    private static bool IsEntry(Effect effect) => effect.Body is AgreementEnteredIntoForce;

    private static IEnumerable<Refusal> Period(Effect effect, Ledger.Kernel.Period period, string field)
    {
        if (period is { Through: not null, Until: not null })
            yield return AgreementRules.PeriodBackwards.Refuse(field, $"the period ends both through {period.Through} and until {period.Until}: state one");
        else if (!period.End.IsOpen && LegalTime.EndOf(period.End, Bound.Latest, effect.Zone) <= LegalTime.StartOf(period.Starts, Bound.Earliest, effect.Zone))
            yield return AgreementRules.PeriodBackwards.Refuse(field, $"it begins on {period.Starts} and ends {period.End}");
    }
}
