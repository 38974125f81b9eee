using CsCheck;
using Ledger.Agreements.Domain;
using Ledger.ExportControls.Domain;
using Ledger.Facilities.Domain;
using Ledger.Kernel;
using Ledger.Specs.Telling;

namespace Ledger.Specs.Properties;

/// <summary>
/// An owner that holds no stream but those that a decision rests on decides as one that holds them all, in every sentence, also where it refuses, and
/// also where it was started anew with what had been noted before.
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
            var owner = new HoldsLittle(fresh);
            play(attempts, owner);
            Interlocked.Add(ref decided, owner.Decided);
            Interlocked.Add(ref refused, owner.Refused);
            Interlocked.Add(ref rested, owner.RestedOn);
        }, iter: Samples.Ledgers);
        Assert.True(decided > Samples.Ledgers && refused > 0 && rested > 0, $"{decided} decided, {refused} of them refused, on {rested} streams");
    }

    /// <summary>Two ledgers in one: each decision of the one that holds all is asked of the one that holds only what it says it rests on.</summary>
    private sealed class HoldsLittle(Func<IOwnerLedger> fresh) : IOwnerLedger
    {
        private readonly IOwnerLedger _all = fresh();
        private readonly Dictionary<string, List<SequencedEvent>> _stored = [];
        private IOwnerLedger _little = fresh();

        public IReadOnlyList<EntitiesBy> Notes => _all.Notes;

        public int Decided { get; private set; }

        public int Refused { get; private set; }

        public int RestedOn { get; private set; }

        public void Take(SequencedEvent recorded)
        {
            _all.Take(recorded);
            var entity = recorded.Event.Entity;
            if (!_stored.TryGetValue(entity, out var stream))
                _stored.Add(entity, stream = []);
            stream.Add(recorded);
            _little.Note(entity, recorded.Event.Body);
        }

        public void Note(string entity, EventBody body) => throw new InvalidOperationException("here every event is taken");

        public void Forget(string entity) => throw new InvalidOperationException("here nothing is let go of");

        public IReadOnlySet<string> RestsOn(Command command) => _all.RestsOn(command);

        public Decision<DecidedEvent> Decide(Command command)
        {
            var held = new HashSet<string>();
            while (_little.RestsOn(command).Except(held).ToList() is { Count: > 0 } missing)
            {
                foreach (var recorded in missing.SelectMany(entity => _stored.GetValueOrDefault(entity) ?? []))
                    _little.Take(recorded);
                held.UnionWith(missing);
            }
            var (expected, decision) = (_all.Decide(command), _little.Decide(command));
            Assert.Equal(expected, decision);
            foreach (var entity in held)
                _little.Forget(entity);
            if (++Decided % 2 == 0)
                _little = StartedAnew();
            Refused += decision is Decision<DecidedEvent>.Refused ? 1 : 0;
            RestedOn += held.Count;
            return decision;
        }

        private IOwnerLedger StartedAnew()
        {
            var again = fresh();
            foreach (var (list, noted) in again.Notes.Zip(_little.Notes))
            {
                foreach (var (said, entity) in noted.All)
                    list.Add(said, entity);
            }
            return again;
        }
    }
}
