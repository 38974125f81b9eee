using System.Runtime.InteropServices;

namespace Ledger.Timeline.Indexing.Columns;

/// <summary>
/// Every word of the ledger once, by a number from 1: ids, codes, names. One writer; readers find, without a lock, every word that was there before
/// they were told of it.
/// </summary>
internal sealed class Symbols
{
    private readonly Chunked<string> _words = new();
    private int[] _slots = new int[64];

    public Symbols() => _words.Add("");

    /// <summary>How many numbers are given, 0 among them, which stands for no word.</summary>
    public int Count => _words.Count;

    public string this[int symbol] => _words[symbol];

    /// <summary>The number of a word; 0 where it has none.</summary>
    public int Find(string word)
    {
        var slots = Volatile.Read(ref _slots);
        for (var at = HashOf(word) & (slots.Length - 1); ; at = (at + 1) & (slots.Length - 1))
        {
            var symbol = Volatile.Read(ref slots[at]);
            if (symbol == 0 || string.Equals(_words[symbol], word, StringComparison.Ordinal))
                return symbol;
        }
    }

    /// <summary>The number of a word, which is given one where it has none; 0 for none.</summary>
    public int Add(string? word)
    {
        if (word is null)
            return 0;
        var known = Find(word);
        if (known != 0)
            return known;
        var symbol = _words.Add(word);
        if ((symbol + 1) * 2 > _slots.Length)
            Grow();
        else
            Place(_slots, symbol);
        return symbol;
    }

    /// <summary>Takes the words of a saved vocabulary, by their numbers from 1, into one that is empty yet.</summary>
    public void Take(IReadOnlyCollection<string> words)
    {
        var slots = _slots.Length;
        while (slots < (words.Count + 2) * 2)
            slots *= 2;
        _slots = new int[slots];
        foreach (var word in words)
            Place(_slots, _words.Add(word));
    }

    private void Grow()
    {
        var slots = new int[_slots.Length * 2];
        for (var symbol = 1; symbol < _words.Count; symbol++)
            Place(slots, symbol);
        Volatile.Write(ref _slots, slots);
    }

    private void Place(int[] slots, int symbol)
    {
        var at = HashOf(_words[symbol]) & (slots.Length - 1);
        while (slots[at] != 0)
            at = (at + 1) & (slots.Length - 1);
        Volatile.Write(ref slots[at], symbol);
    }

    /// <summary>FNV-1a over the word's UTF-16 units, two at a time, with its bits mixed: the same in every process, as a saved table needs.</summary>
    private static int HashOf(string word)
    {
        var hash = 2166136261u;
        var pairs = MemoryMarshal.Cast<char, uint>(word.AsSpan());
        foreach (var pair in pairs)
            hash = (hash ^ pair) * 16777619u;
        if ((word.Length & 1) != 0)
            hash = (hash ^ word[^1]) * 16777619u;
        hash ^= hash >> 15;
        hash *= 0x2C1B3C6Du;
        return (int)((hash ^ (hash >> 13)) & int.MaxValue);
    }
}
