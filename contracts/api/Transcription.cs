using System.Buffers;
using System.Collections;
using System.Collections.Concurrent;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Api;

/// <summary>
/// Carries facts between the API's messages and the shape of the stored documents. Both name their fields alike (a test holds that), so one
/// walk over the descriptors serves every effect, and no event type can be forgotten.
/// </summary>
public static class Transcription
{
    private static readonly ConcurrentDictionary<EnumDescriptor, EnumWords> Words = new();

    /// <summary>The effect that an owner's <c>Effect</c> message holds.</summary>
    /// <param name="effect">A message with the oneof <c>body</c>.</param>
    /// <param name="field">Its place in the request, for errors.</param>
    /// <exception cref="EventFormatException">It holds none, or one that is not whole; the field is named.</exception>
    public static EventBody EffectOf(IMessage effect, string field)
    {
        var body = BodyOf(effect.Descriptor).Accessor.GetCaseFieldDescriptor(effect)
            ?? throw new EventFormatException(field, "no effect is stated");
        var type = WireNames.TypeOfShortName(body.JsonName) ?? throw new EventFormatException($"{field}.{body.JsonName}", "unknown effect");
        return (EventBody)Fact(type, (IMessage)body.Accessor.GetValue(effect), $"{field}.{body.JsonName}");
    }

    /// <summary>Puts an effect into an owner's <c>Effect</c> message.</summary>
    public static void SetEffect(IMessage effect, EventBody body) =>
        SetEffect(effect, WireNames.ShortNameOf(body), JsonSerializer.SerializeToElement(body, body.GetType(), JsonShape.Options));

    /// <summary>Puts an effect, as stored, into an owner's <c>Effect</c> message.</summary>
    /// <exception cref="EventFormatException">The owner has no such effect.</exception>
    public static void SetEffect(IMessage effect, string shortName, JsonElement stored)
    {
        var field = BodyOf(effect.Descriptor).Fields.FirstOrDefault(field => field.JsonName == shortName)
            ?? throw new EventFormatException("effect", $"'{shortName}' is no effect of this owner");
        field.Accessor.SetValue(effect, Message(field.MessageType, stored));
    }

    /// <summary>Reads a message as the record of the stored documents that has the same fields.</summary>
    /// <exception cref="EventFormatException">A field is missing or malformed; it is named under <paramref name="field"/>.</exception>
    public static T Fact<T>(IMessage message, string field) => (T)Fact(typeof(T), message, field);

    /// <summary>Writes a record of the stored documents as the message that has the same fields.</summary>
    public static T Message<T>(object fact)
        where T : class, IMessage<T>, new() => FromDocument<T>(JsonSerializer.SerializeToElement(fact, fact.GetType(), JsonShape.Options));

    /// <summary>Reads a part of a stored document as a message.</summary>
    public static T FromDocument<T>(JsonElement stored)
        where T : class, IMessage<T>, new()
    {
        var message = new T();
        Fill(message, stored);
        return message;
    }

    /// <summary>The API's value for one of the records' enumerations: values stand in the same order, after "not stated".</summary>
    public static T ValueOf<T>(Enum fact)
        where T : struct, Enum => (T)Enum.ToObject(typeof(T), Convert.ToInt32(fact, null) + 1);

    /// <summary>The word that stands for an enumeration's value in the stored documents; null where nothing is stated.</summary>
    public static string? WordOf(EnumDescriptor type, int number) => Words.GetOrAdd(type, static key => new EnumWords(key)).ByNumber.GetValueOrDefault(number);

    private static object Fact(Type type, IMessage message, string field)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
            Write(json, message);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return JsonShape.Read(document.RootElement, type, field);
    }

    private static OneofDescriptor BodyOf(MessageDescriptor effect) =>
        effect.Oneofs.FirstOrDefault(oneof => oneof.Name == "body") ?? throw new InvalidOperationException($"{effect.FullName} is no effect");

    private static void Write(Utf8JsonWriter json, IMessage message)
    {
        json.WriteStartObject();
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.HasPresence && !field.Accessor.HasValue(message))
                continue;
            var value = field.Accessor.GetValue(message);
            if (value is IList items)
            {
                if (items.Count == 0)
                    continue;
                json.WriteStartArray(field.JsonName);
                foreach (var item in items)
                    WriteValue(json, field, item);
                json.WriteEndArray();
            }
            else if (IsStated(field, value))
            {
                json.WritePropertyName(field.JsonName);
                WriteValue(json, field, value);
            }
        }
        json.WriteEndObject();
    }

    /// <summary>What proto3 cannot tell from absence is absent in the stored documents too: empty text, false, an unspecified value.</summary>
    private static bool IsStated(FieldDescriptor field, object value) => field.HasPresence || value switch
    {
        string text => text.Length > 0,
        bool flag => flag,
        Enum word => Convert.ToInt32(word, null) != 0,
        _ => true,
    };

    private static void WriteValue(Utf8JsonWriter json, FieldDescriptor field, object value)
    {
        switch (value)
        {
            case IMessage message:
                Write(json, message);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case int number:
                json.WriteNumberValue(number);
                break;
            case Enum word:
                var ordinal = Convert.ToInt32(word, null);
                json.WriteStringValue(WordOf(field.EnumType, ordinal) ?? $"value {ordinal}");
                break;
            default:
                throw new InvalidOperationException($"{field.FullName} has no place in a stored document");
        }
    }

    private static IMessage Message(MessageDescriptor type, JsonElement stored)
    {
        var message = type.Parser.ParseFrom(ByteString.Empty);
        Fill(message, stored);
        return message;
    }

    private static void Fill(IMessage message, JsonElement stored)
    {
        foreach (var property in stored.EnumerateObject())
        {
            var field = message.Descriptor.Fields.InFieldNumberOrder().FirstOrDefault(candidate => candidate.JsonName == property.Name)
                ?? throw new EventFormatException(property.Name, $"{message.Descriptor.Name} has no such field");
            if (field.IsRepeated)
            {
                var items = (IList)field.Accessor.GetValue(message);
                foreach (var item in property.Value.EnumerateArray())
                    items.Add(Value(field, item));
            }
            else
            {
                field.Accessor.SetValue(message, Value(field, property.Value));
            }
        }
    }

    private static object Value(FieldDescriptor field, JsonElement stored) => field.FieldType switch
    {
        FieldType.Message => Message(field.MessageType, stored),
        FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, Words.GetOrAdd(field.EnumType, static key => new EnumWords(key)).ByWord[stored.GetString()!]),
        FieldType.Bool => stored.GetBoolean(),
        FieldType.Int32 => stored.GetInt32(),
        FieldType.String => stored.GetString()!,
        _ => throw new InvalidOperationException($"{field.FullName} has no place in a stored document"),
    };

    private sealed class EnumWords
    {
        public EnumWords(EnumDescriptor type)
        {
            var prefix = JsonNamingPolicy.SnakeCaseUpper.ConvertName(type.Name) + "_";
            foreach (var value in type.Values.Where(value => value.Number != 0))
            {
                var word = value.Name[prefix.Length..].Replace('_', '-').ToLowerInvariant();
                ByNumber[value.Number] = word;
                ByWord[word] = value.Number;
            }
        }

        public Dictionary<int, string> ByNumber { get; } = [];

        public Dictionary<string, int> ByWord { get; } = [];
    }
}
