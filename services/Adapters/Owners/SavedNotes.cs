using Ledger.Adapters.EventLog;
using Ledger.Adapters.Saving;
using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Adapters.Owners;

/// <summary>What an owner has noted of its streams.</summary>
/// <param name="Last">The last event that the store has delivered.</param>
/// <param name="Streams">Where each entity's stream stands; behind the last event, if anywhere.</param>
/// <param name="Lists">Entities by what their events say, list by list.</param>
internal sealed record Notes(DeliveredEvent Last, IReadOnlyList<(string Entity, long Revision)> Streams, IReadOnlyList<IReadOnlyList<(string Said, string Entity)>> Lists)
{
    /// <summary>How many events they are of.</summary>
    public long Events => Streams.Sum(stream => stream.Revision + 1);
}

/// <summary>
/// An owner's notes in a file, so that a start reads only what was recorded since: of one program and one ledger, as the saved projection is
/// (services/Timeline/Saving/README.md).
/// </summary>
/// <param name="file">Where.</param>
/// <param name="streamPrefix">Of the owner's streams.</param>
/// <param name="rules">The owner's rulebook, whose build says what is noted.</param>
/// <param name="worthSaving">Events of a ledger that is worth it: a shorter one is read, and held, whole.</param>
internal sealed class SavedNotes(SealedFile file, string streamPrefix, Type rules, int worthSaving = SavingPace.WorthSaving)
{
    /// <summary>"LEDGNOTE".</summary>
    private const long Magic = 0x45544F4E4744454C;

    private readonly SealedHead _head = new(Magic, "saved notes", SealedHead.BuildsOf(typeof(SavedNotes), typeof(LedgerEvent), typeof(EventCodec), rules), streamPrefix);
    private readonly SavingPace _pace = new(TimeProvider.System, worthSaving);

    /// <summary>Events that the saved notes are of.</summary>
    public long Events => _pace.Events;

    /// <summary>Whether it is time to save the notes of so many events.</summary>
    public bool IsDue(long events, bool isWarm) => _pace.IsDue(events, isWarm && _pace.IsWorthIt(events));

    /// <summary>Whether to save the notes of so many events once everything in the store is noted.</summary>
    public bool IsDueOnceCaughtUp(long events) => _pace.IsDueOnceCaughtUp(events);

    /// <summary>Whether to save the notes of so many events when the owner stops.</summary>
    public bool IsDueAtTheEnd(long events) => _pace.IsWorthIt(events) && _pace.IsShort;

    public void Save(Notes notes) => _pace.Saved(notes.Events, file.Save(to => Write(notes, to)));

    /// <summary>Waits until what was saved last is on the disk.</summary>
    public Task SettledAsync() => file.SettledAsync();

    /// <summary>Loads what was saved; null where nothing usable is there.</summary>
    /// <param name="read">Reads a stream's event at a revision from the store.</param>
    /// <param name="cancellation">Ends the wait for a store that is away.</param>
    public async Task<Notes?> LoadAsync(EventReading read, CancellationToken cancellation)
    {
        var notes = await file.LoadAsync(async from => Read(await _head.ReadAsync(from, read, cancellation).ConfigureAwait(false), from)).ConfigureAwait(false);
        _pace.Loaded(notes?.Events ?? 0);
        return notes;
    }

    private void Write(Notes notes, SealedWriter to)
    {
        _head.Write(to, notes.Last);
        var words = new Words();
        int[] entities = [.. notes.Streams.Select(stream => words.NumberOf(stream.Entity))];
        var lists = notes.Lists.Select(list => (Said: list.Select(note => words.NumberOf(note.Said)).ToArray(), Of: list.Select(note => words.NumberOf(note.Entity)).ToArray())).ToList();
        to.Texts(words.All);
        to.Values<int>(entities);
        to.Values<long>([.. notes.Streams.Select(stream => stream.Revision)]);
        to.Number(lists.Count);
        foreach (var (said, of) in lists)
        {
            to.Values<int>(said);
            to.Values<int>(of);
        }
        to.Seal();
    }

    private static Notes Read(DeliveredEvent last, SealedReader from)
    {
        var (words, entities, revisions) = (from.Texts(), from.Values<int>(), from.Values<long>());
        var lists = new List<(int[] Said, int[] Of)>();
        for (var left = from.Number(); left > 0; left--)
            lists.Add((from.Values<int>(), from.Values<int>()));
        from.Sealed("its notes");
        return new Notes(
            last, [.. entities.Zip(revisions, (entity, revision) => (words[entity], revision))],
            [.. lists.Select(list => list.Said.Zip(list.Of, (said, of) => (words[said], words[of])).ToList())]);
    }

    /// <summary>Words, each once, by their numbers.</summary>
    private sealed class Words
    {
        private readonly Dictionary<string, int> _numbers = [];
        private readonly List<string> _all = [];

        public IReadOnlyList<string> All => _all;

        public int NumberOf(string word)
        {
            if (!_numbers.TryGetValue(word, out var number))
            {
                _numbers.Add(word, number = _all.Count);
                _all.Add(word);
            }
            return number;
        }
    }
}
