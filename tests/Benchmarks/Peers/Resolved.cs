using System.Globalization;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Sequencing;
using NodaTime;

namespace Ledger.Benchmarks.Peers;

/// <summary>What the domain says of measures, in the words of a table: the only place from which rows and our own answers are made.</summary>
internal static class Resolved
{
    /// <summary>What is seen at a position, whenever it was announced.</summary>
    public static Controls Known(LedgerSnapshot ledger) => World.Of(new Cut(ledger, null, IsProvisional: false)).Controls;

    /// <summary>A measure asked as a whole, or by destination alone; null where nothing introduces it.</summary>
    public static MeasureLife? Life(Controls controls, string measure, string part) =>
        MeasureLife.Of(controls, measure, part.Length == 0 ? Question.Nothing : Question.Nothing with { Destination = part });

    /// <summary>How a measure stands at the close of a day in its own zone.</summary>
    public static MeasureAnswer On(MeasureLife life, LocalDate day) => life.At(LegalTime.CloseOf(day, life.Zone));

    /// <summary>What a table shows of an answer; null where it has no row, for nobody has heard of the measure yet.</summary>
    public static Shown? Shown(MeasureLife life, MeasureAnswer answer) =>
        answer.Status == Status.NotYetAnnounced ? null : new Shown(answer.Status, answer.Value?.Amount, Causes(life, answer));

    /// <summary>True for what a check lists: in force, or held back for this trade.</summary>
    public static bool IsListed(Status status) => status is Status.InForce or Status.Suspended or Status.Exempted;

    private static string Causes(MeasureLife life, MeasureAnswer answer)
    {
        var positions = new SortedSet<long>(answer.Because.Select(effect => effect.Recorded.Position))
        {
            life.Introduction.Recorded.Position, answer.Terms.ScopeBy.Recorded.Position, answer.Terms.ValueBy.Recorded.Position,
        };
        return string.Join(' ', positions.Select(position => position.ToString(CultureInfo.InvariantCulture)));
    }
}
