using System.Globalization;
using Ledger.Adapters.Bus;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Sequencing;

namespace Ledger.Timeline.Announcing;

/// <summary>
/// What other systems are told of an event: its document, and beside it what they sort events by. What an event concerns is followed through
/// the events that it names, so that whoever watches a measure hears of the act that ends its suspension, and of its correction.
/// </summary>
public sealed class Announcements
{
    /// <summary>Of how many positions it is kept what they are announced as: those who follow the ledger live are that close to each other.</summary>
    internal const int Kept = 128;

    /// <summary>Suspensions of suspensions do not exist; a chain of annulment, stay, reversal and corrections is shorter than this.</summary>
    private const int LongestChain = 16;

    private readonly LedgerMemory _memory;
    private readonly PolicyStreams _streams;
    private readonly Recent<long, Announcement> _recent = new(Kept);

    /// <param name="memory">The ledger.</param>
    /// <param name="streams">Whose stream is whose.</param>
    public Announcements(LedgerMemory memory, PolicyStreams streams) => (_memory, _streams) = (memory, streams);

    /// <summary>What others are told of an event.</summary>
    public Announcement Of(LedgerEntry entry) => _recent.Of(entry.Position, (Announcements: this, Entry: entry), static asked => asked.Announcements.Made(asked.Entry));

    private Announcement Made(LedgerEntry entry)
    {
        var recorded = entry.Event;
        var header = recorded.Header;
        var concern = ConcernOf(entry, 0);
        var (effective, ends) = Acts.DatesOf(recorded.Body);
        return new Announcement(
            entry.Position, header.EventId, WireNames.Of(recorded.Body), _streams.OwnerOf(header.Stream), _streams.NameOf(header.Stream), header.Revision,
            concern.Entities, concern.Jurisdictions, recorded.Place is { } place ? $"{place.Act}#{place.Ordinal}" : "", concern.AnnouncedOn,
            effective ?? "", ends ?? "", header.RecordedAt!.Value, entry.Document);
    }

    private Concern ConcernOf(LedgerEntry entry, int depth)
    {
        var recorded = entry.Event;
        List<string> entities = [recorded.Entity];
        var jurisdictions = recorded.Jurisdictions.ToList();
        var announced = recorded.Place?.AnnouncedOn.Text ?? "";
        Add(entities, recorded.Body);
        if (recorded.Body is EventCorrected corrected)
        {
            Add(entities, corrected.Replacement);
            jurisdictions.AddRange(corrected.Jurisdictions);
            announced = (corrected.PublishedOn ?? corrected.AnnouncedOn)?.Text ?? "";
        }
        var isVersion = recorded.Place is null;
        if (depth < LongestChain && NamedBy(recorded.Body) is { } reference && Find(entry, reference, isVersion) is { } named)
        {
            var concern = ConcernOf(named, depth + 1);
            entities.AddRange(concern.Entities);
            if (isVersion)
            {
                jurisdictions.AddRange(concern.Jurisdictions);
                announced = announced.Length > 0 ? announced : concern.AnnouncedOn;
            }
        }
        return new Concern([.. entities.Distinct()], [.. jurisdictions.Distinct()], announced);
    }

    /// <summary>The effect that a correction, a retraction or an act on an act names; null for what names none.</summary>
    private static string? NamedBy(EventBody body) => body switch
    {
        EventCorrected corrected => corrected.Corrects,
        EventRetracted retracted => retracted.Retracts,
        _ => Targets.Of(body) is { } target && Reference.IsEffect(target) ? target : null,
    };

    private static void Add(List<string> entities, EventBody body)
    {
        switch (body)
        {
            case StatementRecorded statement:
                entities.AddRange(statement.About);
                break;
            case AgreementReplaced replaced:
                entities.Add(replaced.Predecessor);
                break;
            case MeasureIntroduced introduced:
                entities.Add(introduced.Measure);
                break;
            case var acting when Targets.Of(acting) is { } target && !Reference.IsEffect(target):
                entities.Add(target);
                break;
        }
    }

    /// <summary>Finds the event of a reference: on the own stream for a version of it, else on the stream of the instrument that it names.</summary>
    private LedgerEntry? Find(LedgerEntry entry, string reference, bool isVersion)
    {
        var name = Reference.Split(reference).Event;
        var hash = name.LastIndexOf('#');
        if (hash < 0 || !int.TryParse(name.AsSpan(hash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal))
            return null;
        var act = name[..hash];
        var stream = isVersion ? entry.Event.Header.Stream : _streams.PrefixOf(PolicyStreams.Instruments) + act;
        return _memory.PositionOfEffect(stream, act, ordinal) is { } position && position < entry.Position ? _memory.Latest[position] : null;
    }

    private sealed record Concern(IReadOnlyList<string> Entities, IReadOnlyList<string> Jurisdictions, string AnnouncedOn);
}
