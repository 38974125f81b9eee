using Ledger.Benchmarks.Generated;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Sequencing;
using NodaTime;

namespace Ledger.Benchmarks;

/// <summary>A random coordinate with what is asked there: one measure, and a trade.</summary>
/// <param name="Cut">Known and published.</param>
/// <param name="Day">Effective axis: answered at its close in each measure's zone.</param>
/// <param name="Measure">Id of the measure asked.</param>
/// <param name="Trade">The trade checked.</param>
internal sealed record Asking(Cut Cut, LocalDate Day, string Measure, Question Trade)
{
    /// <summary>Draws one: half of them of the latest state.</summary>
    /// <param name="ledger">The whole ledger.</param>
    /// <param name="measures">Ids of its measures.</param>
    /// <param name="published">Announced axis; null: everything known.</param>
    /// <param name="destination">Where the goods go.</param>
    /// <param name="random">What it is drawn by.</param>
    public static Asking Drawn(LedgerSnapshot ledger, IReadOnlyList<string> measures, LocalDate? published, string destination, Random random)
    {
        var cut = new Cut(random.Next(2) == 0 ? ledger : ledger.CutAt(random.Next(ledger.Count / 10, ledger.Count)), published, IsProvisional: false);
        var trade = Question.Nothing with { Goods = [GoodsKey.Parse(Vocabulary.Good(random))], Origin = Vocabulary.Drawn(Vocabulary.Jurisdictions, random), Destination = destination };
        return new Asking(cut, GeneratedLedger.First.PlusDays(random.Next(0, 7900)), measures[random.Next(measures.Count)], trade with { ExportedFrom = trade.Origin });
    }

    /// <summary>How the measure stands in a world, with what that rests on.</summary>
    public string StateIn(World world) =>
        AnsweredBy(world) is { } state ? $"{state.Status} {state.Value?.Amount} {string.Join(' ', state.Because)}" : "unknown";

    /// <summary>The same as it is handed to whoever asks, without being written down.</summary>
    public MeasureState? AnsweredBy(World world) => world.Controls.StateOf(Measure, zone => LegalTime.CloseOf(Day, zone));

    /// <summary>A day of publication, or none: as often the one as the other.</summary>
    public static LocalDate? PublishedDrawn(Random random) => random.Next(2) == 0 ? null : GeneratedLedger.First.PlusDays(random.Next(0, GeneratedLedger.Days));
}
