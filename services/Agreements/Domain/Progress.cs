using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Agreements.Domain;

/// <summary>
/// The status of an agreement in one reading of its dates: its last step whose own date has come. The steps of its making follow one another,
/// announced, signed, ratified, in force, so one that is told or dated late takes none of them back; and what was terminated or replaced is
/// over, so that no step brings it back, one announced before that among them.
/// Where dates that overlap leave open which of two comes first, the reading <see cref="Reading.Least"/> decides it one way and
/// <see cref="Reading.Most"/> the other, so that a status is certain only if it holds whichever of the allowed days are taken (DESIGN T7).
/// </summary>
internal sealed class Progress
{
    private readonly Reading _reading;
    private readonly List<Step> _making = [];
    private readonly List<Step> _overtaking;
    private readonly List<Step> _endings = [];
    private readonly List<Suspension> _suspensions = [];
    private readonly List<Longstop> _longstops = [];
    private readonly List<Effect> _dangling = [];
    private readonly Instant _announced;

    /// <summary>Where something starts: in this reading, and between which two whatever the reading.</summary>
    private sealed record Onset(Instant Start, Instant Earliest, Instant Latest);

    /// <summary>A step of the making, in the order of <see cref="AgreementStatus"/>, or an ending.</summary>
    private sealed record Step(AgreementStatus Status, Onset Onset, Effect By);

    private sealed record Longstop(LegalMoment Day, Onset Stated, Instant End, Effect By);

    private sealed class Suspension(Effect by, Onset onset, Instant end)
    {
        public Effect By { get; } = by;

        public Onset Onset { get; } = onset;

        public Instant Start => Onset.Start;

        public Instant End { get; set; } = end;
    }

