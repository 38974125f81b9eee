using System.Collections.Concurrent;
using Ledger.Kernel;

namespace Ledger.Timeline.Indexing;

/// <summary>
/// Effect versions by what they are about. One writer; readers find, without a lock, everything that was added before they asked.
/// </summary>
internal sealed class Catalogue
{
    private readonly ConcurrentDictionary<string, Postings<EffectVersion>> _entries = new();
    private readonly Postings<string> _keys = new();
    private string[] _sorted = [];

    public void Add(string key, EffectVersion version)
    {
        if (_entries.TryGetValue(key, out var postings))
        {
            postings.Add(version);
            return;
        }
        postings = new Postings<EffectVersion>();
        postings.Add(version);
        _entries[key] = postings;
        _keys.Add(key);
    }

    /// <summary>Every version that was ever about a key, in ledger order.</summary>
    public ReadOnlySpan<EffectVersion> Of(string key) => _entries.TryGetValue(key, out var postings) ? postings.Items : [];

    /// <summary>All keys in natural order. Keys added since the last asking are sorted and merged in.</summary>
    public IReadOnlyList<string> Keys
    {
        get
        {
            var sorted = Volatile.Read(ref _sorted);
            var all = _keys.Items;
            if (sorted.Length == all.Length)
                return sorted;
            // What is sorted are the keys added first, whoever sorted them.
            var added = all[sorted.Length..].ToArray();
            Array.Sort(added, LegalOrder.NaturalOrder);
            var merged = Merged(sorted, added);
            Volatile.Write(ref _sorted, merged);
            return merged;
        }
    }

    private static string[] Merged(string[] left, string[] right)
    {
        var merged = new string[left.Length + right.Length];
        for (int at = 0, i = 0, j = 0; at < merged.Length; at++)
            merged[at] = j == right.Length || (i < left.Length && LegalOrder.CompareNaturally(left[i], right[j]) <= 0) ? left[i++] : right[j++];
        return merged;
    }
}
