using System.Text.Json.Nodes;
using Ledger.Api.Timeline.V1;

namespace Ledger.Api.OpenApi;

/// <summary>Describes the subscription as Server-Sent Events, which no annotation of the protos can say.</summary>
internal static class EventStreamPath
{
    public const string Path = "/v1/events/stream";

    /// <param name="subscribe">The same subscription over HTTP/JSON.</param>
    /// <param name="schemas">Where the schema of an event stands.</param>
    public static JsonObject Describe(HttpRoute subscribe, Schemas schemas)
    {
        var operation = Operations.Describe(subscribe, schemas);
        operation["operationId"] = "SubscriptionsService_Stream";
        operation["summary"] = "The ledger from a position and then live, as Server-Sent Events.";
        operation["description"] = "The ledger from a position and then live, as Server-Sent Events: one event a message, its id the ledger position, its data an "
            + $"{AnnouncedEvent.Descriptor.Name} as JSON on one line. When nothing else came for a while, a comment tells the position, and the id moves on. Read-only and idempotent.";
        operation["parameters"]!.AsArray().Add(new JsonObject
        {
            ["name"] = "Last-Event-ID", ["in"] = "header", ["description"] = "The last position seen: the stream goes on behind it. It beats fromPosition.",
            ["schema"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[0-9]+$" },
        });
        operation["responses"]!["200"] = new JsonObject
        {
            ["description"] = "The stream, which ends when the client leaves or the instance stops.",
            ["content"] = new JsonObject { ["text/event-stream"] = new JsonObject { ["schema"] = new JsonObject { ["type"] = "string" } } },
        };
        return operation;
    }
}
