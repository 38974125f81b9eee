using NodaTime;

namespace Ledger.Kernel;

/// <summary>
/// Resolves what each event reads under a cut (DESIGN T6). The caller has cut by <c>known</c> already; here ledger errors replace the version
/// they name, retractions remove, <c>published</c> cuts on the resolved announcement, and source errata replace from their publication day.
/// </summary>
public static class Versions
{
    /// <summary>The visible effects of any number of streams, in no particular order.</summary>
    /// <param name="events">In ledger order, already cut by <c>known</c>.</param>
    /// <param name="published">Only what had been announced by the end of this civil day; null: everything.</param>
    public static IEnumerable<Effect> Visible(IEnumerable<SequencedEvent> events, LocalDate? published)
    {
        var streams = new Dictionary<string, StreamVersions>();
        foreach (var recorded in events)
        {
            if (!streams.TryGetValue(recorded.Event.Header.Stream, out var stream))
                streams.Add(recorded.Event.Header.Stream, stream = new StreamVersions());
            stream.Take(recorded);
        }
        return streams.Values.SelectMany(stream => stream.Visible(published));
    }
}

/// <summary>The versions of the events of one stream, taken in ledger order.</summary>
public sealed class StreamVersions
{
    private readonly Dictionary<string, VersionedEvent> _events = [];
    private readonly List<VersionedEvent> _inOrder = [];

    public IReadOnlyList<VersionedEvent> Events => _inOrder;

    /// <summary>Finds an event by <c>act#ordinal</c>, retracted ones included.</summary>
    public VersionedEvent? Find(string reference) => _events.GetValueOrDefault(Reference.Split(reference).Event);

    /// <summary>Takes the next event of the stream.</summary>
    /// <returns>The event that it is, or that it corrects or retracts.</returns>
    /// <exception cref="InvalidOperationException">The stream is corrupt: a correction names no event of it.</exception>
    public VersionedEvent Take(SequencedEvent recorded)
    {
        VersionedEvent versioned;
        switch (recorded.Event.Body)
        {
            case EventCorrected correction:
                versioned = Named(correction.Corrects, recorded);
                versioned.Correct(recorded, correction);
                return versioned;
            case EventRetracted retraction:
                versioned = Named(retraction.Retracts, recorded);
                versioned.Retract(recorded, retraction);
                return versioned;
            default:
                var reference = $"{recorded.Event.Place!.Act}#{recorded.Event.Place.Ordinal}";
                if (_events.TryGetValue(reference, out var earlier))
                {
                    if (!earlier.IsRetracted)
                        throw new InvalidOperationException($"{recorded.Event.Header.Stream} records {reference} twice");
                    // A retracted event may be recorded again, with its act and ordinal.
                    _inOrder.Remove(earlier);
                }
                versioned = new VersionedEvent(recorded);
                _events[reference] = versioned;
                _inOrder.Add(versioned);
                return versioned;
        }
    }

    /// <summary>The effects of this stream that are visible under a cut of publication.</summary>
    public IEnumerable<Effect> Visible(LocalDate? published)
    {
        var live = _inOrder.Where(versioned => !versioned.IsRetracted).ToList();
        foreach (var act in live.GroupBy(versioned => versioned.Original.Event.Place!.Act))
        {
            var (announcedOn, sequence) = Announcement(act);
            var announcedDay = announcedOn.LatestDay ?? announcedOn.EarliestDay;
            if (published is { } day && !(announcedDay <= day))
                continue;
            foreach (var versioned in act)
                yield return EffectOf(versioned, announcedOn, sequence, published);
        }
    }

    /// <summary>How an event reads under a cut of publication, its act being announced as stated.</summary>
    internal static Effect EffectOf(VersionedEvent versioned, LegalMoment announcedOn, int sequence, LocalDate? published)
    {
        var (original, reads, jurisdictions) = (versioned.Original.Event, versioned.Reads(published), versioned.Jurisdictions(published));
        var body = reads.Event.Body is EventCorrected corrected ? corrected.Replacement : reads.Event.Body;
        return new Effect(
            original.Entity, original.Place!.Act, original.Place.Ordinal, announcedOn, sequence, ZoneOf(original.Place.Zone, jurisdictions), jurisdictions, body,
            versioned.Original, reads);
    }

    /// <summary>The act's announcement on this stream: the ledger-error correction last in the ledger that states it prevails.</summary>
    internal static (LegalMoment AnnouncedOn, int Sequence) Announcement(IEnumerable<VersionedEvent> act)
    {
        var place = act.First().Original.Event.Place!;
        var (announcedOn, sequence) = (place.AnnouncedOn, place.Sequence);
        foreach (var correction in act.SelectMany(versioned => versioned.LedgerErrors).OrderBy(correction => correction.Position))
        {
            var stated = (EventCorrected)correction.Event.Body;
            announcedOn = stated.AnnouncedOn ?? announcedOn;
            sequence = stated.Sequence ?? sequence;
        }
        return (announcedOn, sequence);
    }

    /// <summary>The zone the act states, else its jurisdiction's, else UTC (a decider refuses an effect that has none).</summary>
    public static DateTimeZone ZoneOf(string? stated, Items<string> jurisdictions) =>
        (stated is not null ? Jurisdictions.ZoneById(stated) : jurisdictions.IsEmpty ? null : Jurisdictions.ZoneOf(jurisdictions[0])) ?? DateTimeZone.Utc;

