using System.Text;
using CsCheck;
using Ledger.Adapters.Saving;
using Ledger.Specs.Indexing;
using Ledger.Specs.Properties;
using Ledger.Specs.Telling;
using Ledger.Timeline.Moving;
using Ledger.Timeline.Saving;
using Ledger.Timeline.Sequencing;

namespace Ledger.Specs.Saving;

/// <summary>A saved projection is used where it is whole and of this ledger, and then answers as the ledger did; else it is named, set aside and never used.</summary>
public sealed class SavedProjectionSpecs(ITestOutputHelper output) : IDisposable
{
    /// <summary>Ledgers resumed after each of their commands. LEDGER_SAMPLES raises it.</summary>
    private static readonly int Ledgers = Math.Max(2, Samples.Ledgers / 40);

    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-saved-").FullName;
    private readonly List<string> _told = [];

    private string Saved => Path.Combine(_folder, "projection");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_ledger_resumed_after_any_of_its_commands_goes_on_as_the_one_that_never_stopped()
    {
        var resumed = 0;
        MergedLedger.Any.Sample(drawn =>
        {
            var (whole, projection) = (MergedLedger.Empty(), Projection());
            foreach (var command in MergedLedger.CommandsOf(drawn))
            {
                whole.Record(command);
                if (MergedLedger.ResumedAsync(SaveOf(whole, projection), projection).GetAwaiter().GetResult() is not { } again)
                    throw new InvalidOperationException($"a projection of {whole.Latest.Count} events is not used: {string.Join(", ", _told)}");
                Assert.Equal(whole.Latest.Position, again.Latest.Position);
                Assert.Equal(whole.Latest.Index.Timelines.Store.Bytes.Length, again.Latest.Index.Timelines.Store.Bytes.Length);
                whole = again; // what comes next is taken by the resumed one
                resumed++;
            }
            var never = MergedLedger.Empty();
            foreach (var command in MergedLedger.CommandsOf(drawn))
                never.Record(command);
            Assert.Equal(StateBytes.DigestOf(never.Latest), StateBytes.DigestOf(whole.Latest));
        }, iter: Ledgers, threads: 1);
        output.WriteLine($"{Ledgers} ledgers, resumed {resumed} times");
        Assert.True(resumed > Ledgers);
    }

    [Fact]
    public void A_flipped_byte_is_found_wherever_it_is() => OfSome(async ledger =>
    {
        var projection = Projection();
        var whole = Bytes(SaveOf(ledger, projection));
        var random = new Random(20251107);
        // Every byte of the head and the tail, and so many between that each list of the file is met.
        var places = Enumerable.Range(0, 400).Concat(Enumerable.Range(whole.Length - 64, 64)).Concat(Enumerable.Range(0, 1200).Select(_ => random.Next(whole.Length))).Distinct().ToList();
        foreach (var place in places)
        {
            var damaged = whole.ToArray();
            damaged[place] ^= (byte)(1 << random.Next(8));
            await IsSetAsideAsync(ledger, projection, damaged, $"byte {place} of {whole.Length} flipped");
        }
    });

    [Fact]
    public void Two_corrected_acts_under_one_number_are_found()
    {
        var found = 0;
        MergedLedger.Any.Sample(drawn =>
        {
            var ledger = LedgerOf(drawn);
            if (ledger.Latest.Index.Corrected.Positions.Keys.Take(2).Select(BitConverter.GetBytes).ToList() is not [var first, var second])
                return;
            var projection = Projection();
            var damaged = Bytes(SaveOf(ledger, projection));
            first.CopyTo(damaged.AsSpan(damaged.AsSpan().LastIndexOf(second)));
            IsSetAsideAsync(ledger, projection, damaged, "two acts under one number").GetAwaiter().GetResult();
            found++;
        }, iter: Samples.Ledgers / 20, threads: 1);
        Assert.True(found > 0);
    }

