using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.ExportControls.Domain;

/// <summary>What acts on parts do not divide further: a trade, as far as it is stated, and an interval of the value.</summary>
internal sealed record Cell(Question Question, Slice Slice);

/// <summary>
/// Slices of the value (DESIGN T3, <i>Parts</i>). The slices that acts name divide the value into intervals, and each lives a life of its own:
/// so slices union as intervals, are clipped to the value of the moment and come off it, whatever an act does to them.
/// </summary>
internal static class ValueCells
{
    /// <summary>Stands for the value as a whole: only acts that name no slice reach it.</summary>
    public static Slice Whole { get; } = new(0, null);

    /// <summary>The intervals that the slices of some parts distinguish, up to the value; null: the value is not a number, or not to be clipped to.</summary>
    public static IReadOnlyList<Slice> Of(List<Part> parts, decimal? value)
    {
        if (!parts.Exists(part => part.Slice is not null))
            return value is null or <= 0 ? [Whole] : [new Slice(0, value)];
        var cuts = parts.Select(part => part.Slice).OfType<Slice>().SelectMany(slice => slice.To is { } to ? new[] { slice.Above, to } : [slice.Above])
            .Append(0).Where(cut => cut >= 0 && (value is not { } top || cut < top)).Distinct().Order().ToList();
        return cuts.Count == 0 ? [Whole] : [.. cuts.Select((cut, i) => new Slice(cut, i + 1 < cuts.Count ? cuts[i + 1] : value))];
    }

    /// <summary>
    /// The same, where each interval has a value of its own, as where an amendment is annulled for one of them: the measure then reaches as far
    /// into the interval as that value does.
    /// </summary>
    /// <param name="whole">The intervals, up to no value.</param>
    /// <param name="stated">The value of the measure as a whole.</param>
    /// <param name="valueOf">The value by what stands for an interval.</param>
    /// <returns>The intervals of the measure, and the value that they are intervals of.</returns>
    public static (IReadOnlyList<Slice> Slices, Quantity? Value) Clipped(IReadOnlyList<Slice> whole, Quantity? stated, Func<Slice, Quantity?> valueOf)
    {
        var values = whole.Select(valueOf).ToList();
        var clipped = whole.Zip(values).Where(cell => cell.First.Above < cell.Second?.Amount)
            .Select(cell => (Slice: cell.First.To < cell.Second!.Amount ? cell.First : cell.First with { To = cell.Second.Amount }, Value: cell.Second)).ToList();
        // With nothing left of it by a number, it is what stands where its value begins: without a number, or at none.
        return clipped.Count == 0 ? ([Whole], values[0]) : ([.. clipped.Select(cell => cell.Slice)], stated?.Amount is null ? clipped[0].Value : stated);
    }

    /// <summary>True where an act on the part reaches the interval.</summary>
    public static bool Reaches(Part? part, Slice cell) =>
        part?.Slice is not { } slice || (slice.Above <= cell.Above && (slice.To is not { } to || cell.To <= to));
}
