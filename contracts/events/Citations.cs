using Ledger.Kernel;

namespace Ledger.Events;

/// <summary>What a citation must have (DESIGN section 3).</summary>
public static class Citations
{
    /// <summary>A URL or a document number is required; an editor's knowledge supports a statement only.</summary>
    public static string? Fault(Citation citation, bool supportsStatement) =>
        citation is { Kind: SourceKind.EditorsKnowledge } && supportsStatement ? null
        : string.IsNullOrWhiteSpace(citation.Url) && string.IsNullOrWhiteSpace(citation.DocumentNumber) ? "a URL or a document number is required"
        : citation.Url is { } url && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") ? $"'{url}' is not a web address"
        : null;

    internal static void Check(LedgerEvent recorded)
    {
        var statement = recorded.Body is StatementRecorded;
        for (var i = 0; i < recorded.Citations.Count; i++)
        {
            if (Fault(recorded.Citations[i], statement) is { } fault)
                throw new EventFormatException($"citations[{i}]", fault);
        }
        if (!statement && recorded.Citations.All(citation => citation.Kind == SourceKind.EditorsKnowledge))
            throw new EventFormatException("citations", "an editor's knowledge supports a statement only");
    }
}
