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

/// <summary>
/// Ids in natural order: those added since the last asking are sorted and put among the others. Only their numbers are kept, and read as words where they are compared.
/// </summary>
internal sealed class SortedIds(Symbols symbols)
{
    private readonly Chunked<int> _added = new();
    private Order _order = new([], []);

    /// <summary>Numbers of the ids, in the order in which they came, for saving them.</summary>
    public Chunked<int> Added => _added;

    /// <summary>Adds an id that is not among them yet.</summary>
    public void Add(int symbol) => _added.Add(symbol);

    /// <summary>Numbers of all of them, in natural order.</summary>
    public IEnumerable<int> InOrder => Ordered().Places.Select(place => _added[place]);

    /// <summary>At the place at which an id came, its place in natural order.</summary>
    public int[] Ranks => Ordered().Ranks;

    /// <summary>Takes the ranks that <see cref="Ranks"/> gave of the ids that are there.</summary>
    public void Begin(int[] ranks)
    {
        var places = new int[ranks.Length];
        for (var place = 0; place < ranks.Length; place++)
            places[ranks[place]] = place;
        Volatile.Write(ref _order, new Order(places, ranks));
    }

    private Order Ordered()
    {
        var order = Volatile.Read(ref _order);
        var count = _added.Count;
        if (order.Places.Length == count)
            return order;
        // What is in order are the ids added first, whoever ordered them.
        var added = Enumerable.Range(order.Places.Length, count - order.Places.Length).ToArray();
        var ids = Array.ConvertAll(added, IdAt);
        Array.Sort(ids, added, LegalOrder.NaturalOrder);
        var merged = With(order.Places, ids, added);
        Volatile.Write(ref _order, merged);
        return merged;
    }

    private string IdAt(int place) => symbols[_added[place]];

    /// <summary>Puts ids that are in order among others that are.</summary>
    private Order With(int[] known, string[] ids, int[] added)
    {
        var (places, ranks) = (new int[known.Length + added.Length], new int[known.Length + added.Length]);
        var taken = 0;
        for (var i = 0; i < added.Length; i++)
        {
            var before = CountBefore(known, taken, ids[i]);
            known.AsSpan(taken..before).CopyTo(places.AsSpan(taken + i));
            places[before + i] = added[i];
            taken = before;
        }
        known.AsSpan(taken..).CopyTo(places.AsSpan(taken + added.Length));
        for (var rank = 0; rank < places.Length; rank++)
            ranks[places[rank]] = rank;
        return new Order(places, ranks);
    }

    /// <summary>How many of those in order come before an id, of which some are known to.</summary>
    private int CountBefore(int[] known, int from, string id)
    {
        var before = known.Length;
        while (from < before)
        {
            var middle = from + ((before - from) / 2);
            if (LegalOrder.CompareNaturally(IdAt(known[middle]), id) < 0)
                from = middle + 1;
            else
                before = middle;
        }
        return from;
    }

    /// <summary>Places in natural order, and at each place its rank in it.</summary>
    private sealed record Order(int[] Places, int[] Ranks);
}
