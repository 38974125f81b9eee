using CsCheck;
using Ledger.Agreements.Domain;
using Ledger.ExportControls.Domain;
using Ledger.Facilities.Domain;
using Ledger.Kernel;
using Ledger.Specs.Telling;

namespace Ledger.Specs.Properties;

/// <summary>
/// An owner that holds no stream but those that a decision rests on decides as one that holds them all, in every sentence, also where it refuses.
/// </summary>
public sealed class HeldStreamsProperties
{
    [Fact]
    public void Export_controls_are_decided_on_the_streams_that_a_command_rests_on() =>
        Decides(Attempt.Histories(InstrumentScript.Kinds), InstrumentScript.Play, () => new ExportControlsLedger());

    [Fact]
    public void Agreements_are_decided_on_the_streams_that_a_command_rests_on() =>
        Decides(Attempt.Histories(AgreementScript.Kinds), AgreementScript.Play, () => new AgreementsLedger());

    [Fact]
    public void Facilities_are_decided_on_the_streams_that_a_command_rests_on() =>
        Decides(Attempt.Histories(FacilityScript.Kinds), FacilityScript.Play, () => new FacilitiesLedger());

    private static void Decides(Gen<Attempt[]> histories, Func<IEnumerable<Attempt>, IOwnerLedger, RecordedHistory> play, Func<IOwnerLedger> fresh)
    {
        var (decided, refused, rested) = (0, 0, 0);
        histories.Sample(attempts =>
        {
            var owner = new HoldsLittle(fresh(), fresh());
            play(attempts, owner);
            Interlocked.Add(ref decided, owner.Decided);
            Interlocked.Add(ref refused, owner.Refused);
            Interlocked.Add(ref rested, owner.RestedOn);
        }, iter: Samples.Ledgers);
        Assert.True(decided > Samples.Ledgers && refused > 0 && rested > 0, $"{decided} decided, {refused} of them refused, on {rested} streams");
    }

    /// <summary>Two ledgers in one: each decision of the one that holds all is asked of the one that holds only what it says it rests on.</summary>
    private sealed class HoldsLittle(IOwnerLedger all, IOwnerLedger little) : IOwnerLedger
    {
        private readonly Dictionary<string, List<SequencedEvent>> _stored = [];

        public int Decided { get; private set; }

        public int Refused { get; private set; }

        public int RestedOn { get; private set; }

        public void Take(SequencedEvent recorded)
        {
            all.Take(recorded);
            var entity = recorded.Event.Entity;
            if (!_stored.TryGetValue(entity, out var stream))
                _stored.Add(entity, stream = []);
            stream.Add(recorded);
            little.Note(entity, recorded.Event.Body);
        }

        public void Note(string entity, EventBody body) => throw new InvalidOperationException("here every event is taken");

        public void Forget(string entity) => throw new InvalidOperationException("here nothing is let go of");

        public IReadOnlySet<string> RestsOn(Command command) => all.RestsOn(command);

        public Decision<DecidedEvent> Decide(Command command)
        {
            var held = new HashSet<string>();
            while (little.RestsOn(command).Except(held).ToList() is { Count: > 0 } missing)
            {
                foreach (var recorded in missing.SelectMany(entity => _stored.GetValueOrDefault(entity) ?? []))
                    little.Take(recorded);
                held.UnionWith(missing);
            }
            var (expected, decision) = (all.Decide(command), little.Decide(command));
            Assert.Equal(expected, decision);
            foreach (var entity in held)
                little.Forget(entity);
            Decided++;
            Refused += decision is Decision<DecidedEvent>.Refused ? 1 : 0;
            RestedOn += held.Count;
            return decision;
        }
    }
}
