using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Agreements.Domain;

/// <summary>
/// The status of an agreement in one reading of its dates: the last step whose own date has come, legal order breaking ties (DESIGN T5).
/// </summary>
internal sealed class Progress
{
    private readonly Reading _reading;
    private readonly List<Step> _steps = [];
    private readonly List<Suspension> _suspensions = [];
    private readonly List<Effect> _dangling = [];
    private readonly Instant _announced;
    private readonly Instant? _longstop;

    private sealed record Step(AgreementStatus Status, Instant Start, Effect By);

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
        Force = new Force(effects, reading);
        _announced = Readings.StartOf(introduction.AnnouncedOn, Pull.Counts, reading, introduction);
        foreach (var effect in effects.Concat(replacements).Order(LegalOrder.Instance))
            Take(effect, replacements);
        _steps.AddRange(Force.Entries.Select(entry => new Step(AgreementStatus.InForce, entry.Start, entry.By)));
        // The last step by its own date, whatever was announced first; a stable sort keeps legal order among equals.
        var ordered = _steps.OrderBy(step => step.Start).ThenBy(step => step.By, LegalOrder.Instance).ToList();
        _steps.Clear();
        _steps.AddRange(ordered);
        Longstop = effects.Select(effect => (effect, Stated: LongstopOf(effect.Body))).LastOrDefault(each => each.Stated is not null).Stated;
        _longstop = Longstop is null ? null : Readings.EndOf(new PeriodEnd(Longstop, null), Pull.Counts, reading, introduction);
    }

    public Force Force { get; }

    public LegalMoment? Longstop { get; }

    /// <summary>Effects that find nothing to act on.</summary>
    public IEnumerable<Effect> Dangling => _dangling.Concat(Force.Dangling);

    public (AgreementStatus Status, Effect? Because) At(Instant moment)
    {
        var come = _steps.LastOrDefault(step => step.Start <= moment && !IsOnlyAdded(step, moment));
        if (come is null)
            return (moment < _announced ? AgreementStatus.NotYetAnnounced : AgreementStatus.Announced, null);
        if (LapsedBy(moment, come))
            return (AgreementStatus.Lapsed, come.By);
        if (come.Status == AgreementStatus.InForce && Force.HasEndedBy(moment))
            return (AgreementStatus.Expired, come.By);
        var suspension = _suspensions.LastOrDefault(suspension => suspension.Start <= moment && moment < suspension.End && IsAfter(suspension, come));
        return suspension is null ? (come.Status, come.By) : (AgreementStatus.Suspended, suspension.By);
    }

    private void Take(Effect effect, IReadOnlyList<Effect> replacements)
    {
        switch (effect.Body)
        {
            case AgreementAnnounced announced:
                Add(AgreementStatus.Announced, announced.Effective, Pull.Counts, effect);
                break;
            case AgreementSigned signed:
                Add(AgreementStatus.Signed, signed.Effective, Pull.Counts, effect);
                break;
            case AgreementRatified ratified:
                Add(AgreementStatus.Ratified, ratified.Effective, Pull.Counts, effect);
                break;
            case AgreementTerminated terminated:
                Add(AgreementStatus.Terminated, terminated.Effective, Pull.HoldsBack, effect);
                break;
            case AgreementReplaced replaced when replacements.Contains(effect):
                Add(AgreementStatus.Replaced, replaced.Effective, Pull.HoldsBack, effect);
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

    private void Add(AgreementStatus status, LegalMoment? own, Pull pull, Effect effect) =>
        _steps.Add(new Step(status, Readings.StartOf(effect.OwnDate(own), pull, _reading, effect), effect));

    private void Resume(Effect effect, Instant from)
    {
        var running = _suspensions.Where(suspension => suspension.End > from).ToList();
        if (running.Count == 0)
            _dangling.Add(effect);
        foreach (var suspension in running)
            suspension.End = Instant.Max(from, suspension.Start);
    }

    /// <summary>After entry into force a ratification only adds to the list of who ratified.</summary>
    private bool IsOnlyAdded(Step step, Instant moment) =>
        step.Status == AgreementStatus.Ratified
        && _steps.Any(other => other.Status is AgreementStatus.InForce or AgreementStatus.Replaced or AgreementStatus.Terminated && other.Start <= step.Start && other.Start <= moment);

    /// <summary>Unless in force, replaced or terminated by the end of the longstop day it lapses; a later entry into force revives it.</summary>
    private bool LapsedBy(Instant moment, Step come)
    {
        if (_longstop is not { } longstop || moment < longstop)
            return false;
        static bool Saves(Step step) => step.Status is AgreementStatus.InForce or AgreementStatus.Replaced or AgreementStatus.Terminated;
        var wasSaved = _steps.Any(step => Saves(step) && step.Start < longstop);
        return !wasSaved && !(Saves(come) && come.Start >= longstop);
    }

    private static bool IsAfter(Suspension suspension, Step step) =>
        suspension.Start != step.Start ? suspension.Start > step.Start : LegalOrder.Instance.Compare(suspension.By, step.By) > 0;

    private static LegalMoment? LongstopOf(EventBody body) => body switch
    {
        AgreementAnnounced announced => announced.Longstop,
        AgreementSigned signed => signed.Longstop,
        _ => null,
    };
}
