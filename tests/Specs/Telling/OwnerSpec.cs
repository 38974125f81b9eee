using Ledger.Kernel;
using NodaTime;

namespace Ledger.Specs.Telling;

/// <summary>Given what is recorded, when a command comes, then it is accepted, or refused by a rule.</summary>
public abstract class OwnerSpec
{
    private static readonly Instant FirstRecorded = Instant.FromUtc(2026, 1, 5, 9, 0);

    private readonly IOwnerLedger _owner;
    private readonly string _kind;
    private readonly List<SequencedEvent> _events = [];
    private readonly Dictionary<string, long> _revisions = [];
    private Decision<DecidedEvent>? _decision;

    private protected OwnerSpec(IOwnerLedger owner, string kind) => (_owner, _kind) = (owner, kind);

    /// <summary>Everything recorded, in ledger order.</summary>
    internal IReadOnlyList<SequencedEvent> Events => _events;

    /// <summary>Records commands, each of which must be accepted.</summary>
    internal void Given(params IEnumerable<Command> commands)
    {
        foreach (var command in commands)
        {
            if (_owner.Decide(command) is not Decision<DecidedEvent>.Accepted accepted)
                throw new InvalidOperationException($"the given command is refused: {string.Join("; ", RefusalsOf(_owner.Decide(command)))}");
            foreach (var decided in accepted.Events)
                Take(decided, command.RequestId);
        }
    }

    /// <summary>Decides without recording.</summary>
    internal void When(Command command) => _decision = _owner.Decide(command);

    internal void ThenAccepted() => Assert.True(_decision is Decision<DecidedEvent>.Accepted, $"refused: {string.Join("; ", RefusalsOf(_decision!))}");

    /// <summary>Compares the exact effects, in order.</summary>
    internal void ThenRecords(params EventBody[] bodies)
    {
        ThenAccepted();
        Assert.Equal(bodies, ((Decision<DecidedEvent>.Accepted)_decision!).Events.Select(decided => decided.Body));
    }

    /// <summary>Refused by one rule and no other, in a sentence that names what collides.</summary>
    internal void ThenRefused(string code, params string[] names)
    {
        var refusals = RefusalsOf(_decision!);
        Assert.Equal(code, string.Join(" and ", refusals.Select(refusal => refusal.Rule.Code).Distinct()));
        var sentences = string.Join("; ", refusals.Select(refusal => refusal.Why));
        Assert.All(names, name => Assert.Contains(name, sentences, StringComparison.Ordinal));
        Assert.All(refusals, refusal => Assert.False(string.IsNullOrWhiteSpace(refusal.Field)));
    }

    /// <summary>The field of the request where the first refusal was seen.</summary>
    internal void ThenField(string field) => Assert.Equal(field, RefusalsOf(_decision!)[0].Field);

    private static Items<Refusal> RefusalsOf(Decision<DecidedEvent> decision) =>
        decision is Decision<DecidedEvent>.Refused refused ? refused.Refusals : [];

    private void Take(DecidedEvent decided, Guid requestId)
    {
        var stream = $"{_kind}-{decided.Entity}";
        var revision = _revisions.GetValueOrDefault(stream, -1) + 1;
        _revisions[stream] = revision;
        var position = _events.Count;
        var recorded = Recorded.As(decided, position, stream, revision, requestId, FirstRecorded + Duration.FromSeconds(position));
        _events.Add(recorded);
        _owner.Take(recorded);
    }
}
