using Ledger.Api;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Sequencing;
using NodaTime.Text;
using Common = Ledger.Api.Common.V1;
using Wire = Ledger.Api.Timeline.V1;

namespace Ledger.Timeline.Answers;

/// <summary>Every event of one entity in ledger order, each told as what it is: fact, correction, erratum, retraction, claim, dangling.</summary>
internal static class HistoryAnswers
{
    public static Wire.GetHistoryResponse Of(World world, Cut cut, string id, PolicyStreams streams)
    {
        var response = new Wire.GetHistoryResponse { Answered = cut.Answered("") };
        var dangling = world.DanglingOn(id).Select(effect => effect.Recorded.Position).ToHashSet();
        var instrument = Ids.InstrumentOf(id);
        var candidates = Candidates(cut.Ledger, id, instrument, streams);
        var streamsRead = new List<StreamVersions>();
        var concerned = new List<(LedgerEntry Entry, StreamVersions Versions)>();
        foreach (var stream in candidates.Select(position => cut.Ledger[position].Stream).Distinct())
        {
            var known = new StreamVersions();
            streamsRead.Add(known);
            cut.Ledger.Expect(cut.Ledger.EntriesOf(stream).Select(entry => (int)entry.Position));
            foreach (var entry in cut.Ledger.EntriesOf(stream))
            {
                known.Take(entry.Sequenced);
                if (candidates.Contains(entry.Position) && Concerns(entry.Event, known, id, instrument, streams.OwnerOf(stream) == PolicyStreams.Instruments))
                    concerned.Add((entry, known));
            }
        }
        var visible = streamsRead.SelectMany(known => known.Visible(cut.Published)).Select(effect => effect.Recorded.Position).ToHashSet();
        foreach (var (entry, known) in concerned.OrderBy(each => each.Entry.Position))
        {
            if (IsPublic(entry, known, visible, cut))
                response.Entries.Add(ToProto(entry, known, world, dangling));
        }
        return response;
    }

    /// <summary>Positions among which all are of events that concern an entity: those of its own stream and of its instrument's, and those that name either.</summary>
    private static HashSet<long> Candidates(LedgerSnapshot ledger, string id, string instrument, PolicyStreams streams)
    {
        (string Owner, string Entity)[] own = [(PolicyStreams.Instruments, instrument), (PolicyStreams.Agreements, id), (PolicyStreams.Facilities, id)];
        return
        [
            .. own.SelectMany(each => ledger.EntriesOf(streams.PrefixOf(each.Owner) + each.Entity)).Select(entry => entry.Position),
            .. ledger.PositionsNaming(id), .. ledger.PositionsNaming(instrument),
        ];
    }

    /// <summary>An event of the entity's own stream, or one elsewhere that acts on it or speaks of it.</summary>
    private static bool Concerns(LedgerEvent recorded, StreamVersions known, string id, string instrument, bool ofInstrument)
    {
        var body = recorded.Body switch
        {
            EventCorrected corrected => corrected.Replacement,
            EventRetracted retracted => known.Find(retracted.Retracts)!.Original.Event.Body,
            var own => own,
        };
        if (recorded.Entity == id)
            return true;
        if (body is StatementRecorded statement)
            return statement.About.Contains(id);
        if (body is AgreementReplaced replaced)
            return replaced.Predecessor == id;
        if (!ofInstrument)
            return false;
        if (body is MeasureIntroduced introduced)
            return Ids.Covers(id, introduced.Measure);
        return Targets.Of(body) is { } target && (Reference.IsEffect(target)
            ? recorded.Entity == instrument || target.StartsWith(instrument + "#", StringComparison.Ordinal)
            : Ids.Covers(target, id) || Ids.Covers(id, target));
    }

