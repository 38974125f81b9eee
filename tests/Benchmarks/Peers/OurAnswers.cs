using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;

namespace Ledger.Benchmarks.Peers;

/// <summary>The questions that the peers are asked, asked of the index: no more than the same, so that a check leaves headline and next change aside.</summary>
internal static class OurAnswers
{
    /// <summary>One measure as a whole: no row where it is not known or not yet announced.</summary>
    public static List<AnswerRow> State(Asking asking) =>
        Resolved.Life(Resolved.Known(asking.Cut.Ledger), asking.Measure, "") is { } life && Resolved.Shown(life, Resolved.On(life, asking.Day)) is { } shown
            ? [new AnswerRow(asking.Measure, shown.Status, shown.Amount, shown.Causes)] : [];

    /// <summary>The measures in force or held back for a trade, without causes.</summary>
    public static List<AnswerRow> Check(Asking asking)
    {
        var controls = Resolved.Known(asking.Cut.Ledger);
        var listed = new List<AnswerRow>();
        foreach (var measure in controls.MeasuresFor(asking.Trade))
        {
            var answer = Resolved.On(MeasureLife.Of(controls, measure, asking.Trade)!, asking.Day);
            if (answer.Match.Overall == Answer.Yes && Resolved.IsListed(answer.Status))
                listed.Add(new AnswerRow(measure, answer.Status, answer.Value?.Amount, ""));
        }
        return listed;
    }

    /// <summary>All measures in force.</summary>
    public static List<AnswerRow> World(Asking asking)
    {
        var controls = Resolved.Known(asking.Cut.Ledger);
        var live = new List<AnswerRow>();
        foreach (var measure in controls.Measures)
        {
            var life = Resolved.Life(controls, measure, "")!;
            if (Resolved.On(life, asking.Day) is { Status: Status.InForce } answer && Resolved.Shown(life, answer) is { } shown)
                live.Add(new AnswerRow(measure, shown.Status, shown.Amount, shown.Causes));
        }
        return live;
    }
}
