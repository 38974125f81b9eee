using Ledger.Kernel;
using Ledger.Specs.Telling;
using NodaTime;

namespace Ledger.Specs.Properties;

/// <summary>An owner's ledger as a random history leaves it: what the rules allowed is recorded, and the fold took every event of it.</summary>
public sealed class RecordedHistory(IOwnerLedger owner, string kind)
{
    private readonly List<SequencedEvent> _events = [];
    private readonly List<Command> _accepted = [];
    private readonly Dictionary<string, StreamVersions> _streams = [];

    public string Kind { get; } = kind;

    public IReadOnlyList<SequencedEvent> Events => _events;

    public IReadOnlyList<Command> Accepted => _accepted;

    /// <summary>Versions of one stream, as they stand.</summary>
    public StreamVersions Stream(string entity) => _streams.TryGetValue(entity, out var stream) ? stream : _streams[entity] = new StreamVersions();

    /// <summary>Every visible effect.</summary>
    public IEnumerable<Effect> Visible(LocalDate? published) => Versions.Visible(_events, published);

    /// <summary>Records what the rules allow; false where they refuse. An accepted event that a fold rejects throws.</summary>
    public bool TryRecord(Command command)
    {
        if (owner.Decide(command) is not Decision<DecidedEvent>.Accepted accepted)
            return false;
        _accepted.Add(command);
        foreach (var decided in accepted.Events)
        {
            var position = _events.Count;
            var stream = Stream(decided.Entity);
            var recorded = Recorded.As(decided, position, $"{Kind}-{decided.Entity}", position, command.RequestId, Instant.FromUnixTimeSeconds(position));
            _events.Add(recorded);
            owner.Take(recorded);
            stream.Take(recorded);
        }
        return true;
    }
}
