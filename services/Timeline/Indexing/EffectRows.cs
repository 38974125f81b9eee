using System.Collections.Concurrent;
using Ledger.Kernel;
using Ledger.Timeline.Indexing.Columns;
using Ledger.Timeline.Indexing.Packing;
using Ledger.Timeline.Sequencing;
using NodaTime;

namespace Ledger.Timeline.Indexing;

/// <summary>
/// Every reading that every event ever had, a row of numbers each, its body packed beside it. One writer; readers read rows that they were told of.
/// </summary>
internal sealed class EffectRows
{
    /// <summary>Effects read last are kept, one in each of so many places: they take up to a kilobyte each.</summary>
    private const int MostKept = 1 << 16;

    private readonly Func<long, LedgerEvent> _read;
    private readonly Recent<int, Effect> _recent = new(MostKept);
    /// <summary>Rows in the order in which they were closed.</summary>
    private readonly Chunked<int> _closed = new();

    private readonly ConcurrentDictionary<(int Zone, int Jurisdictions), DateTimeZone> _zones = new();

    /// <param name="read">Reads the event at a position, which rows leave to the store: its citations, its note, who recorded it.</param>
    public EffectRows(Func<long, LedgerEvent> read) => _read = read;

    public Vocabulary Vocabulary { get; } = new();

    /// <summary>The rows themselves.</summary>
    public Chunked<EffectVersion> Versions { get; } = new();

    /// <summary>Their bodies, packed.</summary>
    public ByteArena Bodies { get; } = new();

    private PackedWriter Packing => field ??= new PackedWriter(Vocabulary);

    /// <summary>Opens a row.</summary>
    /// <param name="reading">How an event reads from now on.</param>
    /// <param name="stream">Number of its stream.</param>
    /// <param name="zone">The zone that its act states; null: none.</param>
    /// <param name="position">Ledger position from which it is read so.</param>
    public int Open(in EffectReading reading, int stream, string? zone, long position)
    {
        var effect = reading.Effect;
        Packing.Clear();
        PackedBody.Write(Packing, effect.Body);
        return Versions.Add(new EffectVersion
        {
            Recorded = (int)effect.Recorded.Position, Reads = (int)effect.Reads.Position, KnownFrom = (int)position, KnownBefore = int.MaxValue,
            PublishedFrom = reading.PublishedFrom, PublishedBefore = reading.PublishedBefore, Stream = stream, Entity = Vocabulary.Symbols.Add(effect.Entity),
            Act = Vocabulary.Symbols.Add(effect.Act), Ordinal = effect.Ordinal, AnnouncedOn = Vocabulary.Add(effect.AnnouncedOn), Sequence = effect.Sequence,
            Zone = Vocabulary.Symbols.Add(zone), Jurisdictions = Vocabulary.Add(effect.Jurisdictions), Body = checked((uint)Bodies.Add(Packing.Written)),
        });
    }

    /// <summary>Closes a row: from a position on it is no longer read so.</summary>
    public void Close(int row, long position)
    {
        Volatile.Write(ref Versions[row].KnownBefore, (int)position);
        _closed.Add(row);
    }

    /// <summary>The rows that are read so from a position on, and those that no longer are from there on; of what was closed, since this process took events.</summary>
    public IEnumerable<int> ChangedAt(int position)
    {
        for (var row = Versions.CountWhere(Versions.Count, version => version.KnownFrom < position); row < Versions.Count && Versions[row].KnownFrom == position; row++)
            yield return row;
        for (var i = _closed.CountWhere(_closed.Count, row => Versions[row].KnownBefore < position); i < _closed.Count && Versions[_closed[i]].KnownBefore == position; i++)
            yield return _closed[i];
    }

    /// <summary>True where an open row reads as an event does now.</summary>
    public bool ReadsAs(int row, in EffectReading reading)
    {
        ref readonly var version = ref Versions[row];
        var effect = reading.Effect;
        return (version.PublishedFrom, version.PublishedBefore) == (reading.PublishedFrom, reading.PublishedBefore) && version.Reads == effect.Reads.Position
            && version.AnnouncedOn == Vocabulary.Add(effect.AnnouncedOn) && version.Sequence == effect.Sequence && version.Jurisdictions == Vocabulary.Add(effect.Jurisdictions);
    }

    /// <summary>The effect of a row.</summary>
    public Effect EffectOf(int row) => _recent.Of(row, (Rows: this, Row: row), static asked => asked.Rows.Unpacked(asked.Row));

    private Effect Unpacked(int row)
    {
        ref readonly var version = ref Versions[row];
        var recorded = SequencedEvent.HeldLightly(version.Recorded, _read);
        var reads = version.Reads == version.Recorded ? recorded : SequencedEvent.HeldLightly(version.Reads, _read);
        return new Effect(
            Vocabulary.Symbols[version.Entity], Vocabulary.Symbols[version.Act], version.Ordinal, Vocabulary.Moment(version.AnnouncedOn)!, version.Sequence,
            ZoneOf(version), Vocabulary.List(version.Jurisdictions), BodyOf(version), recorded, reads);
    }

    /// <summary>What a row says.</summary>
    public EventBody BodyOf(in EffectVersion version)
    {
        var (chunk, offset) = Bodies.At(version.Body);
        return PackedBody.Read(new PackedReader(Vocabulary, chunk, offset));
    }

    /// <summary>The legal time zone of a row.</summary>
    public DateTimeZone ZoneOf(in EffectVersion version) => ZoneOf((version.Zone, version.Jurisdictions));

    /// <summary>The legal time zone by the numbers of the zone that an act states and of its jurisdictions.</summary>
    public DateTimeZone ZoneOf((int Zone, int Jurisdictions) key) => _zones.TryGetValue(key, out var zone)
        ? zone
        : _zones.GetOrAdd(key, StreamVersions.ZoneOf(key.Zone == 0 ? null : Vocabulary.Symbols[key.Zone], Vocabulary.List(key.Jurisdictions)));
}
