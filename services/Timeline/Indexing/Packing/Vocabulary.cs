using Ledger.Kernel;
using Ledger.Timeline.Indexing.Columns;

namespace Ledger.Timeline.Indexing.Packing;

/// <summary>
/// What the events of a ledger have in common, each once: words, dates, lists of jurisdictions. One writer; readers read, without a lock, what
/// was there before they were told of it.
/// </summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _numbersOfMoments = new(StringComparer.Ordinal);
    private readonly Dictionary<Items<string>, int> _numbersOfLists = [];
    private readonly Chunked<LegalMoment?> _moments = new();
    private readonly Chunked<Items<string>> _lists = new();

    public Vocabulary()
    {
        _moments.Add(null);
        _lists.Add([]);
        _numbersOfLists.Add([], 0);
    }

    public Symbols Symbols { get; } = new();

    /// <summary>Every date, by its number, as it is worded; the first stands for none.</summary>
    public IEnumerable<string> Moments => Enumerable.Range(1, _moments.Count - 1).Select(number => _moments[number]!.Text);

    /// <summary>Every list, by its number, as numbers of its words; the first is empty.</summary>
    public IEnumerable<int[]> Lists => Enumerable.Range(1, _lists.Count - 1).Select(number => _lists[number].Select(Symbols.Find).ToArray());

    /// <summary>The number of a date; 0 for none.</summary>
    public int Add(LegalMoment? moment)
    {
        if (moment is null)
            return 0;
        if (!_numbersOfMoments.TryGetValue(moment.Text, out var number))
            _numbersOfMoments.Add(moment.Text, number = _moments.Add(moment));
        return number;
    }

    /// <summary>The number of a list of words; 0 for an empty one.</summary>
    public int Add(Items<string> list)
    {
        if (!_numbersOfLists.TryGetValue(list, out var number))
        {
            foreach (var word in list)
                Symbols.Add(word);
            _numbersOfLists.Add(list, number = _lists.Add(list.Select(word => Symbols[Symbols.Find(word)]).ToItems()));
        }
        return number;
    }

    public LegalMoment? Moment(int number) => _moments[number];

    public Items<string> List(int number) => _lists[number];
}
