using NodaTime;

namespace Ledger.Kernel.Lifespans;

/// <summary>
/// The life of one measure, for one question and one interval of its value, in one reading: the fold of its steps in legal order by the rules
/// of DESIGN T2, T3 and T5. Each rule stands in one method, named by it.
/// </summary>
public sealed class Lifespan
{
    private readonly Reading _reading;
    private readonly Func<Effect, bool> _isVoid;
    private readonly List<Chain> _holds = [];
    private readonly Dictionary<string, Chain> _holdsByLink = [];
    private readonly List<(Effect By, Instant From)> _repeals = [];
    private readonly List<(Effect By, Instant From)> _withdrawals = [];
    private readonly List<(string Repeal, Instant From, Instant Until)> _restorations = [];
    private readonly List<Effect> _dangling = [];
    private Chain? _life;

    private Lifespan(Reading reading, Func<Effect, bool> isVoid) => (_reading, _isVoid) = (reading, isVoid);

    /// <summary>Effects that find nothing to act on: they are computed, never stored, and heal when their target is recorded.</summary>
    public IReadOnlyList<Effect> Dangling => _dangling;

    /// <summary>True where a visible effect introduces the measure.</summary>
    public bool IsIntroduced => _life is not null;

    /// <summary>The periods that hold, as placed in this reading, each with the effect that states it; in the order of their acts.</summary>
    public IEnumerable<(Effect By, Instant Start, Instant End)> Periods =>
        _life is null ? [] : _life.Segments.Where(segment => segment.Live).Select(segment => (segment.By, segment.Start, segment.End));

    /// <summary>Folds steps in legal order.</summary>
    /// <param name="steps">Those that reach the question, in legal order.</param>
    /// <param name="reading">How approximate dates are taken.</param>
    /// <param name="isVoid">Whether an effect is annulled, for this question, at the moment that will be asked.</param>
    public static Lifespan Fold(IReadOnlyList<Step> steps, Reading reading, Func<Effect, bool> isVoid)
    {
        var lifespan = new Lifespan(reading, isVoid);
        // A measure's introduction comes first whatever the order of announcements: an act announced before it may already act on it.
        foreach (var introduces in (ReadOnlySpan<bool>)[true, false])
        {
            foreach (var step in steps)
            {
                if (step is Step.Introduce == introduces)
                    lifespan.Take(step);
            }
        }
        return lifespan;
    }

    private void Take(Step step)
    {
        switch (step)
        {
            case Step.Introduce introduction when _life is null:
                _life = new Chain(introduction, _reading, !_isVoid(introduction.By));
                break;
            case Step.Extend extension when _life is not null:
                if (!_life.Extend(extension.By, extension.Starts, extension.End, !_isVoid(extension.By)))
                    _dangling.Add(extension.By);
                break;
            case Step.Reschedule rescheduling when _life is not null:
                MoveStart(rescheduling, _life);
                break;
            case Step.Hold hold:
                Add(new Chain(hold, _reading, !_isVoid(hold.By)));
                break;
            case Step.ExtendHold extension:
                if (ChainOf(extension.Of) is { } extended && extended.Extend(extension.By, extension.Starts, extension.End, !_isVoid(extension.By)))
                    Link(extension.By, extended);
                else
                    _dangling.Add(extension.By);
                break;
            case Step.LinkHold link:
                if (ChainOf(link.Of) is { } linked)
                    Link(link.By, linked);
                break;
            case Step.EndHold ending:
                EndHold(ending);
                break;
            case Step.EndHoldsOf repeal:
                if (!_isVoid(repeal.By))
                {
                    foreach (var chain in _holds.Where(chain => chain.Segments.Any(segment => segment.By.Entity == repeal.Instrument)))
                        chain.EndFrom(Start(repeal.By, repeal.Effective, Pull.Counts));
                }
                break;
            case Step.Repeal repeal:
                if (!_isVoid(repeal.By))
                    _repeals.Add((repeal.By, Start(repeal.By, repeal.Effective, Pull.HoldsBack)));
                break;
            case Step.Withdraw withdrawal when _life is not null:
                Withdraw(withdrawal, _life);
                break;
            case Step.Restore restoration:
                if (!_isVoid(restoration.By))
                {
                    _restorations.Add((
                        restoration.OfRepeal, Start(restoration.By, restoration.Period.Starts, Pull.Counts),
                        Readings.EndOf(restoration.Period.End, Pull.Counts, _reading, restoration.By)));
                }
                break;
            case Step.Introduce or Step.Extend or Step.Reschedule or Step.Withdraw:
                _dangling.Add(step.By);
                break;
            default:
                throw new InvalidOperationException($"no rule of time for {step.GetType().Name}");
        }
    }

