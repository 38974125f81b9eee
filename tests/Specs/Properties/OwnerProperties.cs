using CsCheck;
using Ledger.Agreements.Domain;
using Ledger.Events;
using Ledger.Facilities.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Specs.Telling;
using NodaTime;

namespace Ledger.Specs.Properties;

/// <summary>What must hold for any ledger of agreements or of facilities that the rules allow. A failure prints its seed and the history.</summary>
public sealed class OwnerProperties
{
    private static readonly Gen<Attempt[]> Pacts = Attempt.Histories(AgreementScript.Kinds, 40);
    private static readonly Gen<Attempt[]> Plants = Attempt.Histories(FacilityScript.Kinds, 40);

    [Fact]
    public void Histories_hold_every_kind_of_event()
    {
        HoldEveryKind<AgreementBody>(Pacts, AgreementScript.Play);
        HoldEveryKind<FacilityBody>(Plants, FacilityScript.Play);
    }

    [Fact]
    public void T11_any_order_of_entry_of_agreements_that_the_rules_allow_gives_the_same_answers() =>
        AnyOrder(Pacts, AgreementScript.Play, () => new AgreementsLedger(), OfAgreements);

    [Fact]
    public void T11_any_order_of_entry_of_facilities_that_the_rules_allow_gives_the_same_answers() =>
        AnyOrder(Plants, FacilityScript.Play, () => new FacilitiesLedger(), OfFacilities);

    [Fact]
    public void A_correction_of_an_agreement_and_then_its_retraction_changes_nothing() => CorrectedAndRetracted(Pacts, AgreementScript.Play, 17, OfAgreements);

    [Fact]
    public void A_correction_of_a_facility_and_then_its_retraction_changes_nothing() => CorrectedAndRetracted(Plants, FacilityScript.Play, 27, OfFacilities);

    [Fact]
    public void Agreements_as_known_at_a_position_are_those_of_the_ledger_that_stopped_there() => KnownAt(Pacts, AgreementScript.Play, () => new AgreementsLedger(), OfAgreements);

    [Fact]
    public void Facilities_as_known_at_a_position_are_those_of_the_ledger_that_stopped_there() => KnownAt(Plants, FacilityScript.Play, () => new FacilitiesLedger(), OfFacilities);

    [Fact]
    public void The_next_change_of_an_agreement_is_the_first_day_that_differs() =>
        Gen.Select(Pacts, Gen.Int[-10, 250]).Sample((attempts, day) =>
        {
            var life = AgreementsIn(AgreementScript.Play(attempts).Visible(null)).FirstOrDefault();
            if (life is null)
                return;
            var moment = MomentOf(day);
            var now = life.At(moment);
            var next = life.NextChangeAfter(moment)?.At;
            var byDay = DaysAfter(moment).FirstOrDefault(close => !now.ReadsAs(life.At(close!.Value)));
            Assert.True(byDay is null || next <= byDay, $"{life.Id} differs at {byDay}, before the next change at {next}");
            if (next is { } change)
                Assert.True(now.ReadsAs(life.At(change - Duration.Epsilon)) && !now.ReadsAs(life.At(change)));
        }, iter: Samples.Ledgers / 4);

    [Fact]
    public void The_next_change_of_a_facility_is_the_first_day_that_differs() =>
        Gen.Select(Plants, Gen.Int[-10, 250]).Sample((attempts, day) =>
        {
            var life = FacilitiesIn(FacilityScript.Play(attempts).Visible(null)).FirstOrDefault();
            if (life is null)
                return;
            var moment = MomentOf(day);
            var now = life.At(moment);
            var next = life.NextChangeAfter(moment)?.At;
            var byDay = DaysAfter(moment).FirstOrDefault(close => Watched(now) != Watched(life.At(close!.Value)));
            Assert.True(byDay is null || next <= byDay, $"{life.Id} differs at {byDay}, before the next change at {next}");
            if (next is { } change)
                Assert.Equal(Watched(now), Watched(life.At(change - Duration.Epsilon)));
        }, iter: Samples.Ledgers / 4);