    [Fact]
    public void One_cut_short_or_longer_than_written_is_found() => OfSome(async ledger =>
    {
        var projection = Projection();
        var whole = Bytes(SaveOf(ledger, projection));
        foreach (var length in Enumerable.Range(0, 64).Select(part => whole.Length * part / 64).Append(whole.Length - 1))
            await IsSetAsideAsync(ledger, projection, whole[..length], $"cut at {length} of {whole.Length}");
        await IsSetAsideAsync(ledger, projection, [.. whole, 0], "a byte longer");
    });

    [Fact]
    public void One_whose_parts_are_of_an_older_one_is_found() => MergedLedger.Any.Sample(drawn =>
    {
        var ledger = MergedLedger.Empty();
        var projection = Projection();
        byte[]? older = null;
        foreach (var command in MergedLedger.CommandsOf(drawn))
        {
            ledger.Record(command);
            var newer = Bytes(SaveOf(ledger, projection));
            if (older is not null && older.Length > 2000)
            {
                var at = older.Length / 2;
                IsSetAsideAsync(ledger, projection, [.. older[..at], .. newer[at..]], "an older beginning").GetAwaiter().GetResult();
                IsSetAsideAsync(ledger, projection, [.. newer[..at], .. older[at..]], "an older end").GetAwaiter().GetResult();
            }
            older = newer;
        }
        // An older one whole is sound: what was recorded since is read from the store.
        Assert.NotNull(older);
    }, iter: 1, threads: 1);

    [Fact]
    public void One_of_another_ledger_is_found() => Gen.Select(MergedLedger.Any, MergedLedger.Any).Sample((drawn, other) =>
    {
        var (ledger, projection) = (LedgerOf(drawn), Projection());
        IsSetAsideAsync(ledger, projection, Bytes(SaveOf(LedgerOf(other), projection)), "another ledger's").GetAwaiter().GetResult();
        IsSetAsideAsync(ledger, projection, Encoding.UTF8.GetBytes("no projection at all, but some other file"), "another file").GetAwaiter().GetResult();
        Assert.Null(MergedLedger.ResumedAsync(SaveOf(ledger, projection), Projection("other-")).GetAwaiter().GetResult());
        Assert.Contains("of another ledger", _told[^1], StringComparison.Ordinal);
    }, iter: 1, threads: 1);

    /// <summary>Asks something of a random ledger, whose seed is printed where it does not hold.</summary>
    private static void OfSome(Func<LedgerMemory, Task> holds) => MergedLedger.Any.Sample(drawn => holds(LedgerOf(drawn)).GetAwaiter().GetResult(), iter: 1, threads: 1);

    /// <summary>It is not used, it is named, and it is set aside; saved anew it is used.</summary>
    private async Task IsSetAsideAsync(LedgerMemory ledger, SavedProjection projection, byte[] content, string what)
    {
        _told.Clear();
        File.WriteAllBytes(Saved, content);
        Assert.True(await MergedLedger.ResumedAsync(ledger, projection) is null, $"{what}: it is used");
        Assert.False(File.Exists(Saved), what);
        Assert.Equal(content, File.ReadAllBytes(Saved + ".set-aside"));
        Assert.Contains("it is set aside as", Assert.Single(_told), StringComparison.Ordinal);
    }

    private static LedgerMemory LedgerOf((Attempt[] Controls, Attempt[] Pacts, Attempt[] Plants, int Seed) drawn)
    {
        var ledger = MergedLedger.Empty();
        foreach (var command in MergedLedger.CommandsOf(drawn))
            ledger.Record(command);
        return ledger;
    }

    private static LedgerMemory SaveOf(LedgerMemory ledger, SavedProjection projection)
    {
        ledger.Resolve();
        projection.Save(ledger);
        projection.SettledAsync().GetAwaiter().GetResult();
        return ledger;
    }

    private byte[] Bytes(LedgerMemory _) => File.ReadAllBytes(Saved);

    private SavedProjection Projection(string prefix = "") => new(new SavingFolder(_folder), PolicyStreams.Under(prefix), TimeProvider.System, new ToldLog<SavedProjection>(_told));
}
