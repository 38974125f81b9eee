using System.Runtime.InteropServices;

namespace Ledger.Timeline.Indexing.Columns;

/// <summary>Lists of numbers.</summary>
internal static class NumberLists
{
    /// <summary>Puts a list in order and leaves each of its numbers in it once.</summary>
    public static List<int> InOrderOnce(this List<int> numbers)
    {
        var span = CollectionsMarshal.AsSpan(numbers);
        var kept = Math.Min(1, span.Length);
        while (kept < span.Length && span[kept - 1] < span[kept])
            kept++;
        if (kept == span.Length)
            return numbers;
        span.Sort();
        kept = 0;
        foreach (var number in span)
        {
            if (kept == 0 || span[kept - 1] != number)
                span[kept++] = number;
        }
        CollectionsMarshal.SetCount(numbers, kept);
        return numbers;
    }
}