    private static void HoldEveryKind<TBody>(Gen<Attempt[]> histories, Func<Attempt[], RecordedHistory> play)
    {
        var kinds = new HashSet<Type>();
        histories.Sample(attempts =>
        {
            var history = play(attempts);
            lock (kinds)
                kinds.UnionWith(history.Events.Select(recorded => recorded.Event.Body.GetType()));
        }, iter: 1000);
        var expected = WireNames.All.Select(pair => pair.Key).Where(type => typeof(TBody).IsAssignableFrom(type)).Concat([typeof(StatementRecorded), typeof(EventCorrected), typeof(EventRetracted)]);
        Assert.Empty(expected.Except(kinds).Select(type => type.Name));
    }

    private static void AnyOrder(Gen<Attempt[]> histories, Func<Attempt[], RecordedHistory> play, Func<IOwnerLedger> fresh, Func<IEnumerable<Effect>, string> answers)
    {
        var (compared, tried) = (0, 0);
        Gen.Select(histories, Gen.Int[0, 1_000_000]).Sample((attempts, seed) =>
        {
            Interlocked.Increment(ref tried);
            var history = play(attempts);
#pragma warning disable CA5394 // The order is drawn from a printed seed, so that a failure can be repeated.
            if (history.Reordered(fresh(), new Random(seed)) is not { } again)
                return;
#pragma warning restore CA5394
            Interlocked.Increment(ref compared);
            Assert.Equal(answers(history.Visible(null)), answers(again.Visible(null)));
        }, iter: Samples.Ledgers);
        Assert.True(compared > tried / 2, $"only {compared} of {tried} orders were allowed");
    }

    private static void CorrectedAndRetracted(Gen<Attempt[]> histories, Func<Attempt[], RecordedHistory> play, int correcting, Func<IEnumerable<Effect>, string> answers)
    {
        var tried = 0;
        Gen.Select(histories, Attempt.Histories(2, 1)).Sample((attempts, last) =>
        {
            var (before, corrected) = (play(attempts), play([.. attempts, last[0] with { Kind = correcting + last[0].Kind }]));
            if (corrected.Events.Count == before.Events.Count)
                return;
            Interlocked.Increment(ref tried);
            var (entity, correction) = (corrected.Events[^1].Event.Entity, (EventCorrected)corrected.Events[^1].Event.Body);
            var count = corrected.Stream(entity).Find(correction.Corrects)!.Corrections.Count;
            Assert.True(corrected.TryRecord(Corrections.Retract($"{Reference.Split(correction.Corrects).Event}@{count}") with { Entity = entity }));
            Assert.Equal(answers(before.Visible(null)), answers(corrected.Visible(null)));
        }, iter: Samples.Ledgers);
        Assert.True(tried > Samples.Ledgers / 8, $"only {tried} corrections were allowed");
    }

    private static void KnownAt(Gen<Attempt[]> histories, Func<Attempt[], RecordedHistory> play, Func<IOwnerLedger> fresh, Func<IEnumerable<Effect>, string> answers) =>
        Gen.Select(histories, Gen.Int[0, 100], Gen.Int[0, 300]).Sample((attempts, percent, day) =>
        {
            var whole = play(attempts);
            var stopped = new RecordedHistory(fresh(), whole.Kind);
            Assert.All(whole.Accepted.Take(whole.Accepted.Count * percent / 100), command => Assert.True(stopped.TryRecord(command)));
            LocalDate? published = day < 200 ? Attempt.DayAt(day) : null;
            Assert.Equal(answers(stopped.Visible(published)), answers(Versions.Visible(whole.Events.Take(stopped.Events.Count), published)));
        }, iter: Samples.Ledgers);

