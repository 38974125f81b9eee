using CsCheck;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Specs.Properties;
using Ledger.Specs.Telling;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Examining;
using Ledger.Timeline.Sequencing;
using NodaTime;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Indexing;

/// <summary>
/// One measure on which very many acts of every kind work, also such as the rules of entry refuse: it stands as the fold has it, and so does what a check says of it, though only
/// what tells at a coordinate is folded there. A failure prints its seed and the acts.
/// </summary>
public sealed class DisputedMeasureSpecs(ITestOutputHelper output)
{
    private const string Measure = "act-0/1";
    private const int Days = Attempt.Span;
    private const int CoordinatesEach = 25;
    private const int ChecksEach = 4;

    private static readonly int Ledgers = Math.Max(20, Samples.Ledgers / 4);

    private static readonly PolicyStreams Streams = PolicyStreams.Under("");

    private static readonly string[] Destinations = ["US", "JP", "KR", "EU"];

    /// <summary>How often each kind is drawn: what ends all for good is rare, so that something is left to be told.</summary>
    private static readonly Gen<int> Kinds = Gen.Frequency(
        (8, Gen.Int[0, 3]), (6, Gen.Int[4, 8]), (2, Gen.Int[9, 10]), (3, Gen.Int[11, Step.BodyKinds - 1]), (2, Gen.Const(Step.BodyKinds)));

    private static readonly Gen<Step[]> Histories = Gen.Select(
        Gen.Select(Kinds, Gen.Int[0, 60], Gen.Int[0, Days], Gen.Int[-20, 40]), Gen.Select(Gen.Int[1, 60], Gen.Int[0, 11], Gen.Int[0, 40], Gen.Bool))
        .Select((left, right) => new Step(left.Item1, left.Item2, left.Item3, left.Item4, right.Item1, right.Item2, right.Item3, right.Item4)).Array[3, 40];

    [Fact]
    public void However_many_acts_of_whatever_kind_work_on_a_measure_it_stands_as_the_fold_has_it()
    {
        var (compared, statuses) = (0, new HashSet<string>());
        Gen.Select(Histories, Gen.Int).Sample((steps, seed) =>
        {
            var (ledger, random) = (MergedLedger.Empty(), new Random(seed));
            ledger.Latest.Index.Timelines.MostRows = 0;
            foreach (var recorded in Events(steps))
            {
                ledger.Record([recorded]);
                // Asked now and then, it takes one act or several to what it knows.
                if (random.Next(2) == 0)
                    _ = World.Of(new Cut(ledger.Latest, null, IsProvisional: false)).Controls.StateOf(Measure, zone => LegalTime.CloseOf(Attempt.DayAt(0), zone));
            }
            for (var i = 0; i < CoordinatesEach; i++)
            {
                var (cut, day) = (CutOf(ledger.Latest, random), Attempt.DayAt(random.Next(-40, Days + 150)));
                var folded = World.Folded(cut, Streams).Controls.StateOf(Measure, zone => LegalTime.CloseOf(day, zone));
                Assert.Equal(folded, World.Of(cut).Controls.StateOf(Measure, zone => LegalTime.CloseOf(day, zone)));
                statuses.Add($"{folded?.Status}");
                compared++;
            }
            var examination = new Examination(Streams, ledger.Latest);
            for (var i = 0; i < ChecksEach; i++)
            {
                var cut = CutOf(ledger.Latest, random);
                var trade = new Api.Timeline.V1.Question { Goods = { "element:Ho" }, Origin = "CN" };
                if (i > 0)
                    trade.Destination = Destinations[random.Next(Destinations.Length)];
                foreach (var subject in (Subject[])[Subject.Check(trade), Subject.Show(Measure)])
                    Assert.Null(examination.Compare(subject, IndexSpecs.CoordinateIn(cut, random), examination.WorldsOf(cut)));
            }
        }, iter: Ledgers, threads: 1, print: drawn => $"seed {drawn.Item2}\n{string.Join('\n', drawn.Item1.Select(step => $"{step}"))}");
        output.WriteLine($"{compared:N0} states compared over {Ledgers} ledgers: {string.Join(' ', statuses)}");
        Assert.Superset((HashSet<string>)["InForce", "Suspended", "Exempted", "Repealed", "Withdrawn", "Annulled", "Lapsed", "Announced", "NotYetAnnounced"], statuses);
    }

