using System.Globalization;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;

namespace Ledger.Subscriber;

/// <summary>A message on the topic is no CloudEvent of the ledger's.</summary>
public sealed class UnreadableMessageException(string message) : Exception(message);

/// <summary>
/// Reads CloudEvents 1.0 off AMQP 0-9-1: in binary mode the attributes are headers and the body is the document, in structured mode both stand in
/// one JSON object. Either way the document comes out byte for byte.
/// </summary>
public static class CloudEventMessage
{
    /// <summary>Prefix of the attributes among the headers, as in the AMQP binding.</summary>
    public const string HeaderPrefix = "cloudEvents:";

    private const string Structured = "application/cloudevents+json";

    /// <exception cref="UnreadableMessageException">An attribute is missing or malformed.</exception>
    public static PolicyEvent Read(IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body)
    {
        if (properties.ContentType?.StartsWith(Structured, StringComparison.OrdinalIgnoreCase) != true)
            return Read(name => Text(properties, HeaderPrefix + name), body.ToArray());
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        return Read(
            name => root.TryGetProperty(name, out var attribute) ? attribute.ToString() : null,
            root.TryGetProperty("data", out var data) ? Encoding.UTF8.GetBytes(data.GetRawText()) : throw new UnreadableMessageException("the event has no data"));
    }

    private static PolicyEvent Read(Func<string, string?> attribute, byte[] document)
    {
        string Required(string name) => attribute(name) is { Length: > 0 } text ? text : throw new UnreadableMessageException($"the attribute {name} is missing");
        long Number(string name) => long.TryParse(Required(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new UnreadableMessageException($"the attribute {name} is no number");
        string Optional(string name) => attribute(name) ?? "";
        return new PolicyEvent(
            Number("ledgerposition"), Guid.TryParse(Required("id"), out var id) ? id : throw new UnreadableMessageException("the attribute id is no UUID"),
            Required("type"), Required("ledgerowner"), Required("ledgerstream"), Number("ledgerrevision"), Optional("ledgerentities").Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Optional("ledgerjurisdictions").Split(' ', StringSplitOptions.RemoveEmptyEntries), Optional("ledgerreference"), Optional("ledgerannounced"),
            Optional("ledgereffective"), Optional("ledgerends"), Required("time"), document);
    }

    private static string? Text(IReadOnlyBasicProperties properties, string header) =>
        properties.Headers is { } headers && headers.TryGetValue(header, out var value) ? value switch
        {
            byte[] text => Encoding.UTF8.GetString(text),
            null => null,
            var other => Convert.ToString(other, CultureInfo.InvariantCulture),
        }
        : null;
}
