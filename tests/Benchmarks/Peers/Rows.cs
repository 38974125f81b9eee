using Ledger.Events;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Benchmarks.Peers;

/// <summary>The axes as a table keeps them.</summary>
internal static class Axes
{
    /// <summary>Effective axis: stands for every day before.</summary>
    public static readonly LocalDate FirstDay = new(1900, 1, 1);

    /// <summary>Effective axis: stands for until further notice.</summary>
    public static readonly LocalDate NoEnd = new(9999, 12, 31);

    /// <summary>Known axis: no later event has changed it.</summary>
    public const long Current = long.MaxValue;
}

/// <summary>What a measure is on some days: the part of a row that an answer shows.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Amount">Its value, where it has one.</param>
/// <param name="Causes">Ledger positions of what introduced it, states its terms, holds it back or ends it, ascending.</param>
internal sealed record Shown(Status Status, decimal? Amount, string Causes);

/// <summary>Something that holds from one day until before another.</summary>
internal sealed record Span<T>(LocalDate From, LocalDate To, T Value);

/// <summary>A row of measure states.</summary>
/// <param name="Measure">Number of the measure.</param>
/// <param name="Part">Empty: the measure as a whole; a destination, or <c>ZZ</c> for every other, where exemptions tell destinations apart.</param>
/// <param name="From">Effective axis: the first day.</param>
/// <param name="To">Effective axis: the day before which it ends.</param>
/// <param name="Shown">What it is.</param>
/// <param name="KnownFrom">Position of the event by which it became so.</param>
internal sealed record StateRow(int Measure, string Part, LocalDate From, LocalDate To, Shown Shown, long KnownFrom)
{
    /// <summary>Position of the event from which it is otherwise.</summary>
    public long KnownTo { get; set; } = Axes.Current;
}

/// <summary>A row of what a measure reaches.</summary>
/// <param name="Measure">Number of the measure.</param>
/// <param name="Goods">One goods key of its scope.</param>
/// <param name="Origin">Where the goods are made.</param>
/// <param name="Destination">Where they go; <c>*</c>: anywhere.</param>
/// <param name="Except">Destinations that it does not reach, each between bars.</param>
/// <param name="Part">Which of the measure's states holds for this trade.</param>
/// <param name="From">Effective axis: the first day.</param>
/// <param name="To">Effective axis: the day before which it ends.</param>
/// <param name="KnownFrom">Position of the event by which it became so.</param>
internal sealed record ReachRow(int Measure, string Goods, string Origin, string Destination, string Except, string Part, LocalDate From, LocalDate To, long KnownFrom)
{
    /// <summary>Position of the event from which it is otherwise.</summary>
    public long KnownTo { get; set; } = Axes.Current;
}

/// <summary>A row of an answer: what of a measure is asked for.</summary>
/// <param name="Measure">Its id.</param>
/// <param name="Status">Its status.</param>
/// <param name="Amount">Its value, where it has one.</param>
/// <param name="Causes">As in <see cref="Shown"/>; empty where it is not asked for.</param>
internal sealed record AnswerRow(string Measure, Status Status, decimal? Amount, string Causes)
{
    public override string ToString() => $"{Measure} {Status} {Amount:0.####} {Causes}";
}
