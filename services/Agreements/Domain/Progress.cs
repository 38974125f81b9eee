using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Agreements.Domain;

/// <summary>
/// The status of an agreement in one reading of its dates: its last step whose own date has come. The steps of its making follow one another,
/// announced, signed, ratified, in force, so one that is told or dated late takes none of them back; and what was terminated or replaced is
/// over, so that no step brings it back, one announced before that among them.
/// </summary>
internal sealed class Progress
{
    private readonly Reading _reading;
    private readonly List<Step> _making = [];
    private readonly List<Step> _endings = [];
    private readonly List<Suspension> _suspensions = [];
    private readonly List<Longstop> _longstops = [];
    private readonly List<Effect> _dangling = [];
    private readonly Instant _announced;

    /// <summary>A step of the making, in the order of <see cref="AgreementStatus"/>, or an ending.</summary>
    private sealed record Step(AgreementStatus Status, Instant Start, Effect By);

    private sealed record Longstop(LegalMoment Day, Instant StatedFrom, Instant End, Effect By);

    private sealed class Suspension(Effect by, Instant start, Instant end)
    {
        public Effect By { get; } = by;

        public Instant Start { get; } = start;

        public Instant End { get; set; } = end;
    }

    /// <param name="effects">The agreement's own effects, in legal order.</param>
    /// <param name="replacements">The effects by which others take its place.</param>
    /// <param name="introduction">The effect that announces or signs it.</param>
    /// <param name="reading">How approximate dates are taken.</param>
    public Progress(IReadOnlyList<Effect> effects, IReadOnlyList<Effect> replacements, Effect introduction, Reading reading)
    {
        _reading = reading;
        _announced = Readings.StartOf(introduction.AnnouncedOn, Pull.Counts, reading, introduction);
        _endings.AddRange(effects.Where(effect => effect.Body is AgreementTerminated).Concat(replacements).Select(EndingOf).OrderBy(step => step.Start).ThenBy(step => step.By, LegalOrder.Instance));
        FoundItOver = effects.Where(effect => EndingBefore(effect) is not null).ToHashSet<Effect>(ReferenceEqualityComparer.Instance);
        _endings.RemoveAll(ending => FoundItOver.Contains(ending.By));
        var acting = effects.Where(effect => !FoundItOver.Contains(effect)).ToList();
        Force = new Force(acting, reading);
        foreach (var effect in acting)
            Take(effect);
        _making.AddRange(Force.Entries.Select(entry => new Step(AgreementStatus.InForce, entry.Start, entry.By)));
        var ordered = _making.OrderBy(step => step.Status).ThenBy(step => step.Start).ThenBy(step => step.By, LegalOrder.Instance).ToList();
        _making.Clear();
        _making.AddRange(ordered);
    }

    public Force Force { get; }

    /// <summary>The agreement's own effects that act on it after it was terminated or replaced: they change nothing.</summary>
    public IReadOnlySet<Effect> FoundItOver { get; }

    /// <summary>Effects that find nothing to act on: nothing to renew or resume, or an agreement that was over.</summary>
    public IEnumerable<Effect> Dangling => FoundItOver.Concat(_dangling).Concat(Force.Dangling);

    public (AgreementStatus Status, Effect? Because) At(Instant moment)
    {
        if (_endings.FindLast(step => step.Start <= moment) is { } ending)
            return (ending.Status, ending.By);
        var come = _making.FindLast(step => step.Start <= moment);
        if (LapsedBy(moment, come) is { } longstop)
            return (AgreementStatus.Lapsed, longstop.By);
        if (come?.Status == AgreementStatus.InForce && Force.RunningAt(moment) is null)
            return (AgreementStatus.Expired, come.By);
        if (_suspensions.FindLast(suspension => suspension.Start <= moment && moment < suspension.End && !IsOvertaken(suspension, come)) is { } suspension)
            return (AgreementStatus.Suspended, suspension.By);
        return come is not null ? (come.Status, come.By) : (moment < _announced ? AgreementStatus.NotYetAnnounced : AgreementStatus.Announced, null);
    }

    /// <summary>The longstop day as last stated by a step that has come; before any has, as first stated.</summary>
    public LegalMoment? LongstopAt(Instant moment) => (LastStatedBy(moment) ?? (_longstops.Count > 0 ? _longstops[0] : null))?.Day;

