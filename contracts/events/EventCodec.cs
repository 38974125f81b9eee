using System.Buffers;
using System.Text;
using System.Text.Json;
using Ledger.Kernel;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Events;

/// <summary>A document that is not what it should be; names the field.</summary>
public sealed class EventFormatException(string field, string why) : Exception($"{field}: {why}")
{
    /// <summary>JSON path from the document's root, e.g. <c>effect.period.starts</c>.</summary>
    public string Field { get; } = field;

    public string Why { get; } = why;
}

/// <summary>
/// The one codec of the stored document (DESIGN section 3): UTF-8 JSON, written once, kept verbatim, read strictly. Unknown fields, wrong
/// types, a missing citation and an unknown version are refused by the name of the field.
/// </summary>
public static class EventCodec
{
    /// <summary>One event at most, in bytes of its document.</summary>
    public const int MaxDocumentBytes = 60 * 1024;

    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false, MaxDepth = JsonShape.MaxDepth };

    private static readonly HashSet<string> Known =
    [
        "eventId", "type", "stream", "revision", "recordedAt", "requestId", "fingerprint", "actor", "entity", "act", "jurisdictions",
        "confidence", "note", "citations", "effect",
    ];

    /// <summary>Writes the document. Called once per event, by the recorder; a draft has no <c>recordedAt</c>.</summary>
    public static byte[] Encode(LedgerEvent recorded)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, JsonShape.Writing))
        {
            var header = recorded.Header;
            json.WriteStartObject();
            json.WriteString("eventId", header.EventId);
            json.WriteString("type", WireNames.Of(recorded.Body));
            json.WriteString("stream", header.Stream);
            json.WriteNumber("revision", header.Revision);
            if (header.RecordedAt is { } recordedAt)
                json.WriteString("recordedAt", InstantPattern.ExtendedIso.Format(recordedAt));
            json.WriteString("requestId", header.RequestId);
            json.WriteString("fingerprint", header.Fingerprint);
            json.WriteString("actor", header.Actor);
            json.WriteString("entity", recorded.Entity);
            if (recorded.Place is not null)
                Part(json, "act", recorded.Place);
            if (!recorded.Jurisdictions.IsEmpty)
                Part(json, "jurisdictions", recorded.Jurisdictions);
            if (recorded.Confidence is { } confidence)
                Part(json, "confidence", confidence);
            if (recorded.Note is not null)
                json.WriteString("note", recorded.Note);
            Part(json, "citations", recorded.Citations);
            json.WritePropertyName("effect");
            JsonSerializer.Serialize(json, recorded.Body, recorded.Body.GetType(), JsonShape.Options);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Stamps a draft with its recorded time. The bytes of the draft are kept and the stamp put among them, where <see cref="Encode"/> would:
    /// the document is written once.
    /// </summary>
    public static byte[] Stamp(ReadOnlySpan<byte> draft, Instant recordedAt)
    {
        // Inside a JSON string a quote is escaped, so this can only be the field itself; what stands before it holds no object.
        var at = draft.IndexOf(",\"requestId\":"u8);
        if (at < 0)
            throw new EventFormatException("requestId", "missing");
        var stamp = Encoding.UTF8.GetBytes($",\"recordedAt\":\"{InstantPattern.ExtendedIso.Format(recordedAt)}\"");
        return [.. draft[..at], .. stamp, .. draft[at..]];
    }

    /// <summary>Reads a stored document.</summary>
    /// <exception cref="EventFormatException">It is not one; the field is named.</exception>
    public static LedgerEvent Decode(ReadOnlyMemory<byte> document) =>
        Read(document) is { Header.RecordedAt: not null } stored ? stored : throw new EventFormatException("recordedAt", "missing on a stored event");

    /// <summary>Reads of a stored document which entity it is about and its effect, and passes over the rest: whoever relies on that reads all of it.</summary>
    /// <exception cref="EventFormatException">It is not one; the field is named.</exception>
    public static (string Entity, EventBody Effect) DecodeEffect(ReadOnlyMemory<byte> document)
    {
        if (StraightReading.EffectOf(document.Span) is { } straight)
            return straight;
        var whole = Decode(document);
        return (whole.Entity, whole.Body);
    }

    /// <summary>Reads a document on its way to the recorder, which has no <c>recordedAt</c> yet.</summary>
    /// <exception cref="EventFormatException">It is not one; the field is named.</exception>
    public static LedgerEvent DecodeDraft(ReadOnlyMemory<byte> document) =>
        Read(document) is { Header.RecordedAt: null } draft ? draft : throw new EventFormatException("recordedAt", "stamped by the recorder alone");

    private static LedgerEvent Read(ReadOnlyMemory<byte> document)
    {
        if (document.Length > MaxDocumentBytes)
            throw new EventFormatException("$", $"{document.Length} bytes; an event may have {MaxDocumentBytes}");
        if (StraightReading.Of(document.Span) is { } straight)
        {
            Citations.Check(straight);
            return straight;
        }
        return ReadClosely(document);
    }

    /// <summary>Reads field by field, and names the one that is wrong.</summary>
    internal static LedgerEvent ReadClosely(ReadOnlyMemory<byte> document)
    {
        try
        {
            using var json = JsonDocument.Parse(document, Reading);
            return Read(json.RootElement);
        }
        catch (JsonException malformed)
        {
            throw new EventFormatException("$", $"not JSON: {malformed.Message}");
        }
    }

    private static LedgerEvent Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new EventFormatException("$", "not a JSON object");
        foreach (var property in root.EnumerateObject())
        {
            if (!Known.Contains(property.Name))
                throw new EventFormatException(property.Name, "unknown field");
        }
        var wireName = Required<string>(root, "type");
        var type = WireNames.TypeOf(wireName) ?? throw new EventFormatException("type", $"unknown event type or version '{wireName}'");
        var header = new EventHeader(
            Required<Guid>(root, "eventId"), Required<string>(root, "stream"), Required<long>(root, "revision"),
            Optional<Instant?>(root, "recordedAt"), Required<Guid>(root, "requestId"), Required<string>(root, "fingerprint"),
            Required<string>(root, "actor"));
        var place = Optional<ActPlace?>(root, "act");
        var citations = Required<Items<Citation>>(root, "citations");
        if (citations.IsEmpty)
            throw new EventFormatException("citations", "at least one citation is required");
        var body = JsonShape.Read(Property(root, "effect"), type, "effect");
        if (place is null != body is EventCorrected or EventRetracted)
            throw new EventFormatException("act", place is null ? "missing" : "a correction or retraction has none");
        var read = new LedgerEvent(
            header, Required<string>(root, "entity"), place, Optional<Items<string>>(root, "jurisdictions"),
            Optional<Confidence?>(root, "confidence"), Optional<string?>(root, "note"), citations, (EventBody)body);
        Citations.Check(read);
        return read;
    }

    private static void Part<T>(Utf8JsonWriter json, string name, T value)
    {
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, value, JsonShape.Options);
    }

    private static JsonElement Property(JsonElement root, string name) =>
        root.TryGetProperty(name, out var property) && property.ValueKind != JsonValueKind.Null
            ? property
            : throw new EventFormatException(name, "missing");

    private static T Required<T>(JsonElement root, string name) => (T)JsonShape.Read(Property(root, name), typeof(T), name);

    private static T? Optional<T>(JsonElement root, string name) =>
        root.TryGetProperty(name, out var property) && property.ValueKind != JsonValueKind.Null
            ? (T)JsonShape.Read(property, typeof(T), name)
            : default;
}
