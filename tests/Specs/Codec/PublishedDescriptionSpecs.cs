using Ledger.Api.OpenApi;

namespace Ledger.Specs.Codec;

/// <summary>What is published of the API's shape is what the protos make of it.</summary>
public sealed class PublishedDescriptionSpecs
{
    [Fact]
    public void The_published_OpenAPI_document_is_made_from_the_protos() => Published("openapi.json", OpenApiDocument.Json);

    [Fact]
    public void The_published_schema_of_an_exchange_line_is_made_from_the_protos() => Published("exchange.schema.json", ExchangeSchema.Json);

    private static void Published(string name, ReadOnlyMemory<byte> made)
    {
        if (File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "published", name)).AsSpan().SequenceEqual(made.Span))
            return;
        var rewritten = Path.Combine(AppContext.BaseDirectory, "rewritten", name);
        Directory.CreateDirectory(Path.GetDirectoryName(rewritten)!);
        File.WriteAllBytes(rewritten, made.ToArray());
        Assert.Fail($"contracts/api/{name} is not what the protos say now; what they say stands in {rewritten}: compare, and publish it if it is meant");
    }
}
