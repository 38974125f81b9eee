using System.Text;
using Ledger.Adapters.Grpc;
using Ledger.Events;
using Ledger.Kernel;
using Ledger.Timeline.Sequencing;
using NodaTime;
using Wire = Ledger.Api.Timeline.V1;

namespace Ledger.Timeline.Answers;

/// <summary>The ledger from a position, in ledger order, filtered; pages resume.</summary>
internal static class EventAnswers
{
    public static Wire.ListEventsResponse Of(LedgerSnapshot ledger, PolicyStreams streams, Wire.ListEventsRequest request)
    {
        var size = Pages.Size(request.PageSize, usual: 100, most: 1000, "pageSize");
        if (request.FromPosition < 0)
            throw Faults.Invalid(("fromPosition", $"{request.FromPosition} is negative"));
        var filter = new Filter(request, streams);
        var question = Question(request);
        var next = Pages.Read(request.PageToken, question)?.Next ?? request.FromPosition;
        var response = new Wire.ListEventsResponse { Answered = new Cut(ledger, null, false).Answered("") };
        ledger.Expect(Enumerable.Range((int)Math.Min(next, ledger.Count), (int)Math.Clamp(ledger.Count - next, 0, size)));
        for (; next < ledger.Count && response.Events.Count < size; next++)
        {
            var entry = ledger[next];
            if (filter.Takes(entry))
                response.Events.Add(ToProto(entry, ledger, streams));
        }
        if (next < ledger.Count)
            response.NextPageToken = Pages.Token(next, ledger.Position, question);
        return response;
    }

    private static Wire.Event ToProto(LedgerEntry entry, LedgerSnapshot ledger, PolicyStreams streams) => new()
    {
        Position = entry.Position, Stream = streams.NameOf(entry.Event.Header.Stream), Revision = entry.Event.Header.Revision,
        Type = WireNames.Of(entry.Event.Body), Reference = NameOf(entry, ledger), Document = Encoding.UTF8.GetString(entry.Document.Span),
    };

    private static string NameOf(LedgerEntry entry, LedgerSnapshot ledger)
    {
        if (entry.Event.Place is { } place)
            return $"{place.Act}#{place.Ordinal}";
        if (entry.Event.Body is not EventCorrected corrected)
            return "";
        var name = Reference.Split(corrected.Corrects).Event;
        var k = 0;
        foreach (var earlier in ledger.EntriesOf(entry.Event.Header.Stream).TakeWhile(earlier => earlier.Position <= entry.Position))
        {
            if (earlier.Event.Body is EventCorrected other && Reference.Split(other.Corrects).Event == name)
                k++;
        }
        return $"{name}@{k}";
    }

    private static string Question(Wire.ListEventsRequest request)
    {
        var asked = request.Clone();
        (asked.PageToken, asked.PageSize, asked.FromPosition) = ("", 0, 0);
        asked.ClearMinPosition();
        return $"{nameof(Wire.ListEventsRequest)} {asked}";
    }

    private sealed class Filter
    {
        private readonly Wire.ListEventsRequest _request;
        private readonly PolicyStreams _streams;
        private readonly LocalDate? _announcedFrom, _announcedThrough;
        private readonly Instant? _recordedFrom, _recordedThrough;

        public Filter(Wire.ListEventsRequest request, PolicyStreams streams)
        {
            (_request, _streams) = (request, streams);
            _announcedFrom = Day(request.AnnouncedFrom, "announcedFrom");
            _announcedThrough = Day(request.AnnouncedThrough, "announcedThrough");
            _recordedFrom = Moment(request.RecordedFrom, "recordedFrom");
            _recordedThrough = Moment(request.RecordedThrough, "recordedThrough");
            if (_announcedFrom > _announcedThrough)
                throw Faults.Invalid(("announcedThrough", $"{request.AnnouncedThrough} is before {request.AnnouncedFrom}"));
            if (_recordedFrom > _recordedThrough)
                throw Faults.Invalid(("recordedThrough", $"{request.RecordedThrough} is before {request.RecordedFrom}"));
            foreach (var type in request.Types_.Where(type => !WireNames.All.Any(known => known.Value.StartsWith(type, StringComparison.Ordinal))))
                throw Faults.Invalid(("types", $"no event type begins with '{type}'"));
            foreach (var code in request.Jurisdictions.Where(code => !Jurisdictions.IsKnown(code)))
                throw Faults.Invalid(("jurisdictions", $"'{code}' is not in the table of jurisdictions"));
        }

        public bool Takes(LedgerEntry entry)
        {
            var recorded = entry.Event;
            return (_request.Stream.Length == 0 || recorded.Entity == _request.Stream || _streams.NameOf(recorded.Header.Stream) == _request.Stream)
                && (_request.Types_.Count == 0 || _request.Types_.Any(type => WireNames.Of(recorded.Body).StartsWith(type, StringComparison.Ordinal)))
                && (_request.Jurisdictions.Count == 0 || recorded.Jurisdictions.Any(_request.Jurisdictions.Contains))
                && IsAnnouncedWithin(recorded)
                && (_recordedFrom is not { } from || entry.RecordedBy >= from) && (_recordedThrough is not { } through || entry.RecordedBy <= through);
        }

        private bool IsAnnouncedWithin(LedgerEvent recorded)
        {
            if (_announcedFrom is null && _announcedThrough is null)
                return true;
            var announced = recorded.Place?.AnnouncedOn ?? (recorded.Body as EventCorrected)?.PublishedOn ?? (recorded.Body as EventCorrected)?.AnnouncedOn;
            return (announced?.LatestDay ?? announced?.EarliestDay) is { } day
                && (_announcedFrom is not { } from || day >= from) && (_announcedThrough is not { } through || day <= through);
        }

        private static LocalDate? Day(string text, string field) => text.Length == 0 ? null : Coordinates.Day(text, field);

        private static Instant? Moment(string text, string field) => text.Length == 0 ? null
            : Coordinates.Instant(text) ?? throw Faults.Invalid((field, $"'{text}' is not an instant such as 2026-01-05T12:00:00Z"));
    }
}