    private VersionedEvent Named(string reference, SequencedEvent by) =>
        Find(reference) ?? throw new InvalidOperationException($"{by.Event.Header.Stream} corrects {reference}, which it does not hold");
}

/// <summary>
/// One event with its versions: the wording as recorded, each erratum, and on each of these the ledger-error corrections stacked on it.
/// </summary>
public sealed class VersionedEvent(SequencedEvent original)
{
    private sealed record Version(LocalDate? PublishedOn, List<SequencedEvent> Stack);

    private readonly List<Version> _versions = [new(null, [original])];
    private readonly List<SequencedEvent> _corrections = [];

    public SequencedEvent Original { get; } = original;

    public bool IsRetracted { get; private set; }

    /// <summary>Every correction ever recorded, in ledger order: the k-th is named <c>act#ordinal@k</c>.</summary>
    public IReadOnlyList<SequencedEvent> Corrections => _corrections;

    /// <summary>The ledger-error corrections that stand, on any version.</summary>
    public IEnumerable<SequencedEvent> LedgerErrors =>
        _versions.SelectMany(version => version.Stack).Where(entry => entry.Event.Body is EventCorrected { Kind: CorrectionKind.LedgerError });

    /// <summary>References that a ledger-error correction may name: the head of each version.</summary>
    public IEnumerable<string> Heads => _versions.Select(version => NameOf(version.Stack[^1]));

    /// <summary>The reference that a new erratum must name: the head of the last version.</summary>
    public string LastHead => NameOf(_versions[^1].Stack[^1]);

    /// <summary>The publication day of the last erratum that stands; null where none does.</summary>
    public LocalDate? LastErratumOn => _versions[^1].PublishedOn;

    /// <summary>True where a correction has not been taken back.</summary>
    public bool Stands(SequencedEvent correction) => _versions.Any(version => version.Stack.Contains(correction));

    /// <summary>True where the named entry is the base of an erratum's version or the event itself.</summary>
    public bool IsErratum(string reference) => _versions.Skip(1).Any(version => NameOf(version.Stack[0]) == reference);

    /// <summary>How a version of this event is named.</summary>
    public string NameOf(SequencedEvent entry)
    {
        var place = Original.Event.Place!;
        var at = _corrections.IndexOf(entry);
        return at < 0 ? $"{place.Act}#{place.Ordinal}" : $"{place.Act}#{place.Ordinal}@{at + 1}";
    }

    /// <summary>The event whose wording is visible under a cut of publication.</summary>
    public SequencedEvent Reads(LocalDate? published) => Visible(published).Last().Stack[^1];

    /// <summary>The jurisdictions visible under a cut of publication: a correction that states none leaves them as the one before it left them.</summary>
    public Items<string> Jurisdictions(LocalDate? published) =>
        Visible(published).SelectMany(version => version.Stack).Select(entry => entry.Event.Body).OfType<EventCorrected>()
            .LastOrDefault(correction => !correction.Jurisdictions.IsEmpty)?.Jurisdictions ?? Original.Event.Jurisdictions;

    /// <summary>The days from which errata that stand are read.</summary>
    public IEnumerable<LocalDate> ErrataDays => _versions.Select(version => version.PublishedOn).OfType<LocalDate>();

    private IEnumerable<Version> Visible(LocalDate? published) =>
        _versions.Where(version => version.PublishedOn is not { } on || published is not { } day || on <= day);

    internal void Correct(SequencedEvent recorded, EventCorrected correction)
    {
        _corrections.Add(recorded);
        if (correction.Kind == CorrectionKind.SourceErratum)
            _versions.Add(new Version(correction.PublishedOn?.LatestDay ?? LocalDate.MaxIsoValue, [recorded]));
        else
            HoldingHead(correction.Corrects, recorded).Stack.Add(recorded);
    }

    internal void Retract(SequencedEvent recorded, EventRetracted retraction)
    {
        if (Reference.Split(retraction.Retracts).Correction is null)
        {
            IsRetracted = true;
            return;
        }
        var version = HoldingHead(retraction.Retracts, recorded);
        version.Stack.RemoveAt(version.Stack.Count - 1);
        if (version.Stack.Count == 0)
            _versions.Remove(version);
    }

    private Version HoldingHead(string reference, SequencedEvent by) =>
        _versions.FirstOrDefault(version => NameOf(version.Stack[^1]) == reference)
        ?? throw new InvalidOperationException($"{by.Event.Header.Stream} revision {by.Event.Header.Revision} names {reference}, which is not the head of a version");
}

/// <summary>References to effects: <c>act#ordinal</c>, and to a correction of one: <c>act#ordinal@k</c>.</summary>
public static class Reference
{
    /// <summary>Splits a reference; <c>Correction</c> is null where none is named.</summary>
    public static (string Event, int? Correction) Split(string reference)
    {
        var at = reference.LastIndexOf('@');
        return at > reference.LastIndexOf('#') && int.TryParse(reference.AsSpan(at + 1), out var k) ? (reference[..at], k) : (reference, null);
    }

    /// <summary>True for <c>act#ordinal</c>, with or without <c>@k</c>.</summary>
    public static bool IsEffect(string text)
    {
        var name = Split(text).Event;
        var hash = name.LastIndexOf('#');
        return hash > 0 && int.TryParse(name.AsSpan(hash + 1), out var ordinal) && ordinal > 0;
    }
}
