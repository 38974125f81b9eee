using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>How a measure is listed in the answer to a check.</summary>
public enum Listing
{
    /// <summary>Repealed, lapsed, not yet announced, or not concerning the trade: it is not listed.</summary>
    None,
    Applies,
    Charge,
    Suspended,
    Exempted,
    Announced,
    Possible,
    Conditional,
}

/// <summary>One measure in the answer to a check.</summary>
/// <param name="Life">Its life for the trade.</param>
/// <param name="Bearing">How it bears on the trade.</param>
/// <param name="Listing">How it is listed.</param>
/// <param name="Moment">The moment asked, in its zone.</param>
public sealed record Finding(MeasureLife Life, Bearing Bearing, Listing Listing, Instant Moment)
{
    /// <summary>How it stands, with the effects behind it.</summary>
    public MeasureAnswer Answer => Life.At(Moment);
}

/// <summary>
/// What applies to a trade at a moment (DESIGN section 4, <i>Check</i>): the strictest applying requirement, charges apart, and beneath them
/// what nearly applies.
/// </summary>
public sealed class Check
{
    /// <summary>No two zones' clocks are further apart: beyond this a later instant lies on no earlier civil date.</summary>
    private static readonly Duration ZonesApart = Duration.FromHours(30);

    /// <summary>No civil day is longer, whatever daylight saving adds: whoever asks for one is told what changed during it as well.</summary>
    private static readonly Duration LongestDay = Duration.FromHours(48);

    private readonly List<MeasureLife> _lives;
    private readonly Func<DateTimeZone, Instant> _momentIn;

    /// <param name="controls">The visible effects.</param>
    /// <param name="question">The trade; an exporting country left out is the origin, which the caller has put in.</param>
    /// <param name="momentIn">The moment asked, in a zone: the close of a civil day there, or an instant.</param>
    public Check(Controls controls, Question question, Func<DateTimeZone, Instant> momentIn)
    {
        _momentIn = OncePerZone(momentIn);
        _lives = [.. controls.LivesFor(question, zone => _momentIn(zone) - LongestDay).OrderBy(life => life.Id, LegalOrder.NaturalOrder)];
        Findings = [.. _lives.Select(FindingOf).Where(finding => finding.Listing != Listing.None)];
        Headline = Findings.Where(finding => finding.Listing == Listing.Applies).Select(finding => finding.Life.Requirement).DefaultIfEmpty(Requirement.None).Min();
    }

    /// <summary>The strictest requirement that applies; charges are never ranked.</summary>
    public Requirement Headline { get; }

    /// <summary>What is listed, by listing and then by id.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>
    /// The first time after the moment at which headline, a counted measure or a value differs (DESIGN T4). Days begin at different instants in
    /// different zones: a later instant may lie on an earlier civil date, and then that date is the first.
    /// </summary>
    /// <param name="byDay">True where a civil date was asked: the first civil date, and on it the earliest local moment. False: the first instant.</param>
    public Change? NextChange(bool byDay)
    {
        (Instant At, MeasureLife Life)? first = null;
        foreach (var life in _lives)
        {
            var upTo = first is not { } known ? Instant.MaxValue : byDay ? known.At + ZonesApart : known.At;
            if (FirstChange(life, _momentIn(life.Zone), upTo) is { } at
                && (first is not { } other || (byDay ? CompareLocally((at, life), other) : at.CompareTo(other.At)) < 0))
            {
                first = (at, life);
            }
        }
        return first is { } next ? ChangeOf(next.Life, _momentIn(next.Life.Zone), next.At) : null;
    }

    /// <summary>The first instant within a civil day at which what counts changed, with the measure; null when it did not.</summary>
    /// <param name="startIn">The first instant of the day, in a zone.</param>
    public Change? ChangedDuring(Func<DateTimeZone, Instant> startIn)
    {
        (Instant At, MeasureLife Life, Instant After)? first = null;
        foreach (var life in _lives)
        {
            var start = startIn(life.Zone);
            if (FirstChange(life, start, _momentIn(life.Zone)) is { } at && !(first?.At <= at))
                first = (at, life, start);
        }
        return first is { } changed ? ChangeOf(changed.Life, changed.After, changed.At) : null;
    }

