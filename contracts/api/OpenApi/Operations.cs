using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;

namespace Ledger.Api.OpenApi;

/// <summary>Describes a method as an HTTP operation.</summary>
internal static partial class Operations
{
    public static JsonObject Describe(HttpRoute route, Schemas schemas)
    {
        var method = route.Method;
        var says = ProtoComments.Of(method.FullName) ?? throw new InvalidOperationException($"{method.FullName} has no comment");
        var operation = new JsonObject
        {
            ["operationId"] = $"{method.Service.Name}_{method.Name}",
            ["tags"] = new JsonArray(method.Service.Name),
            ["summary"] = FirstSentence(says),
            ["description"] = says,
        };
        JsonObject[] parameters = [.. PathParameters(route, schemas), .. route.HasBody ? [] : QueryParameters(route, method.InputType, "", isRequired: true, schemas)];
        if (parameters.Length > 0)
            operation["parameters"] = new JsonArray(parameters);
        if (route.HasBody)
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(schemas.Reference(method.InputType)) };
        var responses = new JsonObject { ["200"] = Answer(method, schemas) };
        Faults.AddTo(responses, route);
        operation["responses"] = responses;
        return operation;
    }

    private static JsonObject Answer(MethodDescriptor method, Schemas schemas) => new()
    {
        ["description"] = method.IsServerStreaming
            ? "A stream: one such JSON object after another, each on a line of its own."
            : ProtoComments.Of(method.OutputType.FullName) ?? "The answer.",
        ["content"] = Content(schemas.Reference(method.OutputType)),
    };

    private static JsonObject Content(JsonObject schema) => new() { ["application/json"] = new JsonObject { ["schema"] = schema } };

    private static IEnumerable<JsonObject> PathParameters(HttpRoute route, Schemas schemas) => route.PathFields.Select(field =>
    {
        var parameter = Parameter("path", field.JsonName, isRequired: true, schemas.OfField(field));
        if (route.SlashFields.Contains(field))
            parameter["description"] = $"{parameter["description"]} It may hold slashes, and they stand in the path as they are.".TrimStart();
        return parameter;
    });

    /// <summary>The fields of the request, those of its messages under dotted names, as transcoding reads them.</summary>
    private static IEnumerable<JsonObject> QueryParameters(HttpRoute route, MessageDescriptor message, string prefix, bool isRequired, Schemas schemas) =>
        message.Fields.InFieldNumberOrder().Where(field => !route.PathFields.Contains(field)).SelectMany(field => (field.FieldType, field.IsRepeated) switch
        {
            (FieldType.Message, false) => QueryParameters(route, field.MessageType, $"{prefix}{field.JsonName}.", isRequired && RequiredFields.Contains(field), schemas),
            (FieldType.Message, true) => throw new InvalidOperationException($"{field.FullName} cannot stand in a query"),
            _ => [Parameter("query", prefix + field.JsonName, isRequired && RequiredFields.Contains(field), schemas.OfField(field))],
        });

    private static JsonObject Parameter(string place, string name, bool isRequired, JsonObject schema)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = place };
        if (schema.Remove("description", out var says))
            parameter["description"] = says;
        if (isRequired)
            parameter["required"] = true;
        parameter["schema"] = schema;
        return parameter;
    }

    private static string FirstSentence(string says) => Sentence().Match(says).Value;

    [GeneratedRegex(@"^.*?[.?](?=\s|$)")]
    private static partial Regex Sentence();
}
