using NodaTime;

namespace Ledger.Kernel;

/// <summary>Cuts of publication as numbers in the order of their days.</summary>
public static class PublishedCut
{
    /// <summary>No cut: whatever is known, announced on a known day or not.</summary>
    public const int Everything = Never - 1;

    /// <summary>Beyond every cut.</summary>
    public const int Never = int.MaxValue;

    /// <summary>A cut of publication; null: none.</summary>
    public static int Of(LocalDate? published) => published is { } day ? (day.Year << 9) | (day.Month << 5) | day.Day : Everything;

    /// <summary>
    /// The first cut under which an act is public: the latest day that its announcement allows. One announced on no known day is public under none.
    /// </summary>
    public static int OfAnnouncement(LegalMoment announcedOn) => Of(announcedOn.LatestDay ?? announcedOn.EarliestDay);
}

/// <summary>How one event reads between two cuts of publication, at the ledger position reached (DESIGN T6).</summary>
/// <param name="Effect">As it reads there.</param>
/// <param name="PublishedFrom">First cut of publication under which it reads so, as a <see cref="PublishedCut"/>.</param>
/// <param name="PublishedBefore">First cut under which it no longer does; <see cref="PublishedCut.Never"/> where none is.</param>
public readonly record struct EffectReading(Effect Effect, int PublishedFrom, int PublishedBefore);

/// <summary>
/// The events of one act on one stream, which share its announcement (DESIGN T11), with their corrections and retractions: what
/// <see cref="StreamVersions.Visible"/> finds at one cut of publication, this says of all cuts at once, and which events a correction touches.
/// </summary>
public sealed class ActHistory
{
    private readonly StreamVersions _stream = new();
    private readonly List<VersionedEvent> _live = [];
    private (LegalMoment AnnouncedOn, int Sequence)? _announcement;

    /// <summary>What the event said as first recorded that a reference names.</summary>
    public EventBody OriginalOf(string reference) => _stream.Find(reference)!.Original.Event.Body;

    /// <summary>Takes the act's next event on the stream, or a correction or retraction of one.</summary>
    /// <returns>The events whose readings it may have changed, its own or the one corrected among them.</returns>
    /// <exception cref="InvalidOperationException">The stream is corrupt: a correction names no event of it.</exception>
    public IReadOnlyList<VersionedEvent> Take(SequencedEvent recorded)
    {
        var versioned = _stream.Take(recorded);
        if (versioned.Original.Equals(recorded))
        {
            _live.Add(versioned);
            _announcement ??= Announced();
            return [versioned];
        }
        var wasFirst = ReferenceEquals(_live.FirstOrDefault(), versioned);
        if (versioned.IsRetracted)
            _live.Remove(versioned);
        var announcement = MovesTheAct(versioned, wasFirst) ? Announced() : _announcement;
        if (announcement == _announcement)
            return [versioned];
        _announcement = announcement;
        return [.. _live.Append(versioned).Distinct()];
    }

    /// <summary>How an event reads, by cuts of publication in order; nothing where it is retracted.</summary>
    public IEnumerable<EffectReading> ReadingsOf(VersionedEvent versioned)
    {
        if (versioned.IsRetracted)
            yield break;
        var (announcedOn, sequence) = _announcement!.Value;
        var announced = announcedOn.LatestDay ?? announcedOn.EarliestDay;
        var readFrom = PublishedCut.OfAnnouncement(announcedOn);
        Effect? read = null;
        var days = announced is null ? [] : versioned.ErrataDays.Where(errata => errata > announced).Distinct().Order().Select(errata => (LocalDate?)errata);
        foreach (var at in days.Prepend(announced))
        {
            var next = StreamVersions.EffectOf(versioned, announcedOn, sequence, at);
            if (read is not null && read.Reads.Equals(next.Reads) && read.Jurisdictions == next.Jurisdictions)
                continue;
            if (read is not null)
                yield return new EffectReading(read, readFrom, PublishedCut.Of(at));
            (read, readFrom) = (next, PublishedCut.Of(at));
        }
        yield return new EffectReading(read!, readFrom, PublishedCut.Never);
    }

    /// <summary>Only corrections that state an announcement move one, and the first event's own goes with it.</summary>
    private static bool MovesTheAct(VersionedEvent versioned, bool wasFirst) => (wasFirst && versioned.IsRetracted)
        || versioned.Corrections.Any(correction => correction.Event.Body is EventCorrected { AnnouncedOn: not null } or EventCorrected { Sequence: not null });

    private (LegalMoment, int)? Announced() => _live.Count > 0 ? StreamVersions.Announcement(_live) : null;
}
