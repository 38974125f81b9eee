using System.Runtime.InteropServices;

namespace Ledger.Kernel;

/// <summary>The streams that an owner holds, by entity. Of an entity whose stream is not held it tells the same as of one that is not there.</summary>
public sealed class OwnerStreams
{
    private readonly Dictionary<string, StreamVersions> _held = [];

    /// <summary>Takes the next event of a stream.</summary>
    public void Take(SequencedEvent recorded)
    {
        if (!_held.TryGetValue(recorded.Event.Entity, out var stream))
            _held.Add(recorded.Event.Entity, stream = new StreamVersions());
        stream.Take(recorded);
    }

    /// <summary>Lets go of a stream.</summary>
    public void Forget(string entity) => _held.Remove(entity);

    /// <summary>The versions of a stream's events; of one that is not held, none.</summary>
    public StreamVersions Of(string entity) => _held.GetValueOrDefault(entity) ?? new StreamVersions();

    /// <summary>What is visible of a stream, whenever it was announced.</summary>
    public IEnumerable<Effect> VisibleOf(string entity) => _held.GetValueOrDefault(entity)?.Visible(null) ?? [];
}

/// <summary>Entities by what their events say, in one word.</summary>
public sealed class EntitiesBy
{
    /// <summary>An entity, or a set of them: most is said of one alone.</summary>
    private readonly Dictionary<string, object> _entities = [];

    /// <summary>Those of which an event said it, whatever has become of it.</summary>
    public IEnumerable<string> this[string said] => _entities.TryGetValue(said, out var entities) ? Several(entities) : [];

    /// <summary>All that was noted, in no order.</summary>
    public IEnumerable<(string Said, string Entity)> All => _entities.SelectMany(pair => Several(pair.Value), (pair, entity) => (pair.Key, entity));

    /// <summary>Makes room for so many notes that are to come.</summary>
    public void Expect(int notes) => _entities.EnsureCapacity(notes);

    /// <summary>Notes it of an entity.</summary>
    public void Add(string said, string entity)
    {
        ref var entities = ref CollectionsMarshal.GetValueRefOrAddDefault(_entities, said, out _);
        if (entities is HashSet<string> several)
            several.Add(entity);
        else if (entities is null || entities is string same && same == entity)
            entities = entity;
        else
            entities = new HashSet<string> { (string)entities, entity };
    }

    private static IEnumerable<string> Several(object entities) => entities as HashSet<string> ?? (IEnumerable<string>)[(string)entities];
}
