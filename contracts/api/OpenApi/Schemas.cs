using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;

namespace Ledger.Api.OpenApi;

/// <summary>
/// JSON schemas (draft 2020-12, which OpenAPI 3.1 uses too) of messages in proto3's JSON mapping: camel-case names, enumerations by name,
/// 64-bit numbers as text. What is asked for is described, with all that it holds.
/// </summary>
/// <param name="at">Where the schemas will stand in the document, as a JSON pointer with its last slash.</param>
internal sealed class Schemas(string at)
{
    private readonly SortedDictionary<string, JsonObject> described = new(StringComparer.Ordinal);

    private readonly Queue<DescriptorBase> pending = new();

    private readonly HashSet<string> asked = [];

    /// <summary>Fields that do not stand in the JSON though the message has them.</summary>
    public required Func<FieldDescriptor, bool> IsLeftOut { get; init; }

    /// <summary>Messages in which an unknown field is refused: those that only callers send. Answers may gain fields.</summary>
    public required Func<MessageDescriptor, bool> IsClosed { get; init; }

    /// <summary>Whether the first value of an enumeration, which says that nothing is stated, may stand in the JSON.</summary>
    public required bool HasUnspecified { get; init; }

    /// <summary>A reference to the schema of a message or an enumeration.</summary>
    public JsonObject Reference(DescriptorBase type)
    {
        if (asked.Add(type.FullName))
            pending.Enqueue(type);
        return new JsonObject { ["$ref"] = at + type.FullName };
    }

    /// <summary>All that was asked for, by full name.</summary>
    public JsonObject Definitions()
    {
        while (pending.TryDequeue(out var type))
            described[type.FullName] = type is MessageDescriptor message ? Describe(message) : Describe((EnumDescriptor)type);
        return new JsonObject(described.Select(each => KeyValuePair.Create<string, JsonNode?>(each.Key, each.Value)));
    }

    /// <summary>The schema of a message itself.</summary>
    public JsonObject Describe(MessageDescriptor message)
    {
        var fields = message.Fields.InFieldNumberOrder().Where(field => !IsLeftOut(field)).ToList();
        var schema = new JsonObject { ["type"] = "object" };
        Say(schema, message.FullName);
        schema["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.JsonName, OfField(field))));
        var required = fields.Where(RequiredFields.Contains).Select(field => (JsonNode)field.JsonName).ToArray();
        if (required.Length > 0)
            schema["required"] = new JsonArray(required);
        foreach (var oneof in message.Oneofs.Where(oneof => !oneof.IsSynthetic))
            schema["oneOf"] = new JsonArray([.. oneof.Fields.Select(field => new JsonObject { ["required"] = new JsonArray(field.JsonName) })]);
        if (IsClosed(message))
            schema["additionalProperties"] = false;
        return schema;
    }

    /// <summary>The schema of a field's value, with what the field says.</summary>
    public JsonObject OfField(FieldDescriptor field)
    {
        var schema = OfValue(field);
        if (field.IsRepeated)
            schema = new JsonObject { ["type"] = "array", ["items"] = schema };
        Say(schema, field.FullName);
        return schema;
    }

    private JsonObject OfValue(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message => Reference(field.MessageType),
        FieldType.Enum => Reference(field.EnumType),
        FieldType.String => new JsonObject { ["type"] = "string" },
        FieldType.Bool => new JsonObject { ["type"] = "boolean" },
        FieldType.Int32 => new JsonObject { ["type"] = "integer", ["format"] = "int32" },
        FieldType.Int64 => new JsonObject { ["type"] = "string", ["format"] = "int64", ["pattern"] = "^-?[0-9]+$" },
        _ => throw new InvalidOperationException($"{field.FullName} is of a kind that no schema is written for"),
    };

    private JsonObject Describe(EnumDescriptor type)
    {
        var values = type.Values.Where(value => HasUnspecified || value.Number != 0).ToList();
        var lines = values.Select(value => (value.Name, Says: ProtoComments.Of(ProtoComments.ValueName(type.FullName, value.Name)))).Where(value => value.Says is not null)
            .Select(value => $"- `{value.Name}`: {value.Says}");
        var description = string.Join("\n", new[] { ProtoComments.Of(type.FullName) is { } says ? $"{says}\n" : null }.Concat(lines).OfType<string>());
        var schema = new JsonObject { ["type"] = "string" };
        if (description.Length > 0)
            schema["description"] = description.TrimEnd();
        schema["enum"] = new JsonArray([.. values.Select(value => (JsonNode)value.Name)]);
        return schema;
    }

    private static void Say(JsonObject schema, string fullName)
    {
        if (ProtoComments.Of(fullName) is { } says)
            schema["description"] = says;
    }
}