    /// <summary>The first instant after one and up to another at which what a measure contributes changes.</summary>
    private Instant? FirstChange(MeasureLife life, Instant after, Instant upTo)
    {
        var before = Contribution(life, after);
        var boundaries = BoundariesOf(life);
        for (var i = Boundaries.CountUpTo(boundaries, after); i < boundaries.Count && boundaries[i] <= upTo; i++)
        {
            if (Contribution(life, boundaries[i]) != before)
                return boundaries[i];
        }
        return null;
    }

    private Change ChangeOf(MeasureLife life, Instant after, Instant at) => new(at, life, after, moment => AsCounted(life, moment));

    /// <summary>The moment asked, worked out once for each zone: a ledger has few.</summary>
    private static Func<DateTimeZone, Instant> OncePerZone(Func<DateTimeZone, Instant> momentIn)
    {
        var known = new Dictionary<DateTimeZone, Instant>(ReferenceEqualityComparer.Instance);
        return zone =>
        {
            if (!known.TryGetValue(zone, out var moment))
                known.Add(zone, moment = momentIn(zone));
            return moment;
        };
    }

    /// <summary>How a measure stands, and whether it counts here: "all dual-use items" counts by what other measures say.</summary>
    private MeasureAnswer AsCounted(MeasureLife life, Instant moment) => life.At(moment) with { Counts = CountsAt(life, moment) };

    /// <summary>By civil date and time of day, each in its own zone; the same local moment by the instant.</summary>
    private static int CompareLocally((Instant At, MeasureLife Life) x, (Instant At, MeasureLife Life) y)
    {
        var byLocal = x.At.InZone(x.Life.Zone).LocalDateTime.CompareTo(y.At.InZone(y.Life.Zone).LocalDateTime);
        return byLocal != 0 ? byLocal : x.At.CompareTo(y.At);
    }

    /// <summary>"All dual-use items" counts where a licence measure of that jurisdiction that names goods counts by one of them.</summary>
    private bool CountsAt(MeasureLife life, Instant moment)
    {
        var bearing = life.BearingAt(moment);
        return bearing.Counts && (!bearing.Match.IsAllDualUse || NamedLicences(life).Any(named => named.BearingAt(moment) is { Counts: true, Match.ByGoodsKey: true }));
    }

    private IEnumerable<MeasureLife> NamedLicences(MeasureLife life) =>
        _lives.Where(named => !ReferenceEquals(named, life) && named.Requirement == Requirement.Licence
            && named.Introduction.Jurisdictions.Any(code => life.Introduction.Jurisdictions.Contains(code)));

    private IReadOnlyList<Instant> BoundariesOf(MeasureLife life) =>
        life.IsEverAllDualUse
            ? [.. NamedLicences(life).SelectMany(named => named.Boundaries).Concat(life.Boundaries).Distinct().Order()]
            : life.Boundaries;

    /// <summary>What a measure adds to the headline, the counted measures and the values.</summary>
    private (bool Counts, Quantity? Value) Contribution(MeasureLife life, Instant moment) =>
        CountsAt(life, moment) ? (true, life.BearingAt(moment).Value) : default;

    private Finding FindingOf(MeasureLife life)
    {
        var moment = _momentIn(life.Zone);
        var bearing = life.BearingAt(moment);
        return new Finding(life, bearing, List(life, bearing, moment), moment);
    }

    private Listing List(MeasureLife life, Bearing bearing, Instant moment)
    {
        if (bearing.Match.Overall == Answer.No && !bearing.IsPossible)
            return Listing.None;
        if (!bearing.IsPossible && (bearing.Status is Status.NotYetAnnounced || Standing.IsOver(bearing.Status)))
            return Listing.None;
        if (bearing.Match.Overall == Answer.Open)
            return Listing.Conditional;
        if (bearing.Counts)
            return !CountsAt(life, moment) ? Listing.Conditional : life.Requirement == Requirement.Charge ? Listing.Charge : Listing.Applies;
        if (bearing.IsPossible)
            return Listing.Possible;
        return bearing.Status switch
        {
            Status.Suspended or Status.PartlySuspended => Listing.Suspended,
            Status.Exempted or Status.PartlyExempted => Listing.Exempted,
            Status.Announced => Listing.Announced,
            _ => Listing.Possible,
        };
    }
}
