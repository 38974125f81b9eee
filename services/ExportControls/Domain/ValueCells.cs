using Ledger.Events;

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
    public static IReadOnlyList<Slice> Of(IEnumerable<Part> parts, decimal? value)
    {
        var cuts = parts.Select(part => part.Slice).OfType<Slice>().SelectMany(slice => slice.To is { } to ? new[] { slice.Above, to } : [slice.Above])
            .Append(0).Where(cut => cut >= 0 && (value is not { } top || cut < top)).Distinct().Order().ToList();
        return cuts.Count == 0 ? [Whole] : [.. cuts.Select((cut, i) => new Slice(cut, i + 1 < cuts.Count ? cuts[i + 1] : value))];
    }

    /// <summary>True where an act on the part reaches the interval.</summary>
    public static bool Reaches(Part? part, Slice cell) =>
        part?.Slice is not { } slice || (slice.Above <= cell.Above && (slice.To is not { } to || cell.To <= to));
}