    /// <param name="effects">The agreement's own effects, in legal order.</param>
    /// <param name="replacements">The effects by which others take its place.</param>
    /// <param name="introduction">The effect that announces or signs it.</param>
    /// <param name="reading">How approximate dates are taken.</param>
    /// <param name="ends">How those are taken by which its force ends.</param>
    public Progress(IReadOnlyList<Effect> effects, IReadOnlyList<Effect> replacements, Effect introduction, Reading reading, Reading ends)
    {
        _reading = reading;
        _announced = Readings.StartOf(introduction.AnnouncedOn, Pull.Counts, reading, introduction);
        _endings.AddRange(effects.Where(effect => effect.Body is AgreementTerminated).Concat(replacements).Select(EndingOf).OrderBy(step => step.Onset.Start).ThenBy(step => step.By, LegalOrder.Instance));
        FoundItOver = effects.Where(effect => EndingBefore(effect) is not null).ToHashSet<Effect>(ReferenceEqualityComparer.Instance);
        _endings.RemoveAll(ending => FoundItOver.Contains(ending.By));
        var acting = effects.Where(effect => !FoundItOver.Contains(effect)).ToList();
        Force = new Force(acting, reading, ends);
        foreach (var effect in acting)
            Take(effect);
        // A renewal is a step of its own after a gap: certain to be one only if the reading that leaves the fewest gaps leaves this one.
        var (gapStarts, gapEnds) = reading switch { Reading.Least => (Reading.Most, Reading.Most), Reading.Most => (Reading.Least, Reading.Least), _ => (reading, ends) };
        _overtaking = [.. _making, .. new Force(acting, gapStarts, gapEnds).Entries.Select(StepOf)];
        _making.AddRange(Force.Entries.Select(entry => PlacedAt(StepOf(entry), entry.Start)));
        var ordered = _making.OrderBy(step => step.Status).ThenBy(step => step.Onset.Start).ThenBy(step => step.By, LegalOrder.Instance).ToList();
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
        if (LastEndingBy(moment) is { } ending)
            return (ending.Status, ending.By);
        var come = _making.FindLast(step => step.Onset.Start <= moment);
        if (LapsedBy(moment, come) is { } longstop)
            return (AgreementStatus.Lapsed, longstop.By);
        if (come?.Status == AgreementStatus.InForce && Force.RunningAt(moment) is null)
            return (AgreementStatus.Expired, come.By);
        if (_suspensions.FindLast(suspension => suspension.Start <= moment && moment < suspension.End && !IsOvertaken(suspension, moment)) is { } suspension)
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
                    effect, OnsetOf(suspended.Period.Starts, Pull.HoldsBack, effect), Readings.EndOf(suspended.Period.End, Pull.HoldsBack, _reading, effect)));
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
        var onset = OnsetOf(effect.OwnDate(own), Pull.Counts, effect);
        _making.Add(new Step(status, onset, effect));
        if (longstop is not null)
            _longstops.Add(new Longstop(longstop, onset, Readings.EndOf(new PeriodEnd(longstop, null), Pull.Counts, _reading, effect), effect));
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
        AgreementTerminated terminated => new Step(AgreementStatus.Terminated, OnsetOf(effect.OwnDate(terminated.Effective), Pull.HoldsBack, effect), effect),
        AgreementReplaced replaced => new Step(AgreementStatus.Replaced, OnsetOf(effect.OwnDate(replaced.Effective), Pull.HoldsBack, effect), effect),
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

    /// <summary>The ending that came last; where it is open which of them did, the two readings take the two that it may be.</summary>
    private Step? LastEndingBy(Instant moment)
    {
        if (_endings.FindLast(ending => ending.Onset.Start <= moment) is not { } last || _reading == Reading.Shown)
            return _endings.FindLast(ending => ending.Onset.Start <= moment);
        var open = _endings.Where(ending => ending.Onset.Earliest <= moment
            && !_endings.Exists(later => later.Onset.Earliest > ending.Onset.Latest && later.Onset.Latest <= moment)).OrderBy(ending => ending.Status).ToList();
        return open.Count == 0 ? last : _reading == Reading.Least ? open[0] : open[^1];
    }

    /// <summary>The longstop day that ended it: unless it had entered into force it lapses then, and a later entry into force revives it.</summary>
    private Longstop? LapsedBy(Instant moment, Step? come)
    {
        if (come?.Status == AgreementStatus.InForce)
            return null;
        if (_reading == Reading.Shown)
            return LastStatedBy(moment) is { } longstop && longstop.End <= moment ? longstop : null;
        var inOrder = InOrder(_longstops).ToList();
        var open = inOrder.Where((longstop, i) => longstop.Stated.Earliest <= moment && !inOrder.Skip(i + 1).Any(later => later.Stated.Latest <= moment)).ToList();
        return _reading == Reading.Least || (open.Exists(longstop => longstop.Stated.Latest <= moment) && open.TrueForAll(longstop => longstop.End <= moment))
            ? open.Find(longstop => longstop.End <= moment) : null;
    }

    private Longstop? LastStatedBy(Instant moment) => InOrder(_longstops.Where(longstop => longstop.Stated.Start <= moment)).LastOrDefault();

    /// <summary>A signature's prevails over an announcement's, whichever is told or dated later.</summary>
    private static IEnumerable<Longstop> InOrder(IEnumerable<Longstop> longstops) => longstops.OrderBy(longstop => longstop.By.Body is AgreementSigned);

    /// <summary>
    /// True where a later act made a step at or after the start of the suspension, and it was the last step when it came: the suspension is
    /// over, and dates that earlier acts had set come as they would have. While none does, such a date comes during the suspension and changes
    /// nothing, as the later act prevails (DESIGN T11).
    /// </summary>
    private bool IsOvertaken(Suspension suspension, Instant moment) => _overtaking.Exists(step =>
        step.Onset.Start <= moment && LegalOrder.Instance.Compare(step.By, suspension.By) > 0 && IsNotBefore(step.Onset, suspension.Onset)
        && _overtaking.TrueForAll(higher => higher.Status <= step.Status || IsAfter(higher.Onset, step.Onset)));

    private bool IsNotBefore(Onset one, Onset other) => _reading switch
    {
        Reading.Least => one.Earliest >= other.Latest,
        Reading.Most => one.Latest >= other.Earliest,
        _ => one.Start >= other.Start,
    };

    private bool IsAfter(Onset one, Onset other) => _reading switch
    {
        Reading.Least => one.Earliest > other.Latest,
        Reading.Most => one.Latest > other.Earliest,
        _ => one.Start > other.Start,
    };

    private Step StepOf(Force.Segment entry) => new(AgreementStatus.InForce, OnsetOf(entry.Starts!, Pull.Counts, entry.By), entry.By);

    private static Step PlacedAt(Step step, Instant start) => step with { Onset = step.Onset with { Start = start } };

    private Onset OnsetOf(LegalMoment own, Pull pull, Effect effect) => new(
        Readings.StartOf(own, pull, _reading, effect), LegalTime.StartOf(own, Bound.Earliest, effect.Zone), LegalTime.StartOf(own, Bound.Latest, effect.Zone));
}
