using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>
/// What is void (DESIGN T3, <i>Annulment</i>), for one question and interval of the value, at one moment, in one reading. An annulled effect of any kind has none from
/// the moment it is void, unless a stay shields that moment or the annulment was reversed. Annulments, stays and reversals reach only
/// effects before them in legal order, and a part of theirs reaches by the question alone.
/// </summary>
internal sealed class Annulments(MeasureActs acts, Cell cell, LocalDate day, Instant moment, Reading reading)
{
    private readonly Dictionary<Effect, bool> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether an effect is void as a whole at the moment.</summary>
    public bool IsVoid(Effect effect)
    {
        if (_known.TryGetValue(effect, out var known))
            return known;
        var isVoid = Against(effect).Any(annulment => Bites(annulment, PullOf(effect)));
        _known[effect] = isVoid;
        return isVoid;
    }

    private IEnumerable<Effect> Against(Effect effect)
    {
        var byReference = acts.Naming(effect.Reference);
        var byTarget = acts.On(effect.Entity);
        return byReference.Concat(byTarget).Where(annulment =>
            annulment.Body is EffectAnnulled annulled && IsAfter(annulment, effect)
            && (Reference.IsEffect(annulled.Target) || annulled.Target == effect.Entity || IntroducedUnder(annulled.Target, effect)));
    }

    /// <summary>A measure or clause named by an annulment stands for the effects that introduced it.</summary>
    private static bool IntroducedUnder(string target, Effect effect) =>
        effect.Body is MeasureIntroduced introduced && Ids.Covers(target, introduced.Measure);

    private bool Bites(Effect annulment, Pull annulled)
    {
        var body = (EffectAnnulled)annulment.Body;
        // What annuls a thing that counts holds back; what annuls a thing that holds back counts.
        var pull = annulled == Pull.Counts ? Pull.HoldsBack : Pull.Counts;
        return Reaches(body.Part)
            && (body.VoidFrom is not { } from || Readings.StartOf(from, pull, reading, annulment) <= moment)
            && !IsVoid(annulment)
            && !IsReversed(annulment)
            && !IsShielded(annulment, pull);
    }

    private bool IsReversed(Effect annulment) =>
        acts.Naming(annulment.Reference).Any(reversal =>
            reversal.Body is AnnulmentReversed reversed && IsAfter(reversal, annulment) && Reaches(reversed.Part) && !IsVoid(reversal));

    /// <summary>A stay shields every moment before its own end, all time if it has none; its ending or annulment removes it for all time.</summary>
    private bool IsShielded(Effect annulment, Pull annulmentPull)
    {
        var pull = annulmentPull == Pull.HoldsBack ? Pull.Counts : Pull.HoldsBack;
        return acts.Naming(annulment.Reference).Any(stay =>
            stay.Body is AnnulmentStayed stayed && IsAfter(stay, annulment) && Reaches(stayed.Part)
            && moment < Readings.EndOf(new PeriodEnd(stayed.Through, stayed.Until), pull, reading, stay)
            && !Against(stay).Any(against => Reaches(((EffectAnnulled)against.Body).Part) && !IsVoid(against) && !IsReversed(against) && !IsShielded(against, pull))
            && !acts.Naming(stay.Reference).Any(ending =>
                ending.Body is StayEnded ended && IsAfter(ending, stay) && Reaches(ended.Part) && !IsVoid(ending)));
    }

    private bool Reaches(Part? part) => ValueCells.Reaches(part, cell.Slice) && PartReach.Of(part, acts.Id, null, cell.Question, day) == Answer.Yes;

    private static bool IsAfter(Effect later, Effect earlier) => LegalOrder.Instance.Compare(later, earlier) > 0;

    private static Pull PullOf(Effect effect) => effect.Body is
        MeasureSuspended or SuspensionExtended or ExemptionGranted or ExemptionExtended or MeasureRepealed or MeasureWithdrawn
        or MeasureRescheduled or EffectAnnulled
            ? Pull.HoldsBack
            : Pull.Counts;
}
