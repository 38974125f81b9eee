using System.Globalization;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Ledger.Kernel;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Events;

/// <summary>
/// How the records stand in JSON: camel-case names; enumerations in lower-case words joined by hyphens; dates as EDTF text; decimals as
/// text; what is null, empty or false is left out; nothing unknown, twice or of the wrong type is accepted.
/// </summary>
public static class JsonShape
{
    public const int MaxDepth = 24;

    internal static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        MaxDepth = MaxDepth,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatIsNotSaid } },
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false),
            new LegalMomentJson(),
            new DecimalJson(),
            new InstantJson(),
            new ItemsJson(),
            new ReplacementJson(),
        },
    };

    /// <summary>Reads a part of a document.</summary>
    /// <exception cref="EventFormatException">Names the field, under <paramref name="path"/>.</exception>
    public static object Read(JsonElement element, Type type, string path)
    {
        try
        {
            return element.Deserialize(type, Options) ?? throw new EventFormatException(path, "missing");
        }
        catch (JsonException wrong)
        {
            throw new EventFormatException(Under(path, wrong.Path) + TailOf(wrong) + MissingIn(wrong), Plain(wrong));
        }
    }

    private static string Under(string path, string? inner) =>
        inner is null or "$" ? path : inner.StartsWith("$.", StringComparison.Ordinal) ? $"{path}.{inner[2..]}" : path + inner[1..];

    /// <summary>
    /// Reads what a converter of ours holds. The serialiser starts a path anew there and would forget where it stands, so the rest of the path
    /// travels with the exception.
    /// </summary>
    private static T? Within<T>(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options, string step)
    {
        try
        {
            return (T?)JsonSerializer.Deserialize(ref reader, type, options);
        }
        catch (JsonException wrong)
        {
            var path = wrong.Path is { Length: > 1 } inner ? inner[1..] : "";
            throw At(step + path + TailOf(wrong) + MissingIn(wrong), Plain(wrong));
        }
    }

    private static JsonException At(string step, string why) => new(why) { Data = { [Tail] = step } };

    private static string TailOf(JsonException wrong) => wrong.Data[Tail] as string ?? "";

    private const string Tail = "ledger.path";

    /// <summary>The step to a field that is missing. The serialiser's own path ends at the object that lacks it.</summary>
    private static string MissingIn(JsonException wrong) => Missing(wrong) is [var first, ..] ? "." + first : "";

    /// <summary>The fields that an object lacks, which the serialiser names in its message alone, each in quotes.</summary>
    private static string[] Missing(JsonException wrong) =>
        wrong.Message.StartsWith("JSON deserialization for type", StringComparison.Ordinal)
        && wrong.Message.IndexOf("missing required properties", StringComparison.Ordinal) is > 0 and var at
            ? [.. wrong.Message[at..].Split('\'').Where((_, index) => index % 2 == 1)]
            : [];

    private static string Plain(JsonException wrong)
    {
        var text = wrong.Message;
        var tail = text.IndexOf(" Path: $", StringComparison.Ordinal);
        text = tail < 0 ? text : text[..tail];
        if (Missing(wrong) is [_, .. var others])
            return others.Length == 0 ? "missing" : $"missing, and with it {string.Join(", ", others)}";
        if (text.StartsWith("The JSON property", StringComparison.Ordinal))
            return "unknown field " + text.Split('\'')[1];
        return text.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) ? "not a value of the kind that stands here" : text;
    }

    private static void LeaveOutWhatIsNotSaid(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object || info.Type.Namespace is not ("Ledger.Events" or "Ledger.Kernel"))
            return;
        var nullability = new NullabilityInfoContext();
        for (var i = info.Properties.Count - 1; i >= 0; i--)
        {
            var property = info.Properties[i];
            if (property.AttributeProvider is not PropertyInfo { CanWrite: true } member)
            {
                info.Properties.RemoveAt(i); // computed, such as Period.End: it is not part of the record
                continue;
            }
            var type = property.PropertyType;
            var mayBeAbsent = nullability.Create(member).ReadState == NullabilityState.Nullable
                || type == typeof(bool) || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Items<>));
            property.IsRequired = !mayBeAbsent;
            if (!mayBeAbsent)
                continue;
            property.ShouldSerialize = type == typeof(bool) ? static (_, value) => value is true
                : type.IsValueType && Nullable.GetUnderlyingType(type) is null ? static (_, value) => value is System.Collections.IEnumerable items && items.GetEnumerator().MoveNext()
                : static (_, value) => value is not null;
        }
    }

    private sealed class LegalMomentJson : JsonConverter<LegalMoment>
    {
        public override LegalMoment Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType != JsonTokenType.String ? throw new JsonException("a date is text, such as \"2026-04-11\"")
            : LegalMoment.TryParse(reader.GetString(), out var moment, out var error) ? moment
            : throw new JsonException(error);

        public override void Write(Utf8JsonWriter writer, LegalMoment value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);
    }

    private sealed class DecimalJson : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String
            && decimal.TryParse(reader.GetString(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount)
                ? amount
                : throw new JsonException("an amount is a decimal in text, such as \"10500\" or \"0.1\"");

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }

    private sealed class InstantJson : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && InstantPattern.ExtendedIso.Parse(reader.GetString()!) is { Success: true } instant
                ? instant.Value
                : throw new JsonException("an instant is text in UTC, such as \"2026-01-05T12:00:00Z\"");

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
    }

    private sealed class ItemsJson : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Items<>);

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(ItemsOf<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

        private sealed class ItemsOf<T> : JsonConverter<Items<T>>
        {
            public override Items<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
            {
                if (reader.TokenType != JsonTokenType.StartArray)
                    throw new JsonException("a list stands here");
                var items = new List<T>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    var step = $"[{items.Count}]";
                    items.Add(Within<T>(ref reader, typeof(T), options, step) ?? throw At(step, "a list holds no null"));
                }
                return items.ToItems();
            }

            public override void Write(Utf8JsonWriter writer, Items<T> value, JsonSerializerOptions options)
            {
                writer.WriteStartArray();
                foreach (var item in value)
                    JsonSerializer.Serialize(writer, item, options);
                writer.WriteEndArray();
            }
        }
    }

    /// <summary>A correction's replacement, keyed by its short name: <c>{"capacityRated": {…}}</c>.</summary>
    private sealed class ReplacementJson : JsonConverter<EventBody>
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(EventBody);

        public override EventBody Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
                throw new JsonException("one effect, keyed by its name, stands here");
            var name = reader.GetString()!;
            var type = WireNames.TypeOfShortName(name) ?? throw new JsonException($"unknown effect '{name}'");
            if (type == typeof(EventCorrected) || type == typeof(EventRetracted))
                throw new JsonException($"a replacement cannot be a '{name}'");
            reader.Read();
            var body = Within<EventBody>(ref reader, type, options, "." + name) ?? throw new JsonException("missing");
            if (!reader.Read() || reader.TokenType != JsonTokenType.EndObject)
                throw new JsonException("exactly one effect stands here");
            return body;
        }

        public override void Write(Utf8JsonWriter writer, EventBody value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WritePropertyName(WireNames.ShortNameOf(value));
            JsonSerializer.Serialize(writer, value, value.GetType(), options);
            writer.WriteEndObject();
        }
    }
}
