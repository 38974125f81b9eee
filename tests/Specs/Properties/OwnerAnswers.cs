using Ledger.Agreements.Domain;
using Ledger.Events;
using Ledger.Facilities.Domain;
using Ledger.Kernel;
using NodaTime;

namespace Ledger.Specs.Properties;

/// <summary>What the domains of agreements and facilities answer about a set of visible effects, as text that two ledgers can be compared by.</summary>
internal static class OwnerAnswers
{
    private static readonly int[] Days = [0, 40, 80, 120, 170, 230];

    public static Instant MomentOf(int day) => LegalTime.CloseOf(Attempt.DayAt(day), Jurisdictions.ZoneOf("US")!);

    public static IEnumerable<AgreementLife> AgreementsIn(IEnumerable<Effect> visible)
    {
        var effects = visible.ToList();
        return effects.Select(effect => effect.Entity).Distinct().Order(StringComparer.Ordinal)
            .Select(entity => AgreementLife.Of(entity, effects.Where(effect => effect.Entity == entity), effects.Where(effect => effect.Body is AgreementReplaced replaced && replaced.Predecessor == entity)))
            .OfType<AgreementLife>();
    }

    public static IEnumerable<FacilityLife> FacilitiesIn(IEnumerable<Effect> visible) =>
        visible.GroupBy(effect => effect.Entity).OrderBy(stream => stream.Key, StringComparer.Ordinal).Select(stream => FacilityLife.Of(stream.Key, stream)).OfType<FacilityLife>();

    /// <summary>Everything that is told of the agreements, on several days.</summary>
    public static string OfAgreements(IEnumerable<Effect> visible) =>
        string.Join('\n', from life in AgreementsIn(visible) from day in Days let state = life.At(MomentOf(day)) select
            $"{life.Id} {day}: {Watched(state)} {state.Title} {state.Kind} {state.PartiesComplete} {state.AnnouncedOn} {state.SignedOn} {state.InForceSince} {state.Ends} {state.Longstop} {state.ReplacedBy} {state.Replaces} by {References(state.Because)} "
            + string.Join("; ", state.Commitments.Select(commitment => $"{commitment.By.Reference} {commitment.Occurrences} {commitment.FulfilledOn} {commitment.FulfilledBy} by {References(commitment.Acts)}"))
            + $" next {life.NextChangeAfter(MomentOf(day))?.At} dangling {References(life.Dangling)}");

    /// <summary>Everything that is told of the facilities, on several days.</summary>
    public static string OfFacilities(IEnumerable<Effect> visible) =>
        string.Join('\n', from life in FacilitiesIn(visible) from day in Days let state = life.At(MomentOf(day)) select
            $"{life.Id} {day}: {Watched(state)} {state.Name} {References(state.Stages.Select(each => each.By))} {References(state.Capacities.Select(each => each.By))} {References(state.Plans.Select(each => each.By))} "
            + string.Join("; ", state.Plans.Select(plan => $"{plan.By.Reference} {plan.ConfirmedBy?.Reference}"))
            + string.Join("; ", state.Licences.Select(licence => $"{References(licence.Acts)} " + string.Join(", ", licence.Conditions.Select(condition => $"{condition.HoldsFrom} {condition.Ends}"))))
            + $" next {life.NextChangeAfter(MomentOf(day))?.At} dangling {References(life.Dangling)}");

    /// <summary>What a next change of an agreement watches: status, certainty, terms, and what is due, fulfilled or overdue.</summary>
    public static string Watched(AgreementState state) =>
        $"{state.Status} {state.IsCertain} {state.Bindingness} {state.Parties} {state.RatifiedBy} "
        + string.Join("; ", state.Commitments.Select(commitment =>
            $"{commitment.Made.Commitment} {commitment.Status} {commitment.IsCertain} {commitment.NextDue} {commitment.Occurrences.Count(occurrence => occurrence.Status == CommitmentStatus.Overdue)}"));

    /// <summary>What a next change of a facility watches: every status, value and certainty, and everything listed. That another act says the same is no change.</summary>
    public static string Watched(FacilityState state) => string.Join('\n',
        $"{state.IsAnnounced} {state.IsRegistered} {state.Operator?.Name} {state.Operator?.IsCertain}",
        string.Join("; ", state.Stages.Select(stage => $"{stage.Stage} {stage.Status} {stage.Products} {stage.IsCertain}")),
        string.Join("; ", state.Capacities.Select(capacity => $"{capacity.Rated.Product} {capacity.Rated.Stage} {capacity.Rated.Basis} {capacity.Rated.Amount} {capacity.IsCertain}")),
        string.Join("; ", state.Plans.Select(plan => $"{Ledger.Facilities.Domain.Plain.Summary(plan.Plan)} {plan.Standing} {plan.IsCertain}").Order(StringComparer.Ordinal)),
        string.Join("; ", state.Licences.Select(licence => $"{licence.Id} {licence.Status} {licence.IsCertain} {licence.HoldsFrom} {licence.Ends} "
            + string.Join(", ", licence.Conditions.Select(condition => $"{condition.Id} {condition.Status} {condition.IsCertain}")))),
        Listed(state.FirstOutputs), Listed(state.Outputs), Listed(state.Incidents), Listed(state.Investments), References(state.Tenders.Select(each => each.By)),
        string.Join("; ", state.Dependencies.Select(each => $"{each.Body.On} {each.Body.For} {each.IsCertain}").Order(StringComparer.Ordinal)));

    private static string Listed<T>(Items<Listed<T>> listed)
        where T : EventBody => string.Join("; ", listed.Select(each => $"{each.By.Reference} {each.IsCertain}").Order(StringComparer.Ordinal));

    private static string References(IEnumerable<Effect> effects) => string.Join(' ', effects.Select(effect => effect.Reference));
}
