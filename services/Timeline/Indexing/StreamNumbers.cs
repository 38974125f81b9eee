using Ledger.Timeline.Indexing.Columns;
using Ledger.Timeline.Sequencing;

namespace Ledger.Timeline.Indexing;

/// <summary>Names of streams as numbers: the number of the entity's word, which is known for itself, and in the lowest bits whose streams begin so.</summary>
/// <param name="streams">Whose stream is whose.</param>
/// <param name="symbols">Holds the words.</param>
internal sealed class StreamNumbers(PolicyStreams streams, Symbols symbols)
{
    private const int OwnerBits = 2;
    private const int OwnerMask = (1 << OwnerBits) - 1;

    /// <summary>The number of a stream, which is given one where it has none.</summary>
    /// <exception cref="InvalidOperationException">It is no stream of an owner.</exception>
    public int Add(string stream)
    {
        var owner = streams.PlaceOfOwner(stream) ?? throw new InvalidOperationException($"{stream} is no stream of an owner");
        return NumberOf(symbols.Add(EntityIn(stream, owner)), owner);
    }

    /// <summary>The number of a stream; 0 where the ledger has none such.</summary>
    public int Find(string stream) => streams.PlaceOfOwner(stream) is { } owner && symbols.Find(EntityIn(stream, owner)) is var entity and not 0 ? NumberOf(entity, owner) : 0;

    /// <summary>The name of a stream.</summary>
    public string NameOf(int stream) => streams.Prefixes[stream & OwnerMask] + symbols[stream >> OwnerBits];

    /// <summary>Whose it is.</summary>
    public string OwnerOf(int stream) => streams.Owners[stream & OwnerMask];

    private static int NumberOf(int entity, int owner) => checked(entity << OwnerBits) | owner;

    private ReadOnlySpan<char> EntityIn(string stream, int owner) => stream.AsSpan(streams.Prefixes[owner].Length);
}
