using System.Text.Json.Nodes;
using Ledger.Api.Timeline.V1;

namespace Ledger.Api.OpenApi;

/// <summary>
/// The JSON Schema (draft 2020-12) of one line of the import and export format, made from <c>exchange.proto</c>. It is kept as
/// <c>contracts/api/exchange.schema.json</c>.
/// </summary>
public static class ExchangeSchema
{
    /// <summary>The schema in UTF-8.</summary>
    public static ReadOnlyMemory<byte> Json => Written.Value;

    private static readonly Lazy<byte[]> Written = new(() => JsonText.Of(Document()));

    private static JsonObject Document()
    {
        var schemas = new Schemas("#/$defs/")
        {
            // A line's id stands for the request id, and whoever imports the line asks for a dry run.
            IsLeftOut = field => field.Name is "request_id" or "validate_only",
            IsClosed = _ => true,
            HasUnspecified = false,
        };
        var document = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = "A line of the ledger's import and export format" };
        foreach (var (name, part) in schemas.Describe(ExchangeLine.Descriptor).ToList())
            document[name] = part?.DeepClone();
        document["$defs"] = schemas.Definitions();
        return document;
    }
}
