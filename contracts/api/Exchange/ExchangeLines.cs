using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Google.Protobuf;
using Ledger.Api.Timeline.V1;
using Ledger.Kernel;

namespace Ledger.Api.Exchange;

/// <summary>Reads and writes single lines of the import and export format (<c>ledger/timeline/v1/exchange.proto</c>).</summary>
public static class ExchangeLines
{
    /// <summary>A line may have so many bytes: a command may have 900 KiB.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Deeper than any command nests.</summary>
    private const int MaxDepth = 32;

    private static readonly JsonParser Reader = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(false));

    private static readonly JsonFormatter Writer = new(JsonFormatter.Settings.Default);

    /// <summary>A line that is not one: which field (empty: the line as a whole), and why.</summary>
    /// <param name="Id">The line's id, where it could be read.</param>
    /// <param name="Field">Path in the line.</param>
    /// <param name="Why">In a sentence.</param>
    public sealed record Unreadable(string Id, string Field, string Why);

    /// <summary>
    /// Reads a line strictly: nothing unknown, nothing stated twice, an id, exactly one command. Null with the reason when it is not one.
    /// </summary>
    public static ExchangeLine? Read(ReadOnlyMemory<byte> utf8, out Unreadable? unreadable)
    {
        var id = "";
        unreadable = null;
        try
        {
            if (!Utf8.IsValid(utf8.Span))
            {
                unreadable = new Unreadable("", "", "not UTF-8");
                return null;
            }
            using var json = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("id", out var stated) && stated.ValueKind == JsonValueKind.String)
                id = stated.GetString()!;
            if (StrictShape.Find(json.RootElement, ExchangeLine.Descriptor, "") is { } misfit)
            {
                unreadable = new Unreadable(id, misfit.Field, misfit.Why);
                return null;
            }
            var line = Reader.Parse<ExchangeLine>(Encoding.UTF8.GetString(utf8.Span));
            if (Fault(line) is not { } fault)
                return line;
            unreadable = new Unreadable(id, fault.Field, fault.Why);
        }
        catch (JsonException malformed)
        {
            var place = malformed.BytePositionInLine is { } at ? $", at byte {at + 1} of the line" : "";
            unreadable = new Unreadable(id, "", $"not JSON: {Plain(malformed)}{place}");
        }
        catch (Exception malformed) when (malformed is InvalidProtocolBufferException or InvalidJsonException or InvalidOperationException)
        {
            unreadable = new Unreadable(id, "", malformed.Message);
        }
        return null;
    }

    /// <summary>Writes a line, without its end.</summary>
    public static string Write(ExchangeLine line) => Writer.Format(line);

    /// <summary>The request id that a line's id stands for: itself if it is a UUID, else its name-based UUID in the ledger's namespace.</summary>
    public static Guid RequestIdOf(string id) =>
        Guid.TryParseExact(id, "D", out var stated) ? stated : NameBasedGuid.Of(NameBasedGuid.LedgerNamespace, id);

    private static StrictShape.Misfit? Fault(ExchangeLine line)
    {
        if (string.IsNullOrWhiteSpace(line.Id))
            return new StrictShape.Misfit("id", "missing; it names the line for ever, so that importing it again records nothing new");
        if (line.CommandCase == ExchangeLine.CommandOneofCase.None)
            return new StrictShape.Misfit("", $"no command; one of {string.Join(", ", ExchangeLine.Descriptor.Oneofs[0].Fields.Select(field => field.JsonName))} is required");
        var command = ExchangeLine.Descriptor.Oneofs[0].Accessor.GetCaseFieldDescriptor(line);
        var request = (IMessage)command.Accessor.GetValue(line);
        if ((string)request.Descriptor.FindFieldByName("request_id").Accessor.GetValue(request) is { Length: > 0 })
            return new StrictShape.Misfit($"{command.JsonName}.requestId", "left out in a file: the line's id stands for it");
        if ((bool)request.Descriptor.FindFieldByName("validate_only").Accessor.GetValue(request))
            return new StrictShape.Misfit($"{command.JsonName}.validateOnly", "left out in a file: whoever imports it asks for a dry run");
        return null;
    }

    /// <summary>What the JSON reader says, without the place, which it counts from 0.</summary>
    public static string Plain(JsonException malformed)
    {
        var tail = malformed.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (tail < 0 ? malformed.Message : malformed.Message[..tail]).TrimEnd('.');
    }
}
