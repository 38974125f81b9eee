using System.Text.Json.Nodes;

namespace Ledger.Api.OpenApi;

/// <summary>The errors that HTTP callers meet: <c>google.rpc.Status</c>, under the HTTP status that transcoding gives its code.</summary>
internal static class Faults
{
    private const string StatusSchema = "google.rpc.Status";

    /// <summary>By HTTP status, the name of the response and what it means. A status is described for the routes that can answer it.</summary>
    private static readonly (int Http, string Name, Func<HttpRoute, bool> Answers, string Means)[] All =
    [
        (400, "Malformed", route => !IsCommand(route), "INVALID_ARGUMENT: a field cannot be read, or says what cannot be; the details name it. No date is ever replaced by today."),
        (400, "MalformedOrRefused", IsCommand, "INVALID_ARGUMENT: a field cannot be read; the details name it. FAILED_PRECONDITION: a rule refuses; the reason in the details is its code. Nothing was recorded."),
        (403, "ForeignHost", _ => true, "PERMISSION_DENIED: the request's Host is not a name of the loopback interface."),
        (404, "Unknown", IsOfOneOperation, "NOT_FOUND: no operation or message has this id."),
        (409, "Conflict", IsCommand, "ALREADY_EXISTS: another command is recorded under this request id. ABORTED: deciding again did not resolve conflicts; nothing was recorded."),
        (413, "TooLarge", route => route.HasBody, "INVALID_ARGUMENT: the body is larger than is read."),
        (415, "NotJson", route => route.HasBody, "INVALID_ARGUMENT: the body's content type is not application/json."),
        (429, "TooMuchInFlight", IsCommand, "RESOURCE_EXHAUSTED: too many commands are in flight; send it again with the same request id."),
        (503, "Unavailable", _ => true, "UNAVAILABLE: for a command, the outcome is unknown or the store is away, and sending it again with the same request id is safe; for a question, the position it waits for was not reached in time."),
    ];

    /// <summary>Adds the errors that a route can answer to its responses.</summary>
    public static void AddTo(JsonObject responses, HttpRoute route)
    {
        foreach (var fault in All.Where(fault => fault.Answers(route)))
            responses[$"{fault.Http}"] = new JsonObject { ["$ref"] = $"#/components/responses/{fault.Name}" };
    }

    /// <summary>The responses themselves.</summary>
    public static JsonObject Responses() => new(All.Select(fault => KeyValuePair.Create<string, JsonNode?>(fault.Name, new JsonObject
    {
        ["description"] = fault.Means,
        ["content"] = new JsonObject
        {
            ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = $"#/components/schemas/{StatusSchema}" } },
        },
    })));

    /// <summary>Adds the schemas of the errors.</summary>
    public static void AddSchemas(JsonObject schemas)
    {
        schemas["google.rpc.BadRequest"] = Detail("BadRequest", "Which fields are at fault.", new JsonObject
        {
            ["fieldViolations"] = List(new JsonObject
            {
                ["field"] = Text("Path of the field in the request."),
                ["description"] = Text("What is wrong with it."),
                ["reason"] = Text("A constant for programs, where there is one."),
            }),
        });
        schemas["google.rpc.ErrorInfo"] = Detail("ErrorInfo", "Which rule refuses.", new JsonObject
        {
            ["reason"] = Text("The rule's code, such as XC-07, or a constant that names the fault."),
            ["domain"] = Text("Whose reason it is."),
            ["metadata"] = new JsonObject
            {
                ["type"] = "object",
                ["description"] = "The dates or ids that collide.",
                ["additionalProperties"] = new JsonObject { ["type"] = "string" },
            },
        });
        schemas[StatusSchema] = new JsonObject
        {
            ["type"] = "object",
            ["description"] = "An error.",
            ["properties"] = new JsonObject
            {
                ["code"] = new JsonObject { ["type"] = "integer", ["format"] = "int32", ["description"] = "A value of google.rpc.Code." },
                ["message"] = Text("A sentence for people."),
                ["details"] = new JsonObject
                {
                    ["type"] = "array",
                    ["items"] = new JsonObject
                    {
                        ["anyOf"] = new JsonArray(
                            new JsonObject { ["$ref"] = "#/components/schemas/google.rpc.BadRequest" }, new JsonObject { ["$ref"] = "#/components/schemas/google.rpc.ErrorInfo" }),
                    },
                },
            },
        };
    }

    /// <summary>Entities that nobody knows are answered as unknown; operations and messages are not found.</summary>
    private static bool IsOfOneOperation(HttpRoute route) => route.Method.Service.Name == "OperationsService" && route.PathFields.Count > 0;

    private static bool IsCommand(HttpRoute route) => route.Method.InputType.FindFieldByName("validate_only") is not null;

    private static JsonObject Detail(string type, string says, JsonObject fields)
    {
        fields.Insert(0, "@type", new JsonObject { ["type"] = "string", ["const"] = $"type.googleapis.com/google.rpc.{type}" });
        return new JsonObject { ["type"] = "object", ["description"] = says, ["required"] = new JsonArray("@type"), ["properties"] = fields };
    }

    private static JsonObject List(JsonObject fields) =>
        new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "object", ["properties"] = fields } };

    private static JsonObject Text(string says) => new() { ["type"] = "string", ["description"] = says };
}