    private static IEnumerable<AgreementLife> AgreementsIn(IEnumerable<Effect> visible)
    {
        var effects = visible.ToList();
        return effects.Select(effect => effect.Entity).Distinct().Order(StringComparer.Ordinal)
            .Select(entity => AgreementLife.Of(entity, effects.Where(effect => effect.Entity == entity), effects.Where(effect => effect.Body is AgreementReplaced replaced && replaced.Predecessor == entity)))
            .OfType<AgreementLife>();
    }

    private static IEnumerable<FacilityLife> FacilitiesIn(IEnumerable<Effect> visible) =>
        visible.GroupBy(effect => effect.Entity).OrderBy(stream => stream.Key, StringComparer.Ordinal).Select(stream => FacilityLife.Of(stream.Key, stream)).OfType<FacilityLife>();

    private static string OfAgreements(IEnumerable<Effect> visible) =>
        string.Join('\n', from life in AgreementsIn(visible) from day in Days let state = life.At(MomentOf(day)) select
            $"{life.Id} {day}: {state.Status} {state.IsCertain} {state.Parties} {state.Bindingness} {state.RatifiedBy} {state.InForceSince} {state.Ends} {state.ReplacedBy} {state.Replaces} by {References(state.Because)} "
            + string.Join("; ", state.Commitments.Select(commitment => $"{commitment.Made.Commitment} {commitment.Status} {commitment.IsCertain} {commitment.NextDue} {commitment.Occurrences} {commitment.FulfilledBy}"))
            + $" dangling {References(life.Dangling)}");

    private static string OfFacilities(IEnumerable<Effect> visible) =>
        string.Join('\n', from life in FacilitiesIn(visible) from day in Days let state = life.At(MomentOf(day)) select
            $"{life.Id} {day}: {state.IsRegistered} {state.Operator} "
            + string.Join("; ", state.Stages.Select(stage => $"{stage.Stage} {stage.Status} {stage.IsCertain} {stage.By.Reference}"))
            + string.Join("; ", state.Capacities.Select(capacity => $"{capacity.Rated} {capacity.IsCertain}")) + string.Join("; ", state.Plans.Select(plan => $"{plan.Plan} {plan.Standing} {plan.IsCertain} {plan.ConfirmedBy?.Reference}"))
            + string.Join("; ", state.Licences.Select(licence => $"{licence.Id} {licence.Status} {licence.IsCertain} {licence.Ends} " + string.Join(", ", licence.Conditions.Select(condition => $"{condition.Id} {condition.Status}"))))
            + $" {References(state.Tenders.Select(each => each.By))} {References(state.Incidents.Select(each => each.By))} {References(state.Outputs.Select(each => each.By))} dangling {References(life.Dangling)}");

    private static string Watched(FacilityState state) =>
        $"{state.IsRegistered} {state.Operator} {string.Join("; ", state.Stages.Select(stage => $"{stage.Stage} {stage.Status} {stage.IsCertain}"))} "
        + $"{string.Join("; ", state.Capacities.Select(capacity => $"{capacity.Rated} {capacity.IsCertain}"))} {string.Join("; ", state.Plans.Select(plan => $"{plan.Plan} {plan.Standing} {plan.IsCertain}"))} "
        + string.Join("; ", state.Licences.Select(licence => $"{licence.Id} {licence.Status} {licence.IsCertain} " + string.Join(", ", licence.Conditions.Select(condition => $"{condition.Id} {condition.Status} {condition.IsCertain}"))));

    private static readonly int[] Days = [0, 40, 80, 120, 170, 230];

    private static string References(IEnumerable<Effect> effects) => string.Join(' ', effects.Select(effect => effect.Reference));

    private static Instant MomentOf(int day) => LegalTime.CloseOf(Attempt.DayAt(day), Jurisdictions.ZoneOf("US")!);

    private static IEnumerable<Instant?> DaysAfter(Instant moment) => Enumerable.Range(1, 400).Select(ahead => (Instant?)(moment + Duration.FromDays(ahead)));
}
