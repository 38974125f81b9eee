using Ledger.Kernel;

namespace Ledger.Timeline.Answers;

/// <summary>What a misspelt id or word may have meant.</summary>
internal static class Spelling
{
    /// <summary>Suggestions at most.</summary>
    public const int Most = 5;

    private const int ShortestWord = 4;

    /// <summary>The ids that differ least from what was written, by Levenshtein distance, at most a third of its length.</summary>
    public static IEnumerable<string> Nearest(string written, IEnumerable<string> ids)
    {
        var wanted = written.Trim().ToLowerInvariant();
        if (wanted.Length is 0 or > 120)
            return [];
        return ids.Select(id => (Id: id, Distance: Distance(wanted, id.ToLowerInvariant())))
            .Where(each => each.Distance <= Math.Max(2, wanted.Length / 3) || each.Id.Contains(wanted, StringComparison.OrdinalIgnoreCase))
            .OrderBy(each => each.Distance).ThenBy(each => each.Id, LegalOrder.NaturalOrder).Take(Most).Select(each => each.Id).ToList();
    }

    /// <summary>
    /// The recorded words that differ from what was written by at most one letter in four, the nearest first. A number means what it says,
    /// and has none.
    /// </summary>
    public static IReadOnlyList<string> Words(string written, IEnumerable<string> recorded) => written.Length < ShortestWord || written.Any(char.IsDigit)
        ? []
        : [.. recorded.Where(word => Math.Abs(word.Length - written.Length) <= written.Length / ShortestWord)
            .Select(word => (Word: word, Distance: Distance(written, word))).Where(each => each.Distance <= written.Length / ShortestWord)
            .OrderBy(each => each.Distance).ThenBy(each => each.Word, StringComparer.Ordinal).Select(each => each.Word)];

    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
            (previous, current) = (current, previous);
        }
        return previous[right.Length];
    }
}
