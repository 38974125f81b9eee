using CsCheck;
using Ledger.Agreements.Domain;
using Ledger.Events;
using Ledger.Facilities.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Specs.Telling;
using NodaTime;
using static Ledger.Specs.Properties.OwnerAnswers;

namespace Ledger.Specs.Properties;

/// <summary>What must hold for any ledger of agreements or of facilities that the rules allow. A failure prints its seed and the history.</summary>
public sealed class OwnerProperties
{
    private static readonly Gen<Attempt[]> Pacts = Attempt.Histories(AgreementScript.Kinds);
    private static readonly Gen<Attempt[]> Plants = Attempt.Histories(FacilityScript.Kinds);

    [Fact]
    public void Histories_hold_every_kind_of_event_and_are_not_small()
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
            if (AgreementsIn(AgreementScript.Play(attempts).Visible(null)).FirstOrDefault() is { } life)
                NextChange(life.Id, moment => Watched(life.At(moment)), life.NextChangeAfter(MomentOf(day))?.At, MomentOf(day));
        }, iter: Samples.Ledgers);

    [Fact]
    public void The_next_change_of_a_facility_is_the_first_day_that_differs() =>
        Gen.Select(Plants, Gen.Int[-10, 250]).Sample((attempts, day) =>
        {
            if (FacilitiesIn(FacilityScript.Play(attempts).Visible(null)).FirstOrDefault() is { } life)
                NextChange(life.Id, moment => Watched(life.At(moment)), life.NextChangeAfter(MomentOf(day))?.At, MomentOf(day));
        }, iter: Samples.Ledgers);

    [Fact]
    public void Nothing_of_an_agreement_changes_between_its_boundaries() =>
        Pacts.Sample(attempts =>
        {
            if (AgreementsIn(AgreementScript.Play(attempts).Visible(null)).LastOrDefault() is { } life)
                Steady(life.Id, life.Boundaries, moment => Watched(life.At(moment)));
        }, iter: Samples.Ledgers / 8);

    [Fact]
    public void Nothing_of_a_facility_changes_between_its_boundaries() =>
        Plants.Sample(attempts =>
        {
            if (FacilitiesIn(FacilityScript.Play(attempts).Visible(null)).LastOrDefault() is { } life)
                Steady(life.Id, life.Boundaries, moment => Watched(life.At(moment)));
        }, iter: Samples.Ledgers / 8);

    [Fact]
    public void T7_what_is_certain_of_an_agreement_is_so_whichever_of_the_allowed_days_are_taken() =>
        Gen.Select(Pacts, Gen.Int[-10, 250], Gen.Int[0, 1_000_000]).Sample((attempts, day, seed) =>
        {
            var visible = AgreementScript.Play(attempts).Visible(null).ToList();
            if (AgreementsIn(visible).FirstOrDefault() is not { } life)
                return;
            var moment = MomentOf(day);
            foreach (var taken in Taken.Of(visible, seed))
            {
                var exact = AgreementsIn(taken).First(other => other.Id == life.Id);
                var (vague, sharp) = (life.At(moment), exact.At(moment));
                if (vague.IsCertain)
                    Assert.Equal((life.Id, vague.Status), (life.Id, sharp.Status));
                foreach (var (one, other) in vague.Commitments.Zip(sharp.Commitments).Where(pair => pair.First.IsCertain))
                    Assert.Equal((life.Id, one.Made.Commitment, one.Status), (life.Id, other.Made.Commitment, other.Status));
            }
        }, iter: Samples.Ledgers);

    [Fact]
    public void T7_what_is_certain_of_a_facility_is_so_whichever_of_the_allowed_days_are_taken() =>
        Gen.Select(Plants, Gen.Int[-10, 250], Gen.Int[0, 1_000_000]).Sample((attempts, day, seed) =>
        {
            var visible = FacilityScript.Play(attempts).Visible(null).ToList();
            if (FacilitiesIn(visible).FirstOrDefault() is not { } life)
                return;
            var moment = MomentOf(day);
            var vague = life.At(moment);
            foreach (var taken in Taken.Of(visible, seed))
            {
                var sharp = FacilitiesIn(taken).First(other => other.Id == life.Id).At(moment);
                foreach (var stage in vague.Stages.Where(stage => stage.IsCertain))
                    Assert.Equal((life.Id, stage.Stage, (StageStatus?)stage.Status), (life.Id, stage.Stage, sharp.Stages.FirstOrDefault(other => other.Stage == stage.Stage)?.Status));
                foreach (var licence in vague.Licences.Where(licence => licence.IsCertain))
                    Assert.Equal((life.Id, licence.Id, licence.Status), (life.Id, licence.Id, sharp.Licences.Single(other => other.Id == licence.Id).Status));
                foreach (var plan in vague.Plans.Where(plan => plan.IsCertain && sharp.Plans.Any(other => other.By.Reference == plan.By.Reference)))
                    Assert.Equal((life.Id, plan.By.Reference, plan.Standing), (life.Id, plan.By.Reference, sharp.Plans.Single(other => other.By.Reference == plan.By.Reference).Standing));
            }
        }, iter: Samples.Ledgers);

    private static void NextChange(string id, Func<Instant, string> watched, Instant? next, Instant moment)
    {
        var now = watched(moment);
        var byDay = Enumerable.Range(1, 400).Select(ahead => (Instant?)(moment + Duration.FromDays(ahead))).FirstOrDefault(close => now != watched(close!.Value));
        Assert.True(byDay is null || next <= byDay, $"{id} differs at {byDay}, before the next change at {next}");
        if (next is not { } change)
            return;
        Assert.Equal(now, watched(change - Duration.Epsilon));
        Assert.NotEqual(now, watched(change));
    }

    private static void Steady(string id, IReadOnlyList<Instant> boundaries, Func<Instant, string> watched)
    {
        foreach (var (from, to) in boundaries.Zip(boundaries.Skip(1)).Take(80))
            Assert.Equal($"{id} from {from} to {to}: {watched(from)}", $"{id} from {from} to {to}: {watched(to - Duration.Epsilon)}");
    }

    private static void HoldEveryKind<TBody>(Gen<Attempt[]> histories, Func<Attempt[], RecordedHistory> play)
    {
        var kinds = new HashSet<Type>();
        var sizes = new List<int>();
        histories.Sample(attempts =>
        {
            var history = play(attempts);
            lock (kinds)
            {
                sizes.Add(history.Accepted.Count);
                kinds.UnionWith(history.Events.Select(recorded => recorded.Event.Body.GetType()));
            }
        }, iter: 1000);
        Assert.Equal(Attempt.MostActs, sizes.Max());
        Assert.True(sizes.Average() > 15, $"{sizes.Average()} acts a history");
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
            if (AnyOrderOf.Of(history, fresh, new Random(seed)) is not { } again)
                return;
#pragma warning restore CA5394
            Interlocked.Increment(ref compared);
            Assert.Equal(answers(history.Visible(null)), answers(again.Visible(null)));
        }, iter: Samples.Ledgers);
        Assert.True(compared > tried / 4, $"only {compared} of {tried} orders were allowed");
    }

    private static void CorrectedAndRetracted(Gen<Attempt[]> histories, Func<Attempt[], RecordedHistory> play, int correcting, Func<IEnumerable<Effect>, string> answers)
    {
        var tried = 0;
        Gen.Select(histories, Attempt.One(2)).Sample((attempts, last) =>
        {
            var (before, corrected) = (play(attempts), play([.. attempts, last with { Kind = correcting + last.Kind }]));
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
}