    /// <summary>How the measure stands at a moment (effective axis): the first status of T5 that holds.</summary>
    public Standing At(Instant moment)
    {
        if (_life is null)
            return new Standing(Status.Unknown, []);
        var announced = Readings.StartOf(_life.First.AnnouncedOn, Pull.Counts, _reading, _life.First);
        if (moment < announced && !_life.Segments.Any(segment => segment.Live && segment.Start <= moment))
            return new Standing(Status.NotYetAnnounced, []);
        if (_isVoid(_life.First))
            return new Standing(Status.Annulled, []);
        if (_withdrawals.Where(withdrawal => withdrawal.From <= moment).Select(withdrawal => withdrawal.By).ToItems() is { IsEmpty: false } withdrawn)
            return new Standing(Status.Withdrawn, withdrawn);
        if (_repeals.Where(repeal => repeal.From <= moment && !IsRestored(repeal.By, moment)).Select(repeal => repeal.By).ToItems() is { IsEmpty: false } repealed)
            return new Standing(Status.Repealed, repealed);
        if (!_life.Runs(moment))
            return new Standing(_life.Segments.Any(segment => segment.Live && segment.Start < segment.End && segment.End <= moment) ? Status.Lapsed : Status.Announced, []);
        var (suspensions, exemptions) = (Running(HoldKind.Suspension, moment), Running(HoldKind.Exemption, moment));
        return new Standing(
            !suspensions.IsEmpty ? Status.Suspended : !exemptions.IsEmpty ? Status.Exempted : Status.InForce, suspensions.Concat(exemptions).ToItems());
    }

    /// <summary>How each suspension and exemption stands: the effect that began it, its running link if any, and where it began and ends.</summary>
    public IEnumerable<HoldStanding> HoldsAt(Instant moment) =>
        _holds.Select(chain => new HoldStanding(
            chain.First, chain.Links, chain.Runs(moment), chain.Segments.All(segment => moment < segment.Start && segment.Start < segment.End)));

    /// <summary>True when some period's start has come, applied or not (<i>begun</i>, DESIGN T3), by the civil day of an announcement.</summary>
    public bool HasBegunBy(LocalDate day) => _life is { } life && life.Segments.Any(segment => segment.Live && StartDay(segment) <= day);

    /// <summary>True when every period has ended for certain before the day begins: only an act with a start of its own can extend it.</summary>
    public bool HasEndedBy(LocalDate day, DateTimeZone zone) =>
        _life is { } life && life.Segments.Max(segment => segment.LatestEnd) <= LegalTime.StartOfDay(day, zone);

    /// <summary>The same for the suspension or exemption that has the named link; null where there is none.</summary>
    public bool? HoldHasEndedBy(string link, LocalDate day, DateTimeZone zone) =>
        ChainOf(link) is { } chain ? chain.Segments.Max(segment => segment.LatestEnd) <= LegalTime.StartOfDay(day, zone) : null;

    /// <summary>True where the measure holds until further notice: nothing there can be extended.</summary>
    public bool IsEndless => _life?.IsEndless == true;

    /// <summary>The same for the suspension or exemption that has the named link; null where there is none.</summary>
    public bool? HoldIsEndless(string link) => ChainOf(link)?.IsEndless;

    /// <summary>Where the suspension or exemption that has the named link ends in this reading, at the latest of its links; null where there is none.</summary>
    public Instant? HoldEnd(string link) => ChainOf(link)?.Segments.Max(segment => segment.End);

    /// <summary>The end of the current or last period, in this reading.</summary>
    public (Instant Start, Instant End)? LastPeriodAt(Instant moment) =>
        _life?.Segments.Where(segment => segment.Live).OrderBy(segment => segment.Start <= moment).ThenBy(segment => segment.Start)
            .Select(segment => ((Instant, Instant)?)(segment.Start, segment.End)).LastOrDefault();

