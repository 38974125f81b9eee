using System.Globalization;
using Ledger.Kernel;
using Ledger.Timeline.Indexing.Columns;

namespace Ledger.Timeline.Indexing;

/// <summary>What rows are found by, as numbers; 0 is none, and finds nothing.</summary>
internal static class Keys
{
    /// <summary>
    /// Compares keys. By their own hash code those of two numbers that came one behind another, as the name of a stream and its act do, are alike: it is the one exclusive-or the other.
    /// </summary>
    public static IEqualityComparer<ulong> Comparer { get; } = EqualityComparer<ulong>.Create((x, y) => x == y, NumberTable.HashOf);

    /// <summary>By a word.</summary>
    public static ulong Of(int symbol) => (uint)symbol;

    /// <summary>By two numbers, of which the first is no 0.</summary>
    public static ulong Of(int first, int second) => first == 0 ? 0 : ((ulong)(uint)first << 32) | (uint)second;

    /// <summary>By a reference to an effect: its act and its ordinal. One that names a correction, or is spelt otherwise than references are, is a word of its own.</summary>
    /// <param name="reference">As stated.</param>
    /// <param name="symbol">The number of a word.</param>
    public static ulong OfReference(string reference, Func<string, int> symbol)
    {
        var hash = reference.LastIndexOf('#');
        return hash > 0 && int.TryParse(reference.AsSpan(hash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) && ordinal > 0 && reference[hash + 1] != '0'
            ? Of(symbol(reference[..hash]), ordinal)
            : Of(symbol(reference));
    }
}
