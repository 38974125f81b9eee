using System.Text;

namespace Ledger.EventStoreStandIn.Storing;

/// <summary>
/// Decides the writes that share a flush, one after another: each sees those before it. The same event ids at the same expected revision
/// succeed again and are not stored twice.
/// </summary>
internal sealed class WriteDecisions(EventIndex index, EventStore store)
{
    private static readonly byte[] NoMetadata = [];

    private readonly Dictionary<string, (long Last, List<Guid> Ids)> _pending = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tombstoned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _softDeleted = new(StringComparer.Ordinal);

    /// <summary>The outcome, and what is to be written: stream, first revision, events.</summary>
    public (WriteOutcome Outcome, IReadOnlyList<(string Stream, long First, IReadOnlyList<NewEvent> Events)> Appends) Decide(Write write)
    {
        var stream = write.Stream;
        if (_tombstoned.Contains(stream) || index.Find(stream)?.IsTombstoned == true)
            return (new WriteOutcome.Deleted(), []);
        var last = LastOf(stream);
        var isSoftDeleted = _softDeleted.TryGetValue(stream, out var now) ? now : index.Find(stream)?.IsSoftDeleted == true;
        var isExpected = write.Expected == Expected.Any
            || (write.Expected == Expected.Exists ? last >= 0 && !isSoftDeleted : write.Expected.Value == last || (write.Expected == Expected.NoStream && isSoftDeleted));
        if (write.Kind == WriteKind.Append && !isSoftDeleted && write.Events.Count > 0 && Again(stream, write.Expected, last, write.Events) is { } again)
            return (again, []);
        if (!isExpected)
            return (new WriteOutcome.WrongVersion(isSoftDeleted && write.Expected == Expected.Exists ? -1 : last), []);
        return write.Kind switch
        {
            WriteKind.Append => Append(stream, last, isSoftDeleted, write.Events),
            WriteKind.Delete => Delete(stream, last),
            _ => Tombstone(stream),
        };
    }

    private (WriteOutcome, IReadOnlyList<(string, long, IReadOnlyList<NewEvent>)>) Append(string stream, long last, bool isSoftDeleted, IReadOnlyList<NewEvent> events)
    {
        if (events.Count == 0)
            return (new WriteOutcome.Stored(last, 0), []);
        var appends = new List<(string, long, IReadOnlyList<NewEvent>)>();
        if (isSoftDeleted)
        {
            // Written again, it begins behind what was deleted.
            appends.Add(Metadata(stream, last + 1));
            _softDeleted[stream] = false;
        }
        appends.Add((stream, last + 1, events));
        Note(stream, last, events);
        return (new WriteOutcome.Stored(last + events.Count, 0), appends);
    }

    private (WriteOutcome, IReadOnlyList<(string, long, IReadOnlyList<NewEvent>)>) Delete(string stream, long last)
    {
        _softDeleted[stream] = true;
        return (new WriteOutcome.Stored(last, 0), [Metadata(stream, long.MaxValue)]);
    }

    private (WriteOutcome, IReadOnlyList<(string, long, IReadOnlyList<NewEvent>)>) Tombstone(string stream)
    {
        _tombstoned.Add(stream);
        return (new WriteOutcome.Stored(long.MaxValue, 0), [(stream, long.MaxValue, [new NewEvent(Guid.NewGuid(), "$streamDeleted", IsJson: false, NoMetadata, NoMetadata)])]);
    }

    private (string, long, IReadOnlyList<NewEvent>) Metadata(string stream, long truncateBefore)
    {
        var (name, events) = ($"$${stream}", new[] { new NewEvent(Guid.NewGuid(), "$metadata", IsJson: true, NoMetadata, Encoding.UTF8.GetBytes($$"""{"$tb":{{truncateBefore}}}""")) });
        var last = LastOf(name);
        Note(name, last, events);
        return (name, last + 1, events);
    }

    private void Note(string stream, long last, IReadOnlyList<NewEvent> events)
    {
        var ids = _pending.TryGetValue(stream, out var pending) ? pending.Ids : [];
        ids.AddRange(events.Select(stored => stored.Id));
        _pending[stream] = (last + events.Count, ids);
    }

    private long LastOf(string stream) => _pending.TryGetValue(stream, out var pending) ? pending.Last : index.Find(stream)?.Last ?? -1;

    /// <summary>The first append's outcome, where these very events stand behind the expected revision.</summary>
    private WriteOutcome.Stored? Again(string stream, Expected expected, long last, IReadOnlyList<NewEvent> events)
    {
        var first = expected.Value >= -1 ? expected.Value + 1 : FirstOf(stream, last, events[0].Id);
        // Compared without adding: an expected revision may be the largest number there is.
        if (first < 0 || first > last || last - first + 1 < events.Count)
            return null;
        for (var i = 0; i < events.Count; i++)
        {
            if (IdOf(stream, first + i) != events[i].Id)
                return null;
        }
        var revision = first + events.Count - 1;
        var position = index.Find(stream) is { } known && revision <= known.Last ? index[known[revision]].Position : 0;
        return new WriteOutcome.Stored(revision, position);
    }

    private long FirstOf(string stream, long last, Guid id)
    {
        const int looked = 100;
        for (var revision = last; revision >= 0 && revision > last - looked; revision--)
        {
            if (IdOf(stream, revision) == id)
                return revision;
        }
        return -1;
    }

    private Guid IdOf(string stream, long revision)
    {
        var known = index.Find(stream);
        var stored = known?.Last ?? -1;
        return revision <= stored ? store.Read(index[known![revision]]).Id : _pending[stream].Ids[(int)(revision - stored - 1)];
    }
}
