using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Agreements.Domain;

/// <summary>The life of one agreement over all moments: every answer is folded anew from the effects that are visible.</summary>
public sealed class AgreementLife
{
    private readonly IReadOnlyList<Effect> _replacements;
    private readonly Dictionary<Reading, Progress> _progress;

    private AgreementLife(string id, IReadOnlyList<Effect> effects, IReadOnlyList<Effect> replacements, Effect introduction)
    {
        (Id, Effects, _replacements, Introduction) = (id, effects, replacements, introduction);
        _progress = Readings.All.ToDictionary(reading => reading, reading => new Progress(effects, replacements, introduction, reading));
    }

    public string Id { get; }

    /// <summary>The first effect, in legal order, that announces or signs it.</summary>
    public Effect Introduction { get; }

    /// <summary>"On date D" is the close of D here (DESIGN T1).</summary>
    public DateTimeZone Zone => Introduction.Zone;

    /// <summary>The effects on its own stream, in legal order, statements included.</summary>
    public IReadOnlyList<Effect> Effects { get; }

    /// <summary>
    /// Where the answer may change by time alone, in order. Of a recurrence without end, the occurrences up to
    /// <see cref="Recurrences.DaysAhead"/> days after the last other boundary.
    /// </summary>
    public IReadOnlyList<Instant> Boundaries => field ??= BoundariesAfter(Instant.MinValue);

    /// <param name="id">The agreement.</param>
    /// <param name="effects">Visible effects of its own stream.</param>
    /// <param name="replacements">Visible effects on other streams by which another agreement takes its place.</param>
    /// <returns>Null where nothing announces or signs it.</returns>
    public static AgreementLife? Of(string id, IEnumerable<Effect> effects, IEnumerable<Effect> replacements)
    {
        var ordered = effects.Order(LegalOrder.Instance).ToList();
        return ordered.Find(effect => effect.Body is AgreementAnnounced or AgreementSigned) is { } introduction
            ? new AgreementLife(id, ordered, [.. replacements.Order(LegalOrder.Instance)], introduction)
            : null;
    }

    /// <summary>How it stands at an instant (effective axis).</summary>
    public AgreementState At(Instant moment)
    {
        var shown = _progress[Reading.Shown];
        var (status, because) = shown.At(moment);
        var span = shown.Force.SpanAt(moment);
        var come = Effects.Where(effect => HasCome(effect, moment)).ToList();
        var terms = Terms.Of(come.Count > 0 ? Ordered(come) : [Introduction], Introduction);
        return new AgreementState(
            status, Readings.All.All(reading => _progress[reading].At(moment).Status == status), terms.Title, terms.Kind, terms.Parties,
            terms.PartiesComplete, terms.Bindingness, come.Select(effect => (effect.Body as AgreementRatified)?.By).OfType<string>().Distinct().ToItems(),
            DateOf<AgreementAnnounced>(come, announced => announced.Effective), DateOf<AgreementSigned>(come, signed => signed.Effective), span?.Since, span?.Ends,
            shown.Longstop, _replacements.LastOrDefault(effect => HasCome(effect, moment))?.Entity,
            come.Select(effect => (effect.Body as AgreementReplaced)?.Predecessor).LastOrDefault(predecessor => predecessor is not null), terms.Links, terms.Goods,
            Commitments.Of(Effects, Zone).Select(commitment => commitment.At(moment)).ToItems(), because is null ? [] : [because]);
    }

    /// <summary>The first later boundary at which status, certainty, parties, or a commitment's standing differs (DESIGN T4).</summary>
    public AgreementChange? NextChangeAfter(Instant moment)
    {
        var now = At(moment);
        foreach (var boundary in BoundariesAfter(moment))
        {
            if (At(boundary) is var then && !now.ReadsAs(then))
                return new AgreementChange(boundary, now, then, Effects.Concat(_replacements).LastOrDefault(effect => Readings.BoundariesOf(effect).Contains(boundary)));
        }
        return null;
    }

    /// <summary>Effects that find nothing to act on: fulfilments of what is not there, resumptions of nothing, renewals of what had ended.</summary>
    public IReadOnlyList<Effect> Dangling =>
        [.. _progress[Reading.Shown].Dangling.Concat(Commitments.Dangling(Effects)).Distinct().Order(LegalOrder.Instance)];

    private List<Instant> BoundariesAfter(Instant moment)
    {
        var own = Effects.Concat(_replacements).SelectMany(Readings.BoundariesOf).Distinct().ToList();
        var from = moment == Instant.MinValue && own.Count > 0 ? own.Max() : moment;
        var recurring = Commitments.Of(Effects, Zone).SelectMany(commitment => commitment.BoundariesUpTo(from));
        return [.. own.Concat(recurring).Where(boundary => boundary > moment).Distinct().Order()];
    }

    private static bool HasCome(Effect effect, Instant moment) => StartOf(effect) <= moment;

    /// <summary>By own date, legal order breaking ties: a fact holds from its own date until the next (DESIGN T5).</summary>
    private static List<Effect> Ordered(List<Effect> come) => [.. come.OrderBy(StartOf).ThenBy(effect => effect, LegalOrder.Instance)];

    private static Instant StartOf(Effect effect) => Readings.StartOf(effect.OwnDate(effect.Body switch
    {
        AgreementAnnounced announced => announced.Effective,
        AgreementSigned signed => signed.Effective,
        AgreementRatified ratified => ratified.Effective,
        AgreementAmended amended => amended.Effective,
        AgreementReplaced replaced => replaced.Effective,
        _ => null,
    }), Pull.Counts, Reading.Shown, effect);

    private static LegalMoment? DateOf<T>(List<Effect> come, Func<T, LegalMoment?> own)
        where T : EventBody => come.Find(effect => effect.Body is T) is { } effect ? effect.OwnDate(own((T)effect.Body)) : null;
}
