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

    /// <summary>In force as early as the dates allow, and no longer: the only reading that sees expired what a suspension covers in the others.</summary>
    private readonly Progress _soonest;
    private readonly List<Commitment> _commitments;

    private AgreementLife(string id, IReadOnlyList<Effect> effects, IReadOnlyList<Effect> replacements, Effect introduction)
    {
        (Id, Effects, _replacements, Introduction) = (id, effects, replacements, introduction);
        _progress = Readings.All.ToDictionary(reading => reading, reading => new Progress(effects, replacements, introduction, reading, reading));
        _soonest = new Progress(effects, replacements, introduction, Reading.Most, Reading.Least);
        _commitments = [.. Commitments.Of(effects)];
    }

    public string Id { get; }

    /// <summary>The first effect, in legal order, that announces or signs it.</summary>
    public Effect Introduction { get; }

    /// <summary>"On date D" is the close of D here (DESIGN T1).</summary>
    public DateTimeZone Zone => Introduction.Zone;

    /// <summary>The effects on its own stream, in legal order, statements included.</summary>
    public IReadOnlyList<Effect> Effects { get; }

    /// <summary>What makes it so, in legal order: its own effects but claims, and those by which others take its place.</summary>
    public IEnumerable<Effect> Acting => Effects.Where(effect => effect.Body is not StatementRecorded).Concat(_replacements).Order(LegalOrder.Instance);

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
        var isOver = status is AgreementStatus.Terminated or AgreementStatus.Replaced;
        var span = isOver ? null : shown.Force.SpanAt(moment);
        var come = Effects.Where(effect => HasCome(effect, moment) && !shown.FoundItOver.Contains(effect)).ToList();
        var terms = Terms.Of(Terms.InOrder(come), Introduction);
        return new AgreementState(
            status, _progress.Values.Append(_soonest).All(progress => progress.At(moment).Status == status), terms.Title, terms.Kind, terms.Parties,
            terms.PartiesComplete, terms.Bindingness, come.Select(effect => (effect.Body as AgreementRatified)?.By).OfType<string>().Distinct().ToItems(),
            DateOf<AgreementAnnounced>(come, announced => announced.Effective), DateOf<AgreementSigned>(come, signed => signed.Effective), span?.Since, span?.Ends,
            shown.LongstopAt(moment), _replacements.Where(effect => HasCome(effect, moment)).OrderBy(Terms.StartOf).LastOrDefault()?.Entity,
            come.Select(effect => (effect.Body as AgreementReplaced)?.Predecessor).LastOrDefault(predecessor => predecessor is not null), terms.Links, terms.Goods,
            _commitments.Select(commitment => commitment.At(moment)).ToItems(), because is null ? [] : [because]);
    }

    /// <summary>The first later boundary at which status, certainty, parties, or a commitment's standing differs (DESIGN T4).</summary>
    public AgreementChange? NextChangeAfter(Instant moment)
    {
        var now = At(moment);
        foreach (var boundary in BoundariesAfter(moment))
        {
            if (At(boundary) is var then && !now.ReadsAs(then))
                return new AgreementChange(boundary, now, then, Acting.LastOrDefault(effect => Readings.BoundariesOf(effect).Contains(boundary)));
        }
        return null;
    }

    /// <summary>True where a suspension runs on one of the days between two, whichever of the days that its dates allow are taken.</summary>
    public bool IsSuspendedBetween(Instant first, Instant last) => _progress[Reading.Least].IsSuspendedBetween(first, last);

    /// <summary>What had terminated or replaced it, on whichever of the allowed days, before the own date of an act; null where nothing had.</summary>
    public Effect? EndingBefore(Effect act) => _progress[Reading.Shown].EndingBefore(act);

    /// <summary>Effects that find nothing to act on: fulfilments of what is not there, resumptions of nothing, renewals of what had ended.</summary>
    public IReadOnlyList<Effect> Dangling =>
        [.. _progress[Reading.Shown].Dangling.Concat(Commitments.Dangling(Effects)).Distinct().Order(LegalOrder.Instance)];

    private List<Instant> BoundariesAfter(Instant moment)
    {
        var own = Acting.SelectMany(Readings.BoundariesOf).Distinct().ToList();
        var from = moment == Instant.MinValue && own.Count > 0 ? own.Max() : moment;
        var recurring = _commitments.SelectMany(commitment => commitment.BoundariesUpTo(from));
        return [.. own.Concat(recurring).Where(boundary => boundary > moment).Distinct().Order()];
    }

    private static bool HasCome(Effect effect, Instant moment) => Terms.StartOf(effect) <= moment;

    private static LegalMoment? DateOf<T>(List<Effect> come, Func<T, LegalMoment?> own)
        where T : EventBody => come.Find(effect => effect.Body is T) is { } effect ? effect.OwnDate(own((T)effect.Body)) : null;
}