    /// <summary>
    /// A start can be moved only by an act announced before it; later, the act is a suspension from its own date until the new start, and it
    /// ends the one that an earlier rescheduling made. Between periods the next start moves (DESIGN T3, <i>Moving a start</i>).
    /// </summary>
    private void MoveStart(Step.Reschedule step, Chain life)
    {
        if (_isVoid(step.By))
            return;
        var (own, newStart) = (Start(step.By, step.Effective, Pull.HoldsBack), NewStart(step));
        foreach (var earlier in _holds.Where(hold => hold.IsStandstill))
            earlier.EndFrom(own);
        var announced = step.By.AnnouncedDay;
        var periods = life.Segments.Where(segment => segment.Live).ToList();
        var started = periods.Where(segment => StartDay(segment) <= announced || segment.Start < own).ToList();
        var next = periods.Where(segment => StartDay(segment) > announced && segment.Start >= own).OrderBy(segment => segment.Start).FirstOrDefault();
        if (started.Exists(segment => segment.LatestEnd > LegalTime.StartOfDay(announced, step.By.Zone)))
            Add(new Chain(step, own, newStart, _reading));
        else if (next is not null)
            next.Start = newStart;
        else
            _dangling.Add(step.By);
    }

    /// <summary>A rescheduling holds back to its latest new start (DESIGN T7); one that names none, or a day not known, until a later act.</summary>
    private Instant NewStart(Step.Reschedule step) =>
        step.NewStart is not { } start || (start.IsUnknown && _reading == Reading.Shown) ? Instant.MaxValue : Start(step.By, start, Pull.Counts);

    /// <summary>A withdrawal takes back what has not begun; what has begun can be repealed or suspended, not withdrawn.</summary>
    private void Withdraw(Step.Withdraw step, Chain life)
    {
        if (_isVoid(step.By))
            return;
        if (life.Segments.Any(segment => StartDay(segment) <= step.By.AnnouncedDay))
            _dangling.Add(step.By);
        else
            _withdrawals.Add((step.By, Start(step.By, step.Effective, Pull.HoldsBack)));
    }

    private void EndHold(Step.EndHold step)
    {
        if (ChainOf(step.Of) is not { } chain)
            _dangling.Add(step.By);
        else if (!_isVoid(step.By))
            chain.EndFrom(Start(step.By, step.Effective, Pull.Counts));
    }

    private bool IsRestored(Effect repeal, Instant moment) =>
        _restorations.Any(restoration => restoration.Repeal == repeal.Reference && restoration.From <= moment && moment < restoration.Until);

    private void Add(Chain hold)
    {
        _holds.Add(hold);
        Link(hold.First, hold);
    }

    /// <summary>Later acts may name a chain by any of its links; should two have one, it names the first.</summary>
    private void Link(Effect by, Chain hold)
    {
        var link = by.Reference;
        hold.Links.Add(link);
        _holdsByLink.TryAdd(link, hold);
    }

    private Chain? ChainOf(string link) => _holdsByLink.GetValueOrDefault(link);

    private Items<Effect> Running(HoldKind kind, Instant moment)
    {
        List<Effect>? running = null;
        foreach (var chain in _holds)
        {
            if (chain.Kind == kind)
                chain.AddRunning(moment, ref running);
        }
        return running?.ToItems() ?? [];
    }

    private Instant Start(Effect by, LegalMoment? stated, Pull pull) => Readings.StartOf(by.OwnDate(stated), pull, _reading, by);

    private static LocalDate StartDay(Segment segment) =>
        segment.Start == Instant.MaxValue ? LocalDate.MaxIsoValue
        : segment.Start == Instant.MinValue ? LocalDate.MinIsoValue
        : LegalTime.DayOf(segment.Start, segment.By.Zone);
}

/// <summary>How a suspension or an exemption stands at a moment.</summary>
/// <param name="First">The effect that began it.</param>
/// <param name="Links">Every reference by which it may be named.</param>
/// <param name="Runs">It is running.</param>
/// <param name="IsAhead">It has not begun.</param>
public sealed record HoldStanding(Effect First, IReadOnlyList<string> Links, bool Runs, bool IsAhead);
