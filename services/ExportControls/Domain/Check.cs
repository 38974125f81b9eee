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
public sealed record Finding(MeasureLife Life, MeasureAnswer Answer, Listing Listing, Instant Moment);

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
        _momentIn = momentIn;
        _lives = controls.MeasuresFor(question)
            .Select(measure => MeasureLife.Of(controls, measure, question)!)
            .Where(life => !life.RestsSince(momentIn(life.Zone) - LongestDay) && life.CouldConcern()).OrderBy(life => life.Id, LegalOrder.NaturalOrder).ToList();
        Findings = _lives.Select(life => new Finding(life, life.At(momentIn(life.Zone)), List(life, momentIn(life.Zone)), momentIn(life.Zone)))
            .Where(finding => finding.Listing != Listing.None).ToList();
        Headline = Findings.Where(finding => finding.Listing == Listing.Applies).Select(finding => finding.Life.Measure!.Requirement)
            .DefaultIfEmpty(Requirement.None).Min();
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
        Change? first = null;
        foreach (var life in _lives)
        {
            var moment = _momentIn(life.Zone);
            if (FirstChange(life, moment, first is null ? Instant.MaxValue : byDay ? first.At + ZonesApart : first.At) is { } change
                && (first is null || (byDay ? CompareLocally(change, first) : change.At.CompareTo(first.At)) < 0))
            {
                first = change;
            }
        }
        return first;
    }

    /// <summary>The first instant within a civil day at which what counts changed, with the measure; null when it did not.</summary>
    /// <param name="startIn">The first instant of the day, in a zone.</param>
    public Change? ChangedDuring(Func<DateTimeZone, Instant> startIn) =>
        _lives.Select(life => FirstChange(life, startIn(life.Zone), _momentIn(life.Zone))).OfType<Change>().MinBy(change => change.At);

    /// <summary>The first change of what a measure contributes after one instant, up to another.</summary>
    private Change? FirstChange(MeasureLife life, Instant after, Instant upTo)
    {
        var before = Contribution(life, after);
        foreach (var boundary in BoundariesOf(life).Where(boundary => boundary > after && boundary <= upTo))
        {
            if (Contribution(life, boundary) != before)
                return new Change(boundary, life, AsCounted(life, after), AsCounted(life, boundary), life.EverAppliedBy(after));
        }
        return null;
    }

    /// <summary>How a measure stands, and whether it counts here: "all dual-use items" counts by what other measures say.</summary>
    private MeasureAnswer AsCounted(MeasureLife life, Instant moment) => life.At(moment) with { Counts = CountsAt(life, moment) };

    /// <summary>By civil date and time of day, each in its own zone; the same local moment by the instant.</summary>
    private static int CompareLocally(Change x, Change y)
    {
        var byLocal = x.At.InZone(x.Life.Zone).LocalDateTime.CompareTo(y.At.InZone(y.Life.Zone).LocalDateTime);
        return byLocal != 0 ? byLocal : x.At.CompareTo(y.At);
    }

    /// <summary>"All dual-use items" counts where a licence measure of that jurisdiction that names goods counts by one of them.</summary>
    private bool CountsAt(MeasureLife life, Instant moment)
    {
        var answer = life.At(moment);
        return answer.Counts && (!answer.Match.IsAllDualUse || NamedLicences(life).Any(named => named.At(moment) is { Counts: true, Match.ByGoodsKey: true }));
    }

    private IEnumerable<MeasureLife> NamedLicences(MeasureLife life) =>
        _lives.Where(named => !ReferenceEquals(named, life) && named.Measure!.Requirement == Requirement.Licence
            && named.Introduction.Jurisdictions.Any(code => life.Introduction.Jurisdictions.Contains(code)));

    private IEnumerable<Instant> BoundariesOf(MeasureLife life) =>
        life.IsEverAllDualUse
            ? NamedLicences(life).SelectMany(named => named.Boundaries).Concat(life.Boundaries).Distinct().Order()
            : life.Boundaries;

    /// <summary>What a measure adds to the headline, the counted measures and the values; null when nothing.</summary>
    private (string Id, Quantity? Value)? Contribution(MeasureLife life, Instant moment) =>
        CountsAt(life, moment) ? (life.Id, life.At(moment).Value) : null;

    private Listing List(MeasureLife life, Instant moment)
    {
        var answer = life.At(moment);
        if (answer.Match.Overall == Answer.No && !answer.IsPossible)
            return Listing.None;
        if (!answer.IsPossible && (answer.Status is Status.NotYetAnnounced || Standing.IsOver(answer.Status)))
            return Listing.None;
        if (answer.Match.Overall == Answer.Open)
            return Listing.Conditional;
        if (answer.Counts)
            return !CountsAt(life, moment) ? Listing.Conditional : life.Measure!.Requirement == Requirement.Charge ? Listing.Charge : Listing.Applies;
        if (answer.IsPossible)
            return Listing.Possible;
        return answer.Status switch
        {
            Status.Suspended or Status.PartlySuspended => Listing.Suspended,
            Status.Exempted or Status.PartlyExempted => Listing.Exempted,
            Status.Announced => Listing.Announced,
            _ => Listing.Possible,
        };
    }
}
