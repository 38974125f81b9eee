using System.Text.Json;

namespace Ledger.Adapters.Bus;

/// <summary>Reads as much as can be read of a message that was shelved.</summary>
public static class ShelvedMessage
{
    /// <summary>Streams and request ids of the commands that it carries; none where it cannot be read.</summary>
    public static IReadOnlyList<(string Stream, Guid RequestId)> CommandsOf(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var envelope = JsonDocument.Parse(body);
            if (Property(envelope.RootElement, "message") is not { } message || Property(message, "commands") is not { ValueKind: JsonValueKind.Array } commands)
                return [];
            return [.. commands.EnumerateArray()
                .Select(command => (Stream: Text(command, "stream"), RequestId: Guid.TryParse(Text(command, "requestId"), out var id) ? id : Guid.Empty))
                .Where(command => command.Stream.Length > 0 && command.RequestId != Guid.Empty)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static JsonElement? Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var property) ? property : null;

    private static string Text(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";
}
