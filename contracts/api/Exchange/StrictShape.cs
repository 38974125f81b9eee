using System.Text.Json;
using Google.Protobuf.Reflection;

namespace Ledger.Api.Exchange;

/// <summary>
/// Whether JSON has the shape of a message, in proto3's JSON mapping. Google.Protobuf's own reader refuses the same things without saying
/// where they stand; people who mend a file need the path.
/// </summary>
internal static class StrictShape
{
    /// <summary>The first thing that does not fit.</summary>
    internal sealed record Misfit(string Field, string Why);

    /// <summary>The first place where the JSON is not such a message; null when it is one.</summary>
    public static Misfit? Find(JsonElement json, MessageDescriptor type, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return new Misfit(path, "a JSON object stands here");
        var seen = new HashSet<int>();
        var chosen = new Dictionary<OneofDescriptor, string>();
        foreach (var property in json.EnumerateObject())
        {
            var at = path.Length == 0 ? property.Name : $"{path}.{property.Name}";
            if (FieldNamed(type, property.Name) is not { } field)
                return new Misfit(at, "unknown field");
            if (!seen.Add(field.FieldNumber))
                return new Misfit(at, "stated twice");
            if (property.Value.ValueKind == JsonValueKind.Null)
                continue;
            if (field.RealContainingOneof is { } oneof && !chosen.TryAdd(oneof, property.Name))
                return new Misfit(at, $"'{chosen[oneof]}' is stated beside it, and only one may be");
            if (FindIn(property.Value, field, at) is { } misfit)
                return misfit;
        }
        return null;
    }

    private static FieldDescriptor? FieldNamed(MessageDescriptor type, string name) =>
        type.Fields.InFieldNumberOrder().FirstOrDefault(field => field.JsonName == name || field.Name == name);

    private static Misfit? FindIn(JsonElement json, FieldDescriptor field, string path)
    {
        if (!field.IsRepeated)
            return FindInOne(json, field, path);
        if (json.ValueKind != JsonValueKind.Array)
            return new Misfit(path, "a list stands here");
        var index = 0;
        foreach (var item in json.EnumerateArray())
        {
            if (FindInOne(item, field, $"{path}[{index++}]") is { } misfit)
                return misfit;
        }
        return null;
    }

    private static Misfit? FindInOne(JsonElement json, FieldDescriptor field, string path) => field.FieldType switch
    {
        FieldType.Message => Find(json, field.MessageType, path),
        FieldType.String => json.ValueKind == JsonValueKind.String ? null : new Misfit(path, "text stands here"),
        FieldType.Bool => json.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : new Misfit(path, "true or false stands here"),
        FieldType.Int32 => json.ValueKind == JsonValueKind.Number && json.TryGetInt32(out _) ? null : new Misfit(path, "a whole number stands here"),
        FieldType.Enum => FindInWord(json, field.EnumType, path),
        _ => throw new InvalidOperationException($"{field.FullName} has no place in an exchange line"),
    };

    private static Misfit? FindInWord(JsonElement json, EnumDescriptor type, string path)
    {
        if (json.ValueKind == JsonValueKind.String && type.FindValueByName(json.GetString()) is { Number: not 0 })
            return null;
        var words = string.Join(", ", type.Values.Where(value => value.Number != 0).Select(value => value.Name));
        return new Misfit(path, $"{json.GetRawText()} is none of {words}");
    }
}
