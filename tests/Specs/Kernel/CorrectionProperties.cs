using CsCheck;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Specs.Telling;
using NodaTime;
using static Ledger.Specs.Telling.Corrections;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Kernel;

/// <summary>T6 on random histories of one act: whatever the rules allow keeps every promise about versions.</summary>
public sealed class CorrectionProperties
{
    private const string Entity = "cn-mofcom-2025-57";

    /// <summary>What is tried, on which event, on which of its versions, and when it was published or announced.</summary>
    private sealed record Attempt(int What, int Ordinal, int Version, int Day);

    private static readonly Gen<Attempt[]> Histories =
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 3], Gen.Int[0, 6], Gen.Int[0, 20]).Select((what, ordinal, version, day) => new Attempt(what, ordinal, version, day)).Array[0, 14];

    [Fact]
    public void A_correction_and_then_its_retraction_changes_nothing() =>
        Gen.Select(Histories, Gen.Int[2, 4], Gen.Bool, Gen.Int[0, 20]).Sample((history, ordinal, erratum, day) =>
        {
            var replayed = Replay(history);
            var stream = replayed.Stream;
            if (stream.Find($"{Entity}#{ordinal}") is not { IsRetracted: false } versioned)
                return;
            foreach (var head in versioned.Heads.ToList())
            {
                var before = Everything(stream);
                Command correction = erratum
                    ? Erratum(head, On(day), Claim("changed"))
                    : Correct(head, Claim("changed"), On(day), 1000);
                if (!replayed.Record(correction))
                    continue;
                Assert.NotEqual(before, Everything(stream));
                Assert.True(replayed.Record(Retract($"{Entity}#{ordinal}@{versioned.Corrections.Count}")));
                Assert.Equal(before, Everything(stream));
            }
        }, iter: Samples.Ledgers);

    [Fact]
    public void Whatever_is_accepted_the_fold_takes() =>
        Histories.Sample(history => { Replay(history); }, iter: Samples.Ledgers);

    [Fact]
    public void A_retracted_event_is_seen_under_no_cut() =>
        Histories.Sample(history =>
        {
            var stream = Replay(history).Stream;
            var retracted = stream.Events.Where(versioned => versioned.IsRetracted).Select(versioned => versioned.Original).ToHashSet();
            return Everything(stream).All(effect => !retracted.Contains(effect.Recorded));
        }, iter: Samples.Ledgers);

    private static Replayed Replay(Attempt[] history)
    {
        var replayed = new Replayed();
        Assert.True(replayed.Record(Act.Of(Entity, "2025-10-09", Publish(), Claim("two"), Claim("three"), Claim("four"))));
        foreach (var (attempt, i) in history.Select((attempt, i) => (attempt, i)))
        {
            var reference = attempt.Version == 0 ? $"{Entity}#{attempt.Ordinal + 1}" : $"{Entity}#{attempt.Ordinal + 1}@{attempt.Version}";
            replayed.Record(attempt.What switch
            {
                0 => Correct(reference, Claim($"correction {i}"), attempt.Day % 3 == 0 ? On(attempt.Day) : null, attempt.Day % 4 == 0 ? attempt.Day : null),
                1 => Erratum(reference, On(attempt.Day), Claim($"erratum {i}")),
                2 => Retract(reference),
                _ => Act.Of(Entity, "2025-10-09", Claim($"again {i}")).From(attempt.Ordinal + 1),
            });
        }
        return replayed;
    }

    private sealed class Replayed
    {
        private readonly ExportControlsLedger _ledger = new();
        private long _position;

        public StreamVersions Stream { get; } = new();

        /// <summary>Records what the rules allow; false where they refuse.</summary>
        public bool Record(Command command)
        {
            if (_ledger.Decide(command) is not Decision<DecidedEvent>.Accepted accepted)
                return false;
            foreach (var decided in accepted.Events)
            {
                var recorded = Recorded.As(decided, _position, $"instrument-{Entity}", _position, command.RequestId, Instant.FromUnixTimeSeconds(_position++));
                _ledger.Take(recorded);
                Stream.Take(recorded);
            }
            return true;
        }
    }

    private static List<Effect> Everything(StreamVersions stream) =>
        [.. Enumerable.Range(-1, 25).SelectMany(day => stream.Visible(new LocalDate(2025, 10, 9).PlusDays(day)).Order(LegalOrder.Instance)), .. stream.Visible(null).Order(LegalOrder.Instance)];

    private static string On(int day) => LegalMoment.On(new LocalDate(2025, 10, 9).PlusDays(day)).Text;
}
