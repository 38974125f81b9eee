using Ledger.Kernel;

namespace Ledger.Events;

/// <summary>What a citation must have (DESIGN section 3).</summary>
internal static class Citations
{
    internal static void Check(LedgerEvent recorded)
    {
        var statement = recorded.Body is StatementRecorded or EventCorrected { Replacement: StatementRecorded };
        for (var i = 0; i < recorded.Citations.Count; i++)
        {
            if (recorded.Citations[i].Fault(statement) is { } fault)
                throw new EventFormatException($"citations[{i}]", fault);
        }
        if (!statement && recorded.Citations.All(citation => citation.Kind == SourceKind.EditorsKnowledge))
            throw new EventFormatException("citations", "an editor's knowledge supports a statement only");
    }
}
