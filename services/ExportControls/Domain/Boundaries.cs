using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>Instants in order, at which something changes (effective axis).</summary>
public static class Boundaries
{
    /// <summary>How many of them a moment has reached.</summary>
    public static int CountUpTo(IReadOnlyList<Instant> boundaries, Instant moment)
    {
        var (low, high) = (0, boundaries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (boundaries[middle] <= moment)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    }
}
