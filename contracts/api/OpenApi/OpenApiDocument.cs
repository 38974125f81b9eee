using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using Ledger.Api.Agreements.V1;
using Ledger.Api.ExportControls.V1;
using Ledger.Api.Facilities.V1;
using Ledger.Api.Timeline.V1;

namespace Ledger.Api.OpenApi;

/// <summary>
/// The OpenAPI 3.1 description of the HTTP/JSON surface, made from the same descriptors that serve it. The host serves it, and it is kept as
/// <c>contracts/api/openapi.json</c>.
/// </summary>
public static class OpenApiDocument
{
    /// <summary>The document in UTF-8.</summary>
    public static ReadOnlyMemory<byte> Json => Written.Value;

    private static readonly Lazy<byte[]> Written = new(() => JsonText.Of(Document()));

    private static readonly FileDescriptor[] Files =
    [
        ExportcontrolsReflection.Descriptor, AgreementsReflection.Descriptor, FacilitiesReflection.Descriptor, TimelineReflection.Descriptor,
        OperationsReflection.Descriptor, SubscriptionsReflection.Descriptor, MaintenanceReflection.Descriptor,
    ];

    private static JsonObject Document()
    {
        var services = Files.SelectMany(file => file.Services).ToList();
        var routes = services.SelectMany(service => service.Methods).Select(HttpRoute.Of).ToList();
        var inPath = routes.Where(route => route.HasBody).SelectMany(route => route.PathFields).ToHashSet();
        var answered = Reach(routes.Select(route => route.Method.OutputType));
        var schemas = new Schemas("#/components/schemas/") { IsLeftOut = inPath.Contains, IsClosed = message => !answered.Contains(message), HasUnspecified = true };
        var paths = new JsonObject(routes.GroupBy(route => route.Path).Select(path => KeyValuePair.Create<string, JsonNode?>(
            path.Key, new JsonObject(path.Select(route => KeyValuePair.Create<string, JsonNode?>(route.Verb, Operations.Describe(route, schemas)))))));
        paths[EventStreamPath.Path] = new JsonObject { ["get"] = EventStreamPath.Describe(routes.Single(route => route.Method.InputType == SubscribeRequest.Descriptor), schemas) };
        var definitions = schemas.Definitions();
        Faults.AddSchemas(definitions);
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = Info(),
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/", ["description"] = "The host that serves this document." }),
            ["tags"] = new JsonArray([.. services.Select(service => new JsonObject { ["name"] = service.Name, ["description"] = ProtoComments.Of(service.FullName) })]),
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = definitions, ["responses"] = Faults.Responses() },
        };
    }

    private static JsonObject Info() => new()
    {
        ["title"] = "Trade-policy ledger",
        ["version"] = "v1",
        ["description"] = "Records what governments and companies did about trade, and answers what is in force, what was known and what comes next, on any date. "
            + "The same services as over gRPC, in proto3's JSON mapping: 64-bit numbers are text, enumerations go by name, and a field that is not known is refused.",
        ["contact"] = new JsonObject { ["name"] = "The ledger's maintainers" },
    };

    /// <summary>The messages and all that they hold.</summary>
    private static HashSet<MessageDescriptor> Reach(IEnumerable<MessageDescriptor> messages)
    {
        var reached = new HashSet<MessageDescriptor>();
        var pending = new Queue<MessageDescriptor>(messages);
        while (pending.TryDequeue(out var message))
        {
            if (!reached.Add(message))
                continue;
            foreach (var field in message.Fields.InFieldNumberOrder().Where(field => field.FieldType == FieldType.Message))
                pending.Enqueue(field.MessageType);
        }
        return reached;
    }
}