    /// <summary>Under a cut of publication, what had not been announced, nor the erratum published, is not shown.</summary>
    private static bool IsPublic(LedgerEntry entry, StreamVersions known, HashSet<long> visible, Cut cut)
    {
        if (cut.Published is not { } day)
            return true;
        var versioned = VersionedBy(entry, known);
        if (entry.Event.Body is EventCorrected { Kind: CorrectionKind.SourceErratum, PublishedOn: { } publishedOn } && !(publishedOn.LatestDay <= day))
            return false;
        var announced = versioned.Original.Event.Place!.AnnouncedOn;
        return visible.Contains(versioned.Original.Position) || (versioned.IsRetracted && (announced.LatestDay ?? announced.EarliestDay) <= day);
    }

    private static VersionedEvent VersionedBy(LedgerEntry entry, StreamVersions known) => known.Find(entry.Event.Body switch
    {
        EventCorrected corrected => corrected.Corrects,
        EventRetracted retracted => retracted.Retracts,
        _ => $"{entry.Event.Place!.Act}#{entry.Event.Place.Ordinal}",
    })!;

    private static Wire.HistoryEntry ToProto(LedgerEntry entry, StreamVersions known, World world, HashSet<long> dangling)
    {
        var recorded = entry.Event;
        var versioned = VersionedBy(entry, known);
        var (effective, ends) = Acts.DatesOf(recorded.Body);
        var (role, related) = Role(entry, versioned, world, dangling);
        return new Wire.HistoryEntry
        {
            Position = entry.Position, EventId = recorded.Header.EventId.ToString(), Type = WireNames.Of(recorded.Body),
            Reference = recorded.Body is EventRetracted ? "" : versioned.NameOf(entry.Sequenced), Entity = recorded.Entity,
            Summary = Acts.SummaryOf(recorded.Body), AnnouncedOn = AnnouncedOn(recorded, versioned), Effective = effective ?? "", Ends = ends ?? "",
            RecordedAt = InstantPattern.ExtendedIso.Format(recorded.Header.RecordedAt!.Value), Role = role, Related = related,
            Confidence = recorded.Confidence is { } confidence ? Transcription.ValueOf<Common.Confidence>(confidence) : Common.Confidence.Unspecified,
            Note = recorded.Note ?? "", Citations = { Wording.Of(recorded.Citations) }, Actor = recorded.Header.Actor,
        };
    }

    private static string AnnouncedOn(LedgerEvent recorded, VersionedEvent versioned) => recorded.Body switch
    {
        EventCorrected { PublishedOn: { } publishedOn } => publishedOn.Text,
        EventCorrected { AnnouncedOn: { } moved } => moved.Text,
        EventRetracted => "",
        _ => versioned.Original.Event.Place!.AnnouncedOn.Text,
    };

    private static (Wire.HistoryRole Role, string Related) Role(LedgerEntry entry, VersionedEvent versioned, World world, HashSet<long> dangling)
    {
        switch (entry.Event.Body)
        {
            case EventRetracted retracted:
                return (Wire.HistoryRole.Retraction, retracted.Retracts);
            case EventCorrected corrected when versioned.IsRetracted || !versioned.Stands(entry.Sequenced):
                return (Wire.HistoryRole.Retracted, corrected.Corrects);
            case EventCorrected corrected:
                return (corrected.Kind == CorrectionKind.SourceErratum ? Wire.HistoryRole.Erratum : Wire.HistoryRole.Correction, corrected.Corrects);
            case var _ when versioned.IsRetracted:
                return (Wire.HistoryRole.Retracted, "");
            case StatementRecorded:
                return (Wire.HistoryRole.Claim, "");
            case var _ when !versioned.Reads(null).Equals(entry.Sequenced):
                return (Wire.HistoryRole.Corrected, versioned.NameOf(versioned.Reads(null)));
            case var body when Targets.Of(body) is { } target && !world.Controls.IsResolved(target):
                return (Wire.HistoryRole.Dangling, target);
            case AgreementReplaced replaced when dangling.Contains(entry.Position):
                return (Wire.HistoryRole.Dangling, replaced.Predecessor);
            case var _ when dangling.Contains(entry.Position):
                return (Wire.HistoryRole.Dangling, "");
            default:
                return (Wire.HistoryRole.Fact, "");
        }
    }
}
