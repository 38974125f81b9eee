using System.Globalization;
using System.Net.Mime;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using RabbitMQ.Client;

namespace Ledger.Adapters.Bus;

/// <summary>How a CloudEvent is put into a message (CloudEvents 1.0, AMQP protocol binding).</summary>
public enum CloudEventMode
{
    /// <summary>Attributes as headers; the body is the stored document, byte for byte.</summary>
    Binary,

    /// <summary>Attributes and document in one JSON object.</summary>
    Structured,
}

/// <summary>
/// An announcement as a CloudEvent. The extensions carry what the ledger's own vocabulary needs; they are text, since the integers of CloudEvents
/// have 32 bits and a ledger position has more.
/// </summary>
internal static class AnnouncedCloudEvent
{
    /// <summary>Prefix of the attributes among the headers. AMQP 0-9-1 has no binding of its own; this is that of AMQP 1.0.</summary>
    private const string HeaderPrefix = "cloudEvents:";

    private static readonly VerbatimFormatter Formatter = new();

    private static readonly CloudEventAttribute[] Extensions =
    [
        .. new[] { "ledgerposition", "ledgerrevision", "ledgerowner", "ledgerstream", "ledgerentities", "ledgerjurisdictions", "ledgerreference", "ledgerannounced", "ledgereffective", "ledgerends" }
            .Select(name => CloudEventAttribute.CreateExtension(name, CloudEventAttributeType.String)),
    ];

    public static CloudEvent Of(Announcement announced)
    {
        var cloudEvent = new CloudEvent(CloudEventsSpecVersion.V1_0, Extensions)
        {
            Id = announced.EventId.ToString(), Source = new Uri($"urn:trade-policy-ledger:{announced.Owner}"), Type = announced.Type, Subject = announced.Entities[0],
            Time = announced.RecordedAt.ToDateTimeOffset(), DataContentType = MediaTypeNames.Application.Json, Data = announced.Document,
        };
        string[] values =
        [
            Number(announced.Position), Number(announced.Revision), announced.Owner, announced.Stream, string.Join(' ', announced.Entities),
            string.Join(' ', announced.Jurisdictions), announced.Reference, announced.AnnouncedOn, announced.Effective, announced.Ends,
        ];
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i].Length > 0)
                cloudEvent[Extensions[i]] = values[i];
        }
        return cloudEvent;
    }

    /// <summary>The message: persistent, so that a durable queue keeps it, with the event's id as the message's.</summary>
    public static (BasicProperties Properties, ReadOnlyMemory<byte> Body) MessageOf(Announcement announced, CloudEventMode mode)
    {
        var cloudEvent = Of(announced);
        var properties = new BasicProperties { Persistent = true, MessageId = cloudEvent.Id, Headers = new Dictionary<string, object?>() };
        if (RoutingKeys.Further(announced) is { Count: > 0 } further)
            properties.Headers["CC"] = further.ToList<object>();
        if (mode == CloudEventMode.Structured)
        {
            var body = Formatter.EncodeStructuredModeMessage(cloudEvent, out var type);
            properties.ContentType = type.ToString();
            return (properties, body);
        }
        properties.ContentType = cloudEvent.DataContentType;
        properties.Headers[$"{HeaderPrefix}specversion"] = cloudEvent.SpecVersion.VersionId;
        foreach (var (attribute, value) in cloudEvent.GetPopulatedAttributes().Where(pair => pair.Key.Name != "datacontenttype"))
            properties.Headers[HeaderPrefix + attribute.Name] = attribute.Format(value);
        return (properties, announced.Document);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Puts the stored document into the JSON object as it is.</summary>
    private sealed class VerbatimFormatter : JsonEventFormatter
    {
        protected override void EncodeStructuredModeData(CloudEvent cloudEvent, Utf8JsonWriter writer)
        {
            writer.WritePropertyName("data");
            writer.WriteRawValue(((ReadOnlyMemory<byte>)cloudEvent.Data!).Span, skipInputValidation: true);
        }
    }
}

/// <summary>What queues are bound by: <c>owner.event.vN.jurisdiction</c>.</summary>
internal static class RoutingKeys
{
    /// <summary>In the place of the jurisdiction, where an event has none.</summary>
    private const string None = "none";

    /// <summary>The message's own.</summary>
    public static string First(Announcement announced) => Of(announced, announced.Jurisdictions.Count > 0 ? announced.Jurisdictions[0] : None);

    /// <summary>One for each further jurisdiction; the broker takes them from the header <c>CC</c>.</summary>
    public static IReadOnlyList<string> Further(Announcement announced) => [.. announced.Jurisdictions.Skip(1).Select(jurisdiction => Of(announced, jurisdiction))];

    /// <summary>The owner stands in the place that the wire name gives to whoever defines the type, which for claims and corrections is the ledger.</summary>
    private static string Of(Announcement announced, string jurisdiction) => $"{announced.Owner}.{announced.Type[(announced.Type.IndexOf('.', StringComparison.Ordinal) + 1)..]}.{jurisdiction}";
}
