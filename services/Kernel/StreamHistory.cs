using NodaTime;

namespace Ledger.Kernel;

/// <summary>
/// One reading of one event, and the rectangle of the two cuts of knowledge in which it is the visible one (DESIGN T6): positions from
/// <see cref="KnownFrom"/> up to but not including <see cref="KnownBefore"/>, and days of publication likewise. Of all readings of an event at
/// most one is visible at any pair of cuts.
/// </summary>
/// <remarks>One writer closes it; a reader at a position before the closing one sees the same whether it has been closed yet or not.</remarks>
public sealed class EffectVersion
{
    private long _knownBefore = long.MaxValue;

    internal EffectVersion(Effect effect, long knownFrom, int publishedFrom, int publishedBefore) =>
        (Effect, KnownFrom, PublishedFrom, PublishedBefore) = (effect, knownFrom, publishedFrom, publishedBefore);

    /// <summary>As it reads there. One object for all of the rectangle.</summary>
    public Effect Effect { get; }

    /// <summary>Ledger position from which it is read so.</summary>
    public long KnownFrom { get; }

    /// <summary>Ledger position from which it no longer is; the greatest number while it is.</summary>
    public long KnownBefore => Volatile.Read(ref _knownBefore);

    /// <summary>First day of publication under which it is read so, as a <see cref="PublishedCut"/>.</summary>
    public int PublishedFrom { get; }

    /// <summary>First cut of publication under which it no longer is; <see cref="PublishedCut.Never"/> where none is.</summary>
    public int PublishedBefore { get; }

    /// <summary>Whether it is what a reader sees under both cuts.</summary>
    /// <param name="position">The last ledger position known.</param>
    /// <param name="published">A <see cref="PublishedCut"/>.</param>
    public bool IsVisible(long position, int published) =>
        KnownFrom <= position && PublishedFrom <= published && published < PublishedBefore && position < KnownBefore;

    internal void Close(long position) => Volatile.Write(ref _knownBefore, position);

    internal bool ReadsAs(EffectVersion other) =>
        (PublishedFrom, PublishedBefore) == (other.PublishedFrom, other.PublishedBefore) && ReferenceEquals(Effect.Reads, other.Effect.Reads)
        && Effect.AnnouncedOn == other.Effect.AnnouncedOn && Effect.Sequence == other.Effect.Sequence && Effect.Jurisdictions == other.Effect.Jurisdictions;
}

/// <summary>Cuts of publication as numbers in the order of their days.</summary>
public static class PublishedCut
{
    /// <summary>No cut: whatever is known, announced on a known day or not.</summary>
    public const int Everything = Never - 1;

    /// <summary>Beyond every cut.</summary>
    public const int Never = int.MaxValue;

    /// <summary>A cut of publication; null: none.</summary>
    public static int Of(LocalDate? published) => published is { } day ? (day.Year << 9) | (day.Month << 5) | day.Day : Everything;
}

/// <summary>
/// Every reading that the events of one stream ever had, kept up event by event: what <see cref="StreamVersions.Visible"/> finds at a pair of
/// cuts by folding the stream, this says of all pairs at once.
/// </summary>
public sealed class StreamHistory
{
    private readonly StreamVersions _stream = new();
    private readonly Dictionary<string, Act> _acts = [];

    /// <summary>What the event said as first recorded that a reference names.</summary>
    public EventBody OriginalOf(string reference) => _stream.Find(reference)!.Original.Event.Body;

    /// <summary>Takes the next event of the stream.</summary>
    /// <returns>The readings that begin with it; those that end with it are closed.</returns>
    /// <exception cref="InvalidOperationException">The stream is corrupt: a correction names no event of it.</exception>
    public IReadOnlyList<EffectVersion> Take(SequencedEvent recorded)
    {
        var versioned = _stream.Take(recorded);
        var place = versioned.Original.Event.Place!;
        if (!_acts.TryGetValue(place.Act, out var act))
            _acts.Add(place.Act, act = new Act());
        var opened = new List<EffectVersion>();
        if (ReferenceEquals(versioned.Original, recorded))
            act.Add(versioned, recorded.Position, opened);
        else
            act.Change(versioned, recorded.Position, opened);
        return opened;
    }

    /// <summary>The effects of one act on the stream: they share its announcement (DESIGN T11).</summary>
    private sealed class Act
    {
        private readonly List<VersionedEvent> _events = [];
        private readonly Dictionary<VersionedEvent, List<EffectVersion>> _open = new(ReferenceEqualityComparer.Instance);
        private (LegalMoment AnnouncedOn, int Sequence)? _announcement;

        public void Add(VersionedEvent versioned, long position, List<EffectVersion> opened)
        {
            _events.Add(versioned);
            _announcement ??= Announced();
            Read(versioned, position, opened);
        }

        public void Change(VersionedEvent versioned, long position, List<EffectVersion> opened)
        {
            var wasFirst = ReferenceEquals(_events.FirstOrDefault(), versioned);
            if (versioned.IsRetracted)
                _events.Remove(versioned);
            var announcement = MovesTheAct(versioned, wasFirst) ? Announced() : _announcement;
            if (announcement == _announcement)
            {
                Read(versioned, position, opened);
                return;
            }
            _announcement = announcement;
            foreach (var each in _events.Append(versioned).Distinct())
                Read(each, position, opened);
        }

        /// <summary>Only corrections that state an announcement move one, and the first event's own goes with it.</summary>
        private static bool MovesTheAct(VersionedEvent versioned, bool wasFirst) => (wasFirst && versioned.IsRetracted)
            || versioned.Corrections.Any(correction => correction.Event.Body is EventCorrected { AnnouncedOn: not null } or EventCorrected { Sequence: not null });

        private (LegalMoment, int)? Announced() => _events.Count > 0 ? StreamVersions.Announcement(_events) : null;

        /// <summary>Opens the readings that an event has from a position on, and closes those that it no longer has.</summary>
        private void Read(VersionedEvent versioned, long position, List<EffectVersion> opened)
        {
            var before = _open.GetValueOrDefault(versioned) ?? [];
            var after = versioned.IsRetracted ? [] : Readings(versioned, position).ToList();
            for (var i = 0; i < after.Count; i++)
            {
                if (before.Find(after[i].ReadsAs) is { } same)
                    after[i] = same;
                else
                    opened.Add(after[i]);
            }
            foreach (var ended in before.Where(each => !after.Contains(each)))
                ended.Close(position);
            if (after.Count > 0)
                _open[versioned] = after;
            else
                _open.Remove(versioned);
        }

        private IEnumerable<EffectVersion> Readings(VersionedEvent versioned, long position)
        {
            var (announcedOn, sequence) = _announcement!.Value;
            var announced = announcedOn.LatestDay ?? announcedOn.EarliestDay;
            // An act announced on no known day is public under no cut.
            var readFrom = PublishedCut.Of(announced);
            Effect? read = null;
            var days = announced is null ? [] : versioned.ErrataDays.Where(errata => errata > announced).Distinct().Order().Select(errata => (LocalDate?)errata);
            foreach (var at in days.Prepend(announced))
            {
                var next = StreamVersions.EffectOf(versioned, announcedOn, sequence, at);
                if (read is not null && ReferenceEquals(read.Reads, next.Reads) && read.Jurisdictions == next.Jurisdictions)
                    continue;
                if (read is not null)
                    yield return new EffectVersion(read, position, readFrom, PublishedCut.Of(at));
                (read, readFrom) = (next, PublishedCut.Of(at));
            }
            yield return new EffectVersion(read!, position, readFrom, PublishedCut.Never);
        }
    }
}
