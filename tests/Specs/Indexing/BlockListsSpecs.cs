using CsCheck;
using Ledger.Specs.Telling;
using Ledger.Timeline.Indexing.Columns;

namespace Ledger.Specs.Indexing;

/// <summary>Lists by key that stand in blocks hold what was added, also while more is.</summary>
public sealed class BlockListsSpecs
{
    [Fact]
    public void Each_list_holds_what_was_added_to_it() => Gen.Select(Gen.ULong[1, 6], Gen.Int[0, int.MaxValue]).Array[0, 3_000].Sample(added =>
    {
        var lists = new BlockLists(new ByteArena());
        foreach (var (key, number) in added)
            lists.Add(key, number);
        for (var key = 0UL; key < 8; key++)
        {
            var found = new List<int> { -1 };
            lists.AppendTo(found, key);
            Assert.Equal([-1, .. added.Where(each => each.Item1 == key).Select(each => each.Item2).Order()], found.Order());
        }
    }, iter: Samples.Values / 20);

    [Fact]
    public async Task Whoever_reads_while_more_is_added_finds_what_was_there_before()
    {
        const int Keys = 50, Numbers = 400_000;
        var (lists, added) = (new BlockLists(new ByteArena()), 0);
        var writer = Task.Run(() =>
        {
            for (var number = 0; number < Numbers; number++)
            {
                lists.Add((ulong)(number % Keys) + 1, number);
                Volatile.Write(ref added, number + 1);
            }
        }, TestContext.Current.CancellationToken);
        var (random, read) = (new Random(7), 0);
        while (!writer.IsCompleted || read == 0)
        {
            var (before, key, found) = (Volatile.Read(ref added), random.Next(Keys), new List<int>());
            lists.AppendTo(found, (ulong)key + 1);
            Assert.Equal(Enumerable.Range(0, before).Where(number => number % Keys == key), found.Order().Where(number => number < before));
            Assert.All(found, number => Assert.Equal(key, number % Keys));
            read++;
        }
        await writer;
    }
}
