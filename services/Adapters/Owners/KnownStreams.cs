using System.Runtime.InteropServices;
using Ledger.Kernel;

namespace Ledger.Adapters.Owners;

/// <summary>
/// Where each of an owner's streams stands, and which of them are held: those used last, and any that is in use. Not safe for concurrent use.
/// </summary>
/// <param name="mostHeld">Events held at most, but for those of streams in use.</param>
internal sealed class KnownStreams(int mostHeld)
{
    private readonly Dictionary<string, KnownStream> _streams = [];

    /// <summary>The streams that are held, the one used last at the end.</summary>
    private readonly LinkedList<KnownStream> _held = [];

    /// <summary>How many events are held.</summary>
    public int EventsHeld { get; private set; }

    /// <summary>Every stream that has an event or a use.</summary>
    public IEnumerable<KnownStream> All => _streams.Values;

    /// <summary>Makes room for so many streams that are to come.</summary>
    public void Expect(int streams) => _streams.EnsureCapacity(streams);

    /// <summary>A stream by its name; null where it has no event and no use.</summary>
    public KnownStream? Find(string name) => _streams.GetValueOrDefault(name);

    /// <summary>A stream by its name, which need not be there yet.</summary>
    public KnownStream Of(string name)
    {
        ref var stream = ref CollectionsMarshal.GetValueRefOrAddDefault(_streams, name, out _);
        return stream ??= new KnownStream(name);
    }

    /// <summary>Holds a stream from its first event on.</summary>
    public void Hold(KnownStream stream)
    {
        stream.Revision = -1;
        stream.Held = new OwnerStream();
        stream.Place = _held.AddLast(stream);
    }

    /// <summary>Takes the next event of a stream that is held.</summary>
    public void Take(KnownStream stream, LedgerEvent recorded)
    {
        stream.Revision++;
        stream.Held!.Take(recorded);
        EventsHeld++;
        Touch(stream);
    }

    /// <summary>Notes that a stream that is held was used.</summary>
    public void Touch(KnownStream stream)
    {
        if (stream.Place == _held.Last)
            return;
        _held.Remove(stream.Place!);
        _held.AddLast(stream.Place!);
    }

    /// <summary>One use of a stream is over.</summary>
    public void Release(KnownStream stream)
    {
        // One that a command only asked about leaves nothing behind.
        if (--stream.Users == 0 && stream.Revision < 0)
            _streams.Remove(stream.Name);
    }

    /// <summary>Lets go of the streams that nobody has used for longest, and tells which.</summary>
    public IEnumerable<KnownStream> MakeRoom()
    {
        for (var next = _held.First; next is not null && EventsHeld > mostHeld;)
        {
            var stream = next.Value;
            next = next.Next;
            if (stream.Users > 0)
                continue;
            _held.Remove(stream.Place!);
            EventsHeld -= (int)stream.Revision + 1;
            (stream.Held, stream.Place) = (null, null);
            yield return stream;
        }
    }
}

/// <summary>A stream of an owner's.</summary>
internal sealed class KnownStream(string name)
{
    public string Name => name;

    /// <summary>Of the last event taken; -1: none.</summary>
    public long Revision { get; set; } = -1;

    /// <summary>What is kept of it; null where it is not held.</summary>
    public OwnerStream? Held { get; set; }

    /// <summary>Commands under way that rest on it.</summary>
    public int Users { get; set; }

    internal LinkedListNode<KnownStream>? Place { get; set; }
}
