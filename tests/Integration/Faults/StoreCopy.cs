using System.Text;
using Ledger.Adapters.EventLog;
using Ledger.Adapters.EventLog.Sqlite;
using Ledger.Integration.Running;
using Microsoft.Data.Sqlite;

namespace Ledger.Integration.Faults;

/// <summary>In what state a store's process ended.</summary>
public enum StoreState
{
    /// <summary>It was closed: one file, no log of changes beside it.</summary>
    Closed,

    /// <summary>It was killed: everything since the store was made stands in <c>ledger.db-wal</c>.</summary>
    Killed,

    /// <summary>It was killed after the changes had been carried over to <c>ledger.db</c>; the <c>-wal</c> still holds them.</summary>
    KilledAfterCheckpoint,

    /// <summary>It was killed after the <c>-wal</c> had been begun anew: current changes stand in it before those of the last round.</summary>
    KilledInSecondRound,
}

/// <summary>A store with known contents, of which damaged copies are made.</summary>
public sealed class StoreCopy : IDisposable
{
    private const int Streams = 24;

    private readonly TemporaryFolder _folder = TemporaryFolder.InMemory();

    private StoreCopy(IReadOnlyList<StoredEvent> events) => Events = events;

    /// <summary>What the store holds, in its order.</summary>
    public IReadOnlyList<StoredEvent> Events { get; }

    /// <summary>The files, by name.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; private set; } = new Dictionary<string, byte[]>();

    public static async Task<StoreCopy> MakeAsync(StoreState state)
    {
        using var original = TemporaryFolder.InMemory();
        var random = new Random(11);
        await using var log = SqliteEventLog.Open(original.Path);
        await FillAsync(log, random, -1);
        if (state is StoreState.KilledAfterCheckpoint or StoreState.KilledInSecondRound)
            Checkpoint(original.Of("ledger.db"));
        if (state is StoreState.KilledInSecondRound)
            await FillAsync(log, random, 9);
        var copy = new StoreCopy(await log.ReadAllAsync(LogPosition.Start, [""], CancellationToken.None).ToListAsync());
        if (state is StoreState.Closed)
            await log.DisposeAsync();
        copy.Files = Directory.GetFiles(original.Path).Select(Path.GetFileName).Where(name => name is "ledger.db" or "ledger.db-wal" or "ledger.head")
            .ToDictionary(name => name!, name => ReadShared(original.Of(name!)));
        return copy;
    }

    /// <summary>Lays out the files in one folder, which is the same for every copy, with one of them changed.</summary>
    public string With(string file, byte[] content)
    {
        foreach (var old in Directory.GetFiles(_folder.Path))
            File.Delete(old);
        foreach (var (name, original) in Files)
            File.WriteAllBytes(_folder.Of(name), name == file ? content : original);
        return _folder.Path;
    }

    /// <summary>As <see cref="With"/>, with bits of one byte flipped.</summary>
    public string WithFlipped(string file, int offset, byte bits)
    {
        var content = (byte[])Files[file].Clone();
        content[offset] ^= bits;
        return With(file, content);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task FillAsync(SqliteEventLog log, Random random, long last)
    {
        for (var revision = last; revision < last + 10; revision += 2)
        {
            for (var stream = 0; stream < Streams; stream++)
                await log.AppendAsync([new StreamAppend($"instrument-cn-mofcom-2025-{stream}", revision, [Event(random), Event(random)])], CancellationToken.None);
        }
    }

    private static EventToStore Event(Random random)
    {
        var id = new byte[16];
        random.NextBytes(id);
        // Some documents are larger than a page of SQLite's, and stand on overflow pages.
        var text = string.Concat(Enumerable.Range(0, random.Next(8) == 0 ? random.Next(2000) : random.Next(100)).Select(_ => random.Next(1000)));
        return new EventToStore(new Guid(id), "test.said.v1", Encoding.UTF8.GetBytes($$"""{"text":"{{text}}"}"""), "{}"u8.ToArray());
    }

    private static void Checkpoint(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var checkpoint = connection.CreateCommand();
        checkpoint.CommandText = "PRAGMA wal_checkpoint(FULL)";
        using var reader = checkpoint.ExecuteReader();
        reader.Read();
        if (reader.GetInt64(0) != 0)
            throw new InvalidOperationException("the checkpoint was not done");
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var content = new byte[file.Length];
        file.ReadExactly(content);
        return content;
    }
}
