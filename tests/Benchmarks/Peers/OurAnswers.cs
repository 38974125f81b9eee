using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;

namespace Ledger.Benchmarks.Peers;

/// <summary>The questions that the peers are asked, asked of the index: no more than the same, so that a check leaves next change aside, and what it lists as conditional is not compared.</summary>
internal static class OurAnswers
{
    /// <summary>One measure as a whole: no row where it is not known or not yet announced.</summary>
    public static List<AnswerRow> State(Asking asking) =>
        Resolved.Known(asking.Cut.Ledger).StateOf(asking.Measure, zone => LegalTime.CloseOf(asking.Day, zone)) is { Status: not Status.NotYetAnnounced } state ? [Row(state)] : [];

    /// <summary>The measures in force or held back for a trade, without causes and without those of which nobody tells.</summary>
    public static List<AnswerRow> Check(Asking asking, IReadOnlySet<string> leftOut) =>
        [.. new Check(Resolved.Known(asking.Cut.Ledger), asking.Trade, zone => LegalTime.CloseOf(asking.Day, zone)).Findings
            .Where(finding => finding.Bearing.Match.Overall == Answer.Yes && Resolved.IsListed(finding.Bearing.Status) && !leftOut.Contains(finding.Life.Id))
            .Select(finding => new AnswerRow(finding.Life.Id, finding.Bearing.Status, finding.Bearing.Value?.Amount, ""))];

    /// <summary>All measures in force, without those of which nobody tells.</summary>
    public static List<AnswerRow> World(Asking asking, IReadOnlySet<string> leftOut)
    {
        var live = new List<AnswerRow>();
        foreach (var state in Resolved.Known(asking.Cut.Ledger).States(zone => LegalTime.CloseOf(asking.Day, zone), static status => status == Status.InForce))
        {
            if (!leftOut.Contains(state.Id))
                live.Add(Row(state));
        }
        return live;
    }

    private static AnswerRow Row(MeasureState state) => new(state.Id, state.Status, state.Value?.Amount, string.Join(' ', state.Because));
}
