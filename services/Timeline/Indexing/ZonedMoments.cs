using NodaTime;

namespace Ledger.Timeline.Indexing;

/// <summary>The moment asked, zone by zone: a ledger has few.</summary>
/// <param name="rows">The rows whose zones they are.</param>
/// <param name="momentIn">The moment in a zone.</param>
internal sealed class ZonedMoments(EffectRows rows, Func<DateTimeZone, Instant> momentIn)
{
    private Dictionary<(int, int), Instant>? _known;
    private ((int, int) Zone, Instant Moment)? _last;

    /// <summary>In the zone of a row.</summary>
    public Instant Of(int row) => Of((rows.Versions[row].Zone, rows.Versions[row].Jurisdictions));

    /// <summary>In a zone by its numbers.</summary>
    public Instant Of((int Zone, int Jurisdictions) zone)
    {
        // One after another are mostly of one zone, and often all are.
        if (_last is not { } last)
        {
            _last = last = (zone, momentIn(rows.ZoneOf(zone)));
            return last.Moment;
        }
        if (last.Zone == zone)
            return last.Moment;
        _known ??= new() { [last.Zone] = last.Moment };
        if (!_known.TryGetValue(zone, out var moment))
            _known.Add(zone, moment = momentIn(rows.ZoneOf(zone)));
        _last = (zone, moment);
        return moment;
    }
}
