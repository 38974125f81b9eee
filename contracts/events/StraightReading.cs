using System.Text.Json;
using Ledger.Kernel;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Events;

/// <summary>
/// Reads documents that stand just as <see cref="EventCodec.Encode"/> writes them, in one pass. Anything else is left to the codec, which looks at each
/// field by itself and names the one that is wrong: what is read here it reads alike.
/// </summary>
internal static class StraightReading
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = JsonShape.MaxDepth };
    private static readonly StraightShape Places = StraightShape.Of(typeof(ActPlace));
    private static readonly StraightShape Lists = StraightShape.Of(typeof(Items<string>));
    private static readonly StraightShape Confidences = StraightShape.Of(typeof(Confidence));
    private static readonly StraightShape Citations = StraightShape.Of(typeof(Items<Citation>));

    /// <summary>The event of a document; null where the codec is to look closer.</summary>
    public static LedgerEvent? Of(ReadOnlySpan<byte> document)
    {
        try
        {
            var reader = new Utf8JsonReader(document, Options);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.Read() && Read(ref reader) is { } read && !reader.Read() ? read : null;
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The entity of a document and its effect; null where the codec is to look closer.</summary>
    public static (string Entity, EventBody Body)? EffectOf(ReadOnlySpan<byte> document)
    {
        try
        {
            var reader = new Utf8JsonReader(document, Options);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.Read() ? ReadEffect(ref reader) : null;
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static (string Entity, EventBody Body)? ReadEffect(ref Utf8JsonReader reader)
    {
        var (type, entity) = ((Type?)null, (string?)null);
        while (reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueSpan.SequenceEqual("type"u8) && reader.Read())
                type = WireNames.TypeOf(Word(ref reader));
            else if (reader.ValueSpan.SequenceEqual("entity"u8) && reader.Read())
                entity = Word(ref reader);
            else if (reader.ValueSpan.SequenceEqual("effect"u8) && reader.Read())
                return type is not null && entity is not null && StraightShape.Of(type).Read(ref reader) is EventBody body ? (entity, body) : null;
            else
                reader.Skip();
            reader.Read();
        }
        return null;
    }

    private static LedgerEvent? Read(ref Utf8JsonReader reader)
    {
        if (!At(ref reader, "eventId"u8) || !reader.TryGetGuid(out var eventId) || !Next(ref reader, "type"u8) || WireNames.TypeOf(Word(ref reader)) is not { } type
            || !Next(ref reader, "stream"u8))
            return null;
        var stream = Word(ref reader);
        if (!Next(ref reader, "revision"u8) || reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var revision))
            return null;
        Instant? recordedAt = null;
        if (Next(ref reader, "recordedAt"u8))
        {
            if (InstantPattern.ExtendedIso.Parse(Word(ref reader)) is not { Success: true, Value: var at })
                return null;
            recordedAt = at;
            reader.Read();
        }
        if (!At(ref reader, "requestId"u8) || !reader.TryGetGuid(out var requestId) || !Next(ref reader, "fingerprint"u8))
            return null;
        var fingerprint = Word(ref reader);
        if (!Next(ref reader, "actor"u8))
            return null;
        var actor = Word(ref reader);
        if (!Next(ref reader, "entity"u8))
            return null;
        var entity = Word(ref reader);
        reader.Read();
        var place = (ActPlace?)Optional(ref reader, "act"u8, Places);
        var jurisdictions = (Items<string>?)Optional(ref reader, "jurisdictions"u8, Lists) ?? [];
        var confidence = (Confidence?)Optional(ref reader, "confidence"u8, Confidences);
        string? note = null;
        if (At(ref reader, "note"u8))
        {
            note = Word(ref reader);
            reader.Read();
        }
        if (!At(ref reader, "citations"u8))
            return null;
        var citations = (Items<Citation>)Citations.Read(ref reader);
        if (citations.IsEmpty || !Next(ref reader, "effect"u8) || StraightShape.Of(type).Read(ref reader) is not EventBody body
            || !reader.Read() || reader.TokenType != JsonTokenType.EndObject || place is null != body is EventCorrected or EventRetracted)
            return null;
        return new LedgerEvent(new EventHeader(eventId, stream, revision, recordedAt, requestId, fingerprint, actor), entity, place, jurisdictions, confidence, note, citations, body);
    }

    /// <summary>Whether the field of that name is next; its value is then read.</summary>
    private static bool Next(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.Read() && At(ref reader, name);

    /// <summary>Whether the reader stands at the field of that name, spelt without escapes; its value is then read.</summary>
    private static bool At(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.TokenType == JsonTokenType.PropertyName && reader.ValueSpan.SequenceEqual(name) && reader.Read();

    private static string Word(ref Utf8JsonReader reader) => StraightShape.TextOf(ref reader);

    /// <summary>The value of a field that may be left out; past it, or still at what stands there instead.</summary>
    private static object? Optional(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, StraightShape shape)
    {
        if (!At(ref reader, name))
            return null;
        var value = shape.Read(ref reader);
        reader.Read();
        return value;
    }
}
