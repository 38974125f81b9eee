using Ledger.Adapters.Saving;
using Ledger.Kernel;
using Ledger.Timeline.Indexing;
using Ledger.Timeline.Indexing.Columns;
using Ledger.Timeline.Indexing.Packing;
using Ledger.Timeline.Indexing.Timelines;
using Ledger.Timeline.Sequencing;

namespace Ledger.Timeline.Saving;

/// <summary>How the columns of a ledger stand in a file: section by section, each sealed. The form is told in README.md beside this file.</summary>
internal static class SavedColumns
{
    /// <summary>Writes everything, while no event is taken.</summary>
    public static void Save(LedgerColumns ledger, SealedWriter to)
    {
        var index = ledger.Index;
        Save(index.Rows.Vocabulary, to);
        to.Seal();
        Save(ledger.Rows, to);
        Save(ledger.Operations, to);
        to.Seal();
        Save(index.Rows.Versions, to);
        to.Values(index.Rows.Bodies.Length, index.Rows.Bodies.Chunks());
        to.Seal();
        Save(index.By.Postings, to);
        to.Values(index.Goods.Blocks.Length, index.Goods.Blocks.Chunks());
        foreach (var table in Tables(index))
            Save(table, to);
        foreach (var ids in Ids(index))
        {
            Save(ids.Added, to);
            to.Values<int>(ids.Ranks);
        }
        to.Seal();
        to.Number(index.Corrected.Positions.Count);
        foreach (var (act, positions) in index.Corrected.Positions)
        {
            to.Number((long)act);
            to.Values<int>([.. positions]);
        }
        to.Seal();
        index.Timelines.Rest(() => Save(index.Timelines, index.Rows.Vocabulary, to));
        to.Seal();
    }

    /// <summary>Reads everything into columns that are empty yet.</summary>
    /// <exception cref="SealedFormatException">It is not as it was written.</exception>
    public static void Load(LedgerColumns ledger, SealedReader from)
    {
        var index = ledger.Index;
        Load(index.Rows.Vocabulary, from);
        Load(ledger.Rows, from);
        Load(ledger.Operations, from);
        from.Sealed("its list of events");
        Load(index.Rows.Versions, from);
        from.Values<byte>(index.Rows.Bodies.Fill);
        from.Sealed("its list of readings");
        Load(index.By.Postings, from);
        from.Values<byte>(index.Goods.Blocks.Fill);
        foreach (var table in Tables(index))
            Load(table, from);
        var ranks = new List<int[]>();
        foreach (var ids in Ids(index))
        {
            Load(ids.Added, from);
            ranks.Add(from.Values<int>());
        }
        from.Sealed("its catalogue");
        foreach (var (ids, inOrder) in Ids(index).Zip(ranks))
            ids.Begin(inOrder);
        // Nothing has been checked yet: two acts may bear one number.
        var corrected = new List<KeyValuePair<ulong, List<int>>>();
        for (var left = from.Number(); left > 0; left--)
            corrected.Add(new((ulong)from.Number(), [.. from.Values<int>()]));
        from.Sealed("its list of corrections");
        foreach (var (act, positions) in corrected)
            index.Corrected.Positions.Add(act, positions);
        Load(index.Timelines, index.Rows.Vocabulary, from);
        index.Begin(ledger.Rows.Count - 1);
    }

    private static IEnumerable<NumberTable> Tables(LedgerIndex index) =>
        ((Catalogue[])[
            index.By.Instruments, index.By.Publications, index.By.Names, index.By.Introductions, index.By.MeasuresUnder, index.By.ActingOn, index.By.Naming,
            index.By.References, index.By.Agreements, index.By.Facilities, index.By.Replacements, index.By.Claims, index.By.Coverage, index.By.Touches, index.By.Streams, index.By.Mentions,
        ]).Select(catalogue => catalogue.Heads).Concat(index.Goods.Tables).Append(index.By.Acts);

    private static SortedIds[] Ids(LedgerIndex index) => [index.Ids.Instruments, index.Ids.Measures, index.Ids.Agreements, index.Ids.Facilities];

    private static void Save<T>(Chunked<T> list, SealedWriter to)
        where T : unmanaged => to.Values(list.Count, list.Chunks());

    private static void Load<T>(Chunked<T> list, SealedReader from)
        where T : unmanaged => from.Values<T>(count => list.Fill((int)count));

    private static void Save(NumberTable table, SealedWriter to)
    {
        var (keys, values) = table.Arrays;
        to.Number(table.Count);
        to.Values<ulong>(keys);
        to.Values<int>(values);
    }

    private static void Load(NumberTable table, SealedReader from)
    {
        var count = (int)from.Number();
        table.Take(from.Values<ulong>(), from.Values<int>(), count);
    }

    /// <summary>Timelines, and the values in them, whose words the ledger's events use as well.</summary>
    private static void Save(MeasureTimelines timelines, Vocabulary vocabulary, SealedWriter to)
    {
        Save(timelines.Store.Heads, to);
        to.Values(timelines.Store.Bytes.Length, timelines.Store.Bytes.Chunks());
        var packed = new PackedWriter(vocabulary);
        for (var number = 0; number < timelines.Values.Count; number++)
            Packed<Quantity>.Write(packed, timelines.Values[number]);
        to.Number(timelines.Values.Count);
        to.Values(packed.Written);
    }

    private static void Load(MeasureTimelines timelines, Vocabulary vocabulary, SealedReader from)
    {
        Load(timelines.Store.Heads, from);
        from.Values<byte>(timelines.Store.Bytes.Fill);
        var (count, packed) = (from.Number(), from.Values<byte>());
        from.Sealed("its list of timelines");
        var reader = new PackedReader(vocabulary, packed, 0);
        timelines.Begin(Enumerable.Range(0, (int)count).Select(_ => Packed<Quantity>.Read(reader)));
    }

    private static void Save(Vocabulary vocabulary, SealedWriter to)
    {
        Save(vocabulary.Symbols.Places, to);
        to.Values(vocabulary.Symbols.Bytes.Length, vocabulary.Symbols.Bytes.Chunks());
        to.Values<uint>(vocabulary.Symbols.Slots);
        to.Texts([.. vocabulary.Moments]);
        var lists = vocabulary.Lists.ToList();
        to.Number(lists.Count);
        foreach (var list in lists)
            to.Values<int>(list);
    }

    private static void Load(Vocabulary vocabulary, SealedReader from)
    {
        Load(vocabulary.Symbols.Places, from);
        from.Values<byte>(vocabulary.Symbols.Bytes.Fill);
        vocabulary.Symbols.Slots = from.Values<uint>();
        var moments = from.Texts();
        var lists = new List<int[]>();
        for (var left = from.Number(); left > 0; left--)
            lists.Add(from.Values<int>());
        from.Sealed("its vocabulary");
        foreach (var moment in moments)
            vocabulary.Add(LegalMoment.Parse(moment));
        foreach (var list in lists)
            vocabulary.Add(list.Select(symbol => vocabulary.Symbols[symbol]).ToItems());
    }
}
