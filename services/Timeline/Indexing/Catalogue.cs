using Ledger.Kernel;
using Ledger.Timeline.Indexing.Columns;

namespace Ledger.Timeline.Indexing;

/// <summary>
/// Numbers of rows by what they are about: chains in arrays, the latest first. One writer; readers find, without a lock, everything that was added
/// before they asked.
/// </summary>
internal sealed class Catalogue(Chunked<Posting> postings)
{
    private readonly NumberTable _heads = new();

    /// <summary>The table of the chains' heads, for saving it.</summary>
    public NumberTable Heads => _heads;

    /// <summary>Adds a row about a key; true where the key is new.</summary>
    public bool Add(ulong key, int row)
    {
        var head = _heads.Find(key);
        // A single row needs no link: it is its own head, told apart by its sign.
        _heads.Set(key, head == 0 ? ~row : postings.Add(new Posting(row, head)) + 1);
        return head == 0;
    }

    /// <summary>Adds to a short list what is not in it.</summary>
    public void AddOnce(ulong key, int item)
    {
        foreach (var known in Of(key))
        {
            if (known == item)
                return;
        }
        Add(key, item);
    }

    /// <summary>Whether a row was ever about a key.</summary>
    public bool Holds(ulong key) => key != 0 && _heads.Find(key) != 0;

    /// <summary>Every row that was ever about a key, the latest first.</summary>
    public Chain Of(ulong key) => new(postings, key == 0 ? 0 : _heads.Find(key));

    /// <summary>Walks along a chain.</summary>
    public struct Chain(Chunked<Posting> postings, int next)
    {
        private int _next = next;

        public int Current { get; private set; }

        public readonly Chain GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_next == 0)
                return false;
            if (_next < 0)
            {
                (Current, _next) = (~_next, 0);
                return true;
            }
            var posting = postings[_next - 1];
            (Current, _next) = (posting.Row, posting.Next);
            return true;
        }

        /// <summary>The rows in the order in which they were added.</summary>
        public int[] InOrder()
        {
            var rows = new List<int>();
            while (MoveNext())
                rows.Add(Current);
            rows.Reverse();
            return [.. rows];
        }
    }
}

/// <summary>A link of a chain.</summary>
/// <param name="Row">The row.</param>
/// <param name="Next">The head of what was added before it.</param>
internal readonly record struct Posting(int Row, int Next);

/// <summary>Ids in natural order: those added since the last asking are sorted and merged in.</summary>
internal sealed class SortedIds(Symbols symbols)
{
    private readonly Chunked<int> _added = new();
    private Sorted _sorted = new([], []);
    private int[] _saved = [];

    /// <summary>Numbers of the ids, in the order in which they came, for saving them.</summary>
    public Chunked<int> Added => _added;

    /// <summary>Adds an id that is not among them yet.</summary>
    public void Add(int symbol) => _added.Add(symbol);

    /// <summary>All of them, in natural order.</summary>
    public IReadOnlyList<string> All => InOrder().Ids;

    /// <summary>At the place at which an id came, its place in natural order.</summary>
    public int[] Ranks => InOrder().Ranks;

    /// <summary>Takes the ranks that <see cref="Ranks"/> gave of the ids that are there.</summary>
    public void Begin(int[] ranks) => _saved = ranks;

    private Sorted InOrder()
    {
        var sorted = Volatile.Read(ref _sorted);
        if (sorted.Ids.Length < _saved.Length)
            sorted = Saved();
        var count = _added.Count;
        if (sorted.Ids.Length == count)
            return sorted;
        // What is sorted are the ids added first, whoever sorted them.
        var places = Enumerable.Range(sorted.Ids.Length, count - sorted.Ids.Length).ToArray();
        var ids = Array.ConvertAll(places, place => symbols[_added[place]]);
        Array.Sort(ids, places, LegalOrder.NaturalOrder);
        var merged = sorted.With(ids, places);
        Volatile.Write(ref _sorted, merged);
        return merged;
    }

    /// <summary>What was in order when it was saved, which takes no comparing.</summary>
    private Sorted Saved()
    {
        var ids = new string[_saved.Length];
        for (var place = 0; place < ids.Length; place++)
            ids[_saved[place]] = symbols[_added[place]];
        return new Sorted(ids, _saved);
    }

    /// <summary>Ids in natural order, and the rank of each at the place at which it came.</summary>
    private sealed record Sorted(string[] Ids, int[] Ranks)
    {
        public Sorted With(string[] added, int[] places)
        {
            var (ids, ranks, kept) = (new string[Ids.Length + added.Length], new int[Ids.Length + added.Length], new int[Ids.Length]);
            for (var place = 0; place < Ranks.Length; place++)
                kept[Ranks[place]] = place;
            for (int at = 0, i = 0, j = 0; at < ids.Length; at++)
            {
                (ids[at], var place) = j == added.Length || (i < Ids.Length && LegalOrder.CompareNaturally(Ids[i], added[j]) <= 0) ? (Ids[i], kept[i++]) : (added[j], places[j++]);
                ranks[place] = at;
            }
            return new Sorted(ids, ranks);
        }
    }
}
