using Ledger.Kernel;

namespace Ledger.Timeline.Indexing;

/// <summary>
/// The acts that a correction, a retraction or a second recording ever touched, by stream and act: their readings are found anew, and rows opened and
/// closed where they differ. All others need no history. The writer's alone.
/// </summary>
internal sealed class CorrectedActs(EffectRows rows, Catalogues by, Func<long, LedgerEvent> read)
{
    /// <summary>Histories hold whole documents: those used last are kept, the others replayed when they are needed again.</summary>
    private const int MostKept = 256;

    private readonly Dictionary<ulong, List<int>> _positions = new(Keys.Comparer);
    private readonly Dictionary<ulong, Corrected> _acts = new(Keys.Comparer);

    /// <summary>Opens a row for a reading, in the zone that its act states, from a position on.</summary>
    public delegate int Opening(in EffectReading reading, string? zone, long position);

    /// <summary>Closes a row, which is no longer read from a position on.</summary>
    public delegate void Closing(int row, long position);

    /// <summary>Positions of every event that a touched act has on its stream, corrections and retractions among them: all that there is to save.</summary>
    public Dictionary<ulong, List<int>> Positions => _positions;

    public bool Holds(ulong act) => _positions.ContainsKey(act);

    /// <summary>Takes an event of such an act, or the first that makes it one.</summary>
    public ActHistory Take(ulong act, SequencedEvent recorded, Opening open, Closing close)
    {
        if (!_positions.TryGetValue(act, out var positions))
            _positions.Add(act, positions = [.. RowsOf(act, recorded.Event).Select(row => rows.Versions[row].Recorded).Distinct().Order()]);
        if (!_acts.TryGetValue(act, out var corrected))
        {
            if (_acts.Count == MostKept)
                _acts.Clear();
            _acts.Add(act, corrected = Replayed(act, positions, recorded.Event));
        }
        positions.Add((int)recorded.Position);
        foreach (var touched in corrected.History.Take(recorded))
            Read(corrected, touched, recorded.Position, open, close);
        return corrected.History;
    }

    /// <summary>Opens the rows of the readings that an event has from a position on, and closes those that it no longer has.</summary>
    private void Read(Corrected act, VersionedEvent touched, long position, Opening open, Closing close)
    {
        var original = touched.Original;
        var before = act.Open.GetValueOrDefault((int)original.Position) ?? [];
        var after = new List<int>();
        foreach (var reading in act.History.ReadingsOf(touched))
        {
            var same = before.FindIndex(row => rows.ReadsAs(row, reading));
            after.Add(same >= 0 ? before[same] : open(reading, original.Event.Place!.Zone, position));
        }
        foreach (var ended in before.Where(row => !after.Contains(row)))
            close(ended, position);
        act.Open[(int)original.Position] = after;
    }

    private Corrected Replayed(ulong act, List<int> positions, LedgerEvent next)
    {
        var corrected = new Corrected();
        foreach (var position in positions)
            corrected.History.Take(new SequencedEvent(position, read));
        foreach (var group in RowsOf(act, next).Where(row => rows.Versions[row].KnownBefore == int.MaxValue).GroupBy(row => rows.Versions[row].Recorded))
            corrected.Open.Add(group.Key, [.. group]);
        return corrected;
    }

    /// <summary>Every row of an act on the stream of one of its events, in order.</summary>
    private IEnumerable<int> RowsOf(ulong act, LedgerEvent of)
    {
        var (stream, entity) = ((int)(act >> 32), Keys.Of(rows.Vocabulary.Symbols.Find(of.Entity)));
        return ((Catalogue[])[by.Instruments, by.Agreements, by.Facilities]).SelectMany(catalogue => catalogue.Of(entity).InOrder())
            .Where(row => rows.Versions[row].Stream == stream && rows.Versions[row].Act == (int)act);
    }

    private sealed class Corrected
    {
        public ActHistory History { get; } = new();

        /// <summary>Open rows, by the position of their event.</summary>
        public Dictionary<int, List<int>> Open { get; } = [];
    }
}