    /// <summary>What is left aside where something surer tells may all the same decide what is told.</summary>
    [Fact]
    public void What_is_left_aside_decides_nothing()
    {
        StandsAsTheFoldHasIt(50, "InForce 20", Acts((0, Introduce(Measure, Date(0), rate: 10)), (1, Amend(Measure, Date(1), rate: 20)), (2, Amend(Measure, Date(2), rate: 30)), (3, Annul("act-2"))));
        // That it was put off tells that it could still be withdrawn, and was not just repealed.
        StandsAsTheFoldHasIt(50, "Withdrawn", Acts((0, Introduce(Measure, Date(10))), (5, Reschedule(Measure, Date(60))), (20, Withdraw(Measure, Date(20))), (21, Repeal(Measure, Date(21)))));
        // Before it was announced it stands by where its start was moved.
        StandsAsTheFoldHasIt(50, "Repealed", Acts((100, Introduce(Measure, Date(120))), (101, Reschedule(Measure, Date(30))), (102, Repeal(Measure, Date(20)))));
        StandsAsTheFoldHasIt(50, "InForce 30", Acts((0, Introduce(Measure, Date(0), rate: 10)), (1, Repeal(Measure, Date(1))), (2, Amend(Measure, Date(2), rate: 30, restores: "act-1#1"))));
    }

    private static void StandsAsTheFoldHasIt(int day, string stands, IEnumerable<LedgerEvent> events)
    {
        var ledger = MergedLedger.Empty();
        ledger.Latest.Index.Timelines.MostRows = 0;
        foreach (var recorded in events)
            ledger.Record([recorded]);
        var cut = new Cut(ledger.Latest, null, IsProvisional: false);
        MeasureState? In(World world) => world.Controls.StateOf(Measure, zone => LegalTime.CloseOf(Attempt.DayAt(day), zone));
        Assert.Equal(In(World.Folded(cut, Streams)), In(World.Of(cut)));
        Assert.Equal(stands, $"{In(World.Of(cut))!.Value.Status} {In(World.Of(cut))!.Value.Value?.Amount}".TrimEnd());
    }

    private static IEnumerable<LedgerEvent> Acts(params (int Announced, EventBody Body)[] acts) => acts.Select((act, number) => new LedgerEvent(
        new EventHeader(Guid.NewGuid(), $"instrument-act-{number}", 0, null, Guid.NewGuid(), new string('0', 64), "spec"), $"act-{number}", Place($"act-{number}", 1, act.Announced), ["CN"], null, null, [], act.Body));

    private static Cut CutOf(LedgerSnapshot ledger, Random random) => new(
        random.Next(2) == 0 ? ledger : ledger.CutAt(random.Next(-1, ledger.Count + 1)), random.Next(2) == 0 ? null : Attempt.DayAt(random.Next(-5, Days + 40)), IsProvisional: false);

    /// <summary>The events in order of entry; acts are announced in whatever order, some on one day.</summary>
    private static IEnumerable<LedgerEvent> Events(Step[] steps)
    {
        var (bodies, revisions, corrected) = (new List<(string Reference, EventBody Body)>(), new Dictionary<string, int>(), new HashSet<string>());
        LedgerEvent Recorded(string entity, ActPlace? place, EventBody body)
        {
            var revision = revisions[entity] = revisions.GetValueOrDefault(entity, -1) + 1;
            return new LedgerEvent(
                new EventHeader(Guid.NewGuid(), $"instrument-{entity}", revision, null, Guid.NewGuid(), new string('0', 64), "spec"), entity, place, ["CN"], null, null, [], body);
        }
        yield return Recorded("act-0", Place("act-0", 1, 10), Introduce(Measure, Date(12), through: steps[0].Length % 2 == 0 ? Date(80) : null, rate: 10));
        bodies.Add(("act-0#1", Publish("0")));
        for (var number = 1; number < steps.Length; number++)
        {
            var step = steps[number];
            // One in four is of an act that was recorded before: it has its announcement.
            var of = step.Other % 4 == 0 ? step.Other % number : number;
            var entity = $"act-{of}";
            if (step.Kind >= Step.BodyKinds)
            {
                var (reference, body) = bodies[step.Target % bodies.Count];
                if (body is not InstrumentPublished && corrected.Add(reference))
                    yield return Recorded(reference[..reference.LastIndexOf('#')], null, new EventCorrected(reference, CorrectionKind.LedgerError, null, null, null, [], step.Like(body, bodies)));
                continue;
            }
            var ordinal = bodies.Count(known => known.Reference.StartsWith($"{entity}#", StringComparison.Ordinal)) + 1;
            var said = step.BodyOf(bodies);
            bodies.Add(($"{entity}#{ordinal}", said));
            yield return Recorded(entity, Place(entity, ordinal, of == 0 ? 10 : steps[of].Announced), said);
        }
    }

