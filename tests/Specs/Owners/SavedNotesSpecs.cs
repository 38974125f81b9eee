using Ledger.Adapters.EventLog;
using Ledger.Adapters.Owners;
using Ledger.Adapters.Saving;
using Ledger.ExportControls.Domain;
using Ledger.Specs.Saving;

namespace Ledger.Specs.Owners;

/// <summary>An owner's saved notes are used where they are whole and of this ledger; else they are named, set aside and never used.</summary>
public sealed class SavedNotesSpecs : IDisposable
{
    private const string Prefix = "instrument-";

    private static readonly Notes Noted = new(
        new DeliveredEvent(new LogPosition(7, 6), "instrument-act-2", 3, new Guid("5f0b64e3-8a26-4b52-8d3c-4a0f8c1b7e11")),
        [("act-1", 0), ("act-2", 3), ("act-é", 12)],
        [[("CN-MOFCOM\n2025\n61", "act-1"), ("CN-MOFCOM\n2025\n61", "act-2")], [("act-1", "act-2"), ("never-recorded", "act-é")]]);

    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-notes-").FullName;
    private readonly List<string> _told = [];

    private string Saved => Path.Combine(_folder, "notes");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task They_are_read_as_they_were_saved()
    {
        await SaveAsync(Noted);
        var read = await LoadAsync();
        Assert.NotNull(read);
        Assert.Equal(Noted.Last, read.Last);
        Assert.Equal(Noted.Streams, read.Streams);
        Assert.Equal(Noted.Lists, read.Lists);
        Assert.Equal(18, read.Events);
    }

    [Fact]
    public async Task Whatever_byte_is_flipped_is_found()
    {
        await SaveAsync(Noted);
        var whole = await File.ReadAllBytesAsync(Saved, Cancellation);
        for (var place = 0; place < whole.Length; place++)
        {
            var damaged = whole.ToArray();
            damaged[place] ^= (byte)(1 << place % 8);
            await AreSetAsideAsync(damaged, $"byte {place} of {whole.Length} flipped");
        }
    }

    [Fact]
    public async Task Those_cut_short_longer_than_written_or_put_together_of_two_are_found()
    {
        await SaveAsync(Noted);
        var older = await File.ReadAllBytesAsync(Saved, Cancellation);
        await SaveAsync(Noted with { Streams = [.. Noted.Streams, ("act-4", 2)] });
        var whole = await File.ReadAllBytesAsync(Saved, Cancellation);
        for (var length = 0; length < whole.Length; length += 7)
            await AreSetAsideAsync(whole[..length], $"cut at {length} of {whole.Length}");
        await AreSetAsideAsync([.. whole, 0], "a byte longer");
        for (var at = older.Length - 200; at < older.Length; at += 8)
        {
            await AreSetAsideAsync([.. older[..at], .. whole[at..]], $"older up to {at}");
            await AreSetAsideAsync([.. whole[..at], .. older[at..]], $"older from {at}");
        }
    }

    [Fact]
    public async Task Those_of_another_ledger_owner_or_rulebook_are_found()
    {
        await SaveAsync(Noted);
        var whole = await File.ReadAllBytesAsync(Saved, Cancellation);
        await AreSetAsideAsync(whole, "a store without the last event", (_, _, _) => Task.FromResult<StoredEvent?>(null));
        Assert.Contains("of another ledger", Assert.Single(_told), StringComparison.Ordinal);
        await AreSetAsideAsync(whole, "a store with another event there", (stream, revision, _) => Task.FromResult<StoredEvent?>(Event(stream, revision, Guid.NewGuid())));
        await AreSetAsideAsync(whole, "a store with the event elsewhere", (stream, revision, _) => Task.FromResult<StoredEvent?>(Event(stream, revision, Noted.Last.EventId) with { Position = new LogPosition(8, 7) }));
        Assert.Contains("of another store", Assert.Single(_told), StringComparison.Ordinal);
        await AreSetAsideAsync(whole, "another prefix", prefix: "other-instrument-");
        await AreSetAsideAsync(whole, "another rulebook", rules: typeof(SavedNotesSpecs));
        Assert.Contains("outdated", Assert.Single(_told), StringComparison.Ordinal);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task AreSetAsideAsync(byte[] content, string what, EventReading? read = null, string prefix = Prefix, Type? rules = null)
    {
        _told.Clear();
        await File.WriteAllBytesAsync(Saved, content, Cancellation);
        Assert.True(await LoadAsync(read, prefix, rules) is null, $"{what}: they are used");
        Assert.False(File.Exists(Saved), what);
        Assert.Equal(content, await File.ReadAllBytesAsync(Saved + ".set-aside", Cancellation));
        Assert.Contains("it is set aside as", Assert.Single(_told), StringComparison.Ordinal);
    }

    private async Task SaveAsync(Notes notes)
    {
        var saved = Notes(Prefix, null);
        saved.Save(notes);
        await saved.SettledAsync();
    }

    private Task<Notes?> LoadAsync(EventReading? read = null, string prefix = Prefix, Type? rules = null) => Notes(prefix, rules)
        .LoadAsync(read ?? ((stream, revision, _) => Task.FromResult<StoredEvent?>(Event(stream, revision, Noted.Last.EventId))), Cancellation);

    private SavedNotes Notes(string prefix, Type? rules) => new(new SealedFile(Saved, new ToldLog<SavedNotes>(_told)), prefix, rules ?? typeof(ExportControlsLedger));

    private static StoredEvent Event(string stream, long revision, Guid id) => new(Noted.Last.At, stream, revision, id, "", ReadOnlyMemory<byte>.Empty, ReadOnlyMemory<byte>.Empty);
}