    /// <summary>True where a suspension runs on one of the days between two, as long as the reading makes it; whatever the status is then.</summary>
    public bool IsSuspendedBetween(Instant first, Instant last) =>
        _suspensions.Exists(suspension => suspension.Start < last && first <= suspension.End && suspension.Start < suspension.End);

    private void Take(Effect effect)
    {
        switch (effect.Body)
        {
            case AgreementAnnounced announced:
                Make(AgreementStatus.Announced, announced.Effective, announced.Longstop, effect);
                break;
            case AgreementSigned signed:
                Make(AgreementStatus.Signed, signed.Effective, signed.Longstop, effect);
                break;
            case AgreementRatified ratified:
                Make(AgreementStatus.Ratified, ratified.Effective, null, effect);
                break;
            case AgreementSuspended suspended:
                _suspensions.Add(new Suspension(
                    effect, Readings.StartOf(suspended.Period.Starts, Pull.HoldsBack, _reading, effect), Readings.EndOf(suspended.Period.End, Pull.HoldsBack, _reading, effect)));
                break;
            case AgreementResumed resumed:
                Resume(effect, Readings.StartOf(effect.OwnDate(resumed.Effective), Pull.Counts, _reading, effect));
                break;
            default:
                break;
        }
    }

    private void Make(AgreementStatus status, LegalMoment? own, LegalMoment? longstop, Effect effect)
    {
        var start = Readings.StartOf(effect.OwnDate(own), Pull.Counts, _reading, effect);
        _making.Add(new Step(status, start, effect));
        if (longstop is not null)
            _longstops.Add(new Longstop(longstop, start, Readings.EndOf(new PeriodEnd(longstop, null), Pull.Counts, _reading, effect), effect));
    }

    private void Resume(Effect effect, Instant from)
    {
        var running = _suspensions.Where(suspension => suspension.End > from).ToList();
        if (running.Count == 0)
            _dangling.Add(effect);
        foreach (var suspension in running)
            suspension.End = Instant.Max(from, suspension.Start);
    }

    private Step EndingOf(Effect effect) => effect.Body switch
    {
        AgreementTerminated terminated => new Step(AgreementStatus.Terminated, Readings.StartOf(effect.OwnDate(terminated.Effective), Pull.HoldsBack, _reading, effect), effect),
        AgreementReplaced replaced => new Step(AgreementStatus.Replaced, Readings.StartOf(effect.OwnDate(replaced.Effective), Pull.HoldsBack, _reading, effect), effect),
        _ => throw new InvalidOperationException($"{effect.Body.GetType().Name} ends no agreement"),
    };

    /// <summary>
    /// The termination or replacement, before an act in legal order, after which the act comes on every day that the dates allow; null where
    /// there is none. An act announced before the ending is not one that found it over: the ending overtook it.
    /// </summary>
    public Effect? EndingBefore(Effect act) =>
        Steps.OwnDateOf(act) is { } own && LegalTime.StartOf(own, Bound.Earliest, act.Zone) is var start
            ? _endings.Find(ending => LegalOrder.Instance.Compare(ending.By, act) < 0 && Steps.CertainStartOf(ending.By) <= start)?.By
            : null;

    /// <summary>The longstop day that ended it: unless it had entered into force it lapses then, and a later entry into force revives it.</summary>
    private Longstop? LapsedBy(Instant moment, Step? come) =>
        come?.Status != AgreementStatus.InForce && LastStatedBy(moment) is { } longstop && longstop.End <= moment ? longstop : null;

    /// <summary>A signature's prevails over an announcement's, whichever is told or dated later.</summary>
    private Longstop? LastStatedBy(Instant moment) =>
        _longstops.Where(longstop => longstop.StatedFrom <= moment).OrderBy(longstop => longstop.By.Body is AgreementSigned).LastOrDefault();

    /// <summary>
    /// True where a later act made a step at or after the start of the suspension: that is the last step. A date that an earlier act had set
    /// comes during the suspension and changes nothing, as the later act prevails (DESIGN T11).
    /// </summary>
    private static bool IsOvertaken(Suspension suspension, Step? come) =>
        come is not null && come.Start >= suspension.Start && LegalOrder.Instance.Compare(come.By, suspension.By) > 0;
}