    private static ActPlace Place(string act, int ordinal, int announced) => new(act, ordinal, LegalMoment.On(Attempt.DayAt(announced)), 0, null);

    private static string Date(int day) => $"{Attempt.DayAt(day):uuuu-MM-dd}";

    /// <summary>One act, as numbers that shrink.</summary>
    private sealed record Step(int Kind, int Target, int Announced, int After, int Length, int Form, int Other, bool IsPart)
    {
        /// <summary>Kinds of what acts say; beyond them are corrections.</summary>
        public const int BodyKinds = 17;

        /// <summary>Something else of the same kind.</summary>
        public EventBody Like(EventBody body, List<(string Reference, EventBody Body)> before) =>
            Enumerable.Range(0, BodyKinds).Select(kind => (this with { Kind = kind }).BodyOf(before)).First(other => other.GetType() == body.GetType());

        public EventBody BodyOf(List<(string Reference, EventBody Body)> before)
        {
            var (from, through) = (Announced + After, Form % 4 == 0 ? null : Date(Announced + After + Length));
            // Every tenth date is none that is known to the day.
            var starts = Form == 11 ? $"{Date(from)}/{Date(from + 9)}" : Form == 10 ? $"{Attempt.DayAt(from):uuuu-MM}" : Date(from);
            var part = IsPart ? PartOf(Scope(destination: Only(Destinations[Other % Destinations.Length]))) : null;
            string Named<T1, T2>() => before.Where(each => each.Body is T1 or T2).Select(each => each.Reference).ToList() is { Count: > 0 } some ? some[Target % some.Count] : $"act-{Target}#1";
            var at = Target % 7 == 0 ? "act-0" : Measure;
            return Kind switch
            {
                0 => Amend(at, starts, rate: Other, through: through),
                1 => Amend(at, starts, Scope(goods: Only("element:Ho", $"element:{(Other % 2 == 0 ? "Dy" : "Er")}")), through: through),
                2 => Amend(at, starts, Goods("element:Ho"), rate: Other, through: through),
                3 => Suspend(at, starts, through, part: part),
                4 => ExtendSuspension(Named<MeasureSuspended, SuspensionExtended>(), Date(from + Length), starts: Form % 3 == 0 ? starts : null, part: part),
                5 => EndSuspension(Named<MeasureSuspended, SuspensionExtended>(), starts, part),
                6 => Exempt(at, starts, through, part: part),
                7 => ExtendExemption(Named<ExemptionGranted, ExemptionExtended>(), Date(from + Length), starts: Form % 3 == 0 ? starts : null, part: part),
                8 => EndExemption(Named<ExemptionGranted, ExemptionExtended>(), starts, part),
                9 => Extend(at, Date(from + Length), starts: Form % 2 == 0 ? starts : null),
                // What ends another instrument ends the suspensions and exemptions that it made.
                10 => Repeal(Other % 3 == 0 ? at : $"act-{1 + (Target % Math.Max(1, before.Count))}", starts, Other % 3 == 0 ? part : null),
                11 => Reschedule(at, Form % 5 == 0 ? null : Date(from + Length), starts),
                12 => Withdraw(at, starts),
                13 => Annul(Other % 4 == 0 ? at : Other % 4 == 1 ? $"act-{1 + (Target % Math.Max(1, before.Count))}" : before[Target % before.Count].Reference, Form % 2 == 0 ? starts : null, part),
                14 => Stay(Named<EffectAnnulled, EffectAnnulled>(), through),
                15 => Reverse(Named<EffectAnnulled, EffectAnnulled>()),
                _ => Amend(at, starts, rate: Form % 2 == 0 ? Other : null, through: through, restores: Named<MeasureRepealed, MeasureRepealed>()),
            };
        }
    }
}
