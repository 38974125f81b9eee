using Ledger.Events;
using Ledger.Kernel;
using NodaTime;
using Period = Ledger.Kernel.Period;

namespace Ledger.Benchmarks.Generated;

/// <summary>
/// A realistic ledger of any length from a seed: legal instruments of three dozen jurisdictions over twenty years that introduce measures and
/// suspend, extend, amend, exempt from and repeal others', plants with their stages and capacities, agreements with their commitments. Of all
/// acts about one in ten is entered late and one in twenty corrects an event; a few goods, jurisdictions and measures are spoken of far more
/// often than the rest. The same seed gives the same events.
/// </summary>
internal sealed class GeneratedLedger(int seed, long count)
{
    /// <summary>From the first day to the last that acts are announced on.</summary>
    public const int Days = (20 * 365) + 300;

    /// <summary>What is corrected was mostly entered lately.</summary>
    private const int MostRecent = 200;

    /// <summary>The first day that acts are announced on.</summary>
    public static readonly LocalDate First = new(2006, 1, 1);

    private readonly Random random = new(seed);
    private readonly Dictionary<string, Stream> streams = [];
    private readonly List<Stream> recent = [];
    private readonly List<Measure> measures = [];
    private readonly List<(string Reference, string Measure)> suspensions = [];
    private readonly List<string> plants = [];
    private readonly List<(string Id, List<string> Commitments)> pacts = [];
    private readonly Queue<LedgerEvent> ready = new();
    private long made;

    /// <summary>An instrument that suspends a measure for a year, for adding to a ledger.</summary>
    public static (LedgerEvent Event, string Measure) Suspension(string instrument, string measure, LocalDate announced, Instant recordedAt) => (
        new LedgerEvent(
            new EventHeader(Guid.NewGuid(), $"instrument-{instrument}", 0, recordedAt, Guid.NewGuid(), new string('0', 64), "generator"), instrument,
            new ActPlace(instrument, 1, LegalMoment.On(announced), 0, null), ["CN"], null, null,
            [new Citation("https://example.org/gazette", instrument, "Gazette", null, null, null, SourceKind.Official, null)],
            new MeasureSuspended(measure, null, new Period(LegalMoment.On(announced), LegalMoment.On(announced.PlusYears(1)), null, null, null))),
        measure);

    /// <summary>The events in ledger order, without recorded times; those of one command have its request id.</summary>
    public IEnumerable<LedgerEvent> Events()
    {
        while (made < count)
        {
            Act();
            while (made < count && ready.TryDequeue(out var next))
            {
                made++;
                yield return next;
            }
        }
    }

    private sealed class Stream(string name)
    {
        public string Name { get; } = name;

        public long Revision { get; set; } = -1;

        /// <summary>Events of it that a correction may take.</summary>
        public List<LedgerEvent> Correctable { get; } = [];

        public Dictionary<string, int> Ordinals { get; } = [];

        private bool IsSettled { get; set; }

        /// <summary>Takes an event that may be corrected: the first four of a stream that is recent.</summary>
        public void Offer(LedgerEvent recorded)
        {
            if (!IsSettled && Correctable.Count < 4)
                Correctable.Add(recorded);
        }

        /// <summary>Nothing corrects it any more: its events need not be held.</summary>
        public void Settle()
        {
            IsSettled = true;
            Correctable.Clear();
        }
    }

    private sealed record Measure(string Id, string Jurisdiction, bool IsCharge, bool Ends);

    private int Today => (int)(made * Days / Math.Max(1, count));

    private void Act()
    {
        var late = random.Next(10) == 0 ? random.Next(30, 1500) : 0;
        var day = Math.Max(0, Today - late);
        switch (random.Next(100))
        {
            case < 70:
                Instrument(day);
                break;
            case < 88:
                Plant(day);
                break;
            case < 95:
                Pact(day);
                break;
            default:
                Correction();
                break;
        }
    }

    private void Instrument(int day)
    {
        var jurisdiction = Vocabulary.Drawn(Vocabulary.Jurisdictions, random);
        var issuer = Vocabulary.Drawn(Vocabulary.Issuers, random);
        var year = First.PlusDays(day).Year;
        var number = streams.Count + 1;
        var id = $"{jurisdiction.ToLowerInvariant()}-{issuer}-{year}-{number}";
        var effects = new List<EventBody> { new InstrumentPublished(InstrumentKind.Announcement, [issuer.ToUpperInvariant()], year, $"{number}", $"On the control of materials ({number})", false, null) };
        var own = random.Next(10) < 5 || measures.Count < 20 ? random.Next(1, 4) : 0;
        for (var i = 1; i <= own; i++)
            effects.Add(Introduced($"{id}/{i}", jurisdiction, day));
        var acts = own == 0 ? random.Next(1, 4) : random.Next(3) == 0 ? 1 : 0;
        for (var i = 0; i < acts; i++)
            effects.Add(Acting(day));
        var ordinal = 1;
        foreach (var effect in effects.Where(effect => effect is MeasureSuspended))
            suspensions.Add(($"{id}#{effects.IndexOf(effect) + ordinal}", ((MeasureSuspended)effect).Target));
        Record($"instrument-{id}", id, id, day, jurisdiction, effects);
    }

    private MeasureIntroduced Introduced(string id, string jurisdiction, int day)
    {
        var starts = day + random.Next(0, 60);
        var isCharge = random.Next(4) == 0;
        var ends = random.Next(3) == 0;
        measures.Add(new Measure(id, jurisdiction, isCharge, ends));
        var type = isCharge ? MeasureType.ImportDuty : random.Next(10) switch { 0 => MeasureType.ExportProhibition, 1 => MeasureType.Quota, 2 => MeasureType.TechnologyControl, _ => MeasureType.ExportLicence };
        var requirement = isCharge ? Requirement.Charge : type switch { MeasureType.ExportProhibition => Requirement.Prohibited, MeasureType.Quota => Requirement.Quota, _ => Requirement.Licence };
        return new MeasureIntroduced(id, null, type, requirement, isCharge ? Percent(random.Next(5, 60)) : null, During(starts, ends ? starts + random.Next(90, 900) : null), ScopeFrom(jurisdiction, isCharge));
    }

    /// <summary>An act on a measure, mostly a recent or a much disputed one.</summary>
    private EventBody Acting(int day)
    {
        var target = random.Next(3) == 0 ? Vocabulary.Drawn(measures, random) : measures[Math.Max(0, measures.Count - 1 - random.Next(Math.Min(measures.Count, 4000)))];
        var starts = day + random.Next(0, 30);
        return random.Next(20) switch
        {
            < 7 => new MeasureSuspended(target.Id, null, During(starts, starts + random.Next(60, 400))),
            < 9 when suspensions.Count > 0 => new SuspensionExtended(suspensions[^(1 + random.Next(Math.Min(suspensions.Count, 500)))].Reference, null, null, On(day + random.Next(200, 700)), null, null, null),
            < 10 when suspensions.Count > 0 => new SuspensionEnded(suspensions[^(1 + random.Next(Math.Min(suspensions.Count, 500)))].Reference, null, On(starts)),
            < 13 => new MeasureAmended(target.Id, target.IsCharge ? null : ScopeFrom(target.Jurisdiction, isCharge: false), target.IsCharge ? Percent(random.Next(5, 80)) : null, During(starts, random.Next(3) == 0 ? starts + 365 : null), null),
            < 15 when target.Ends => new MeasureExtended(target.Id, null, null, On(day + random.Next(300, 1500)), null, null, null),
            < 17 => new ExemptionGranted(target.Id, new Part(PartOf(), null, []), ExemptionKind.GeneralLicence, null, During(starts, starts + random.Next(100, 500))),
            < 18 => new MeasureRepealed(target.Id, null, On(starts + random.Next(0, 90))),
            _ => new MeasureSuspended(target.Id, null, During(starts, starts + random.Next(60, 400))),
        };
    }

    private static readonly string[] Destinations = ["US", "JP", "EU", "KR", "TW", "IN"];

    private Scope PartOf() => new(null, false, null, null, new KeySet(false, [Vocabulary.Drawn(Destinations, random)], []), null, null, null, null, null);

    private Scope ScopeFrom(string jurisdiction, bool isCharge)
    {
        var goods = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Vocabulary.Good(random)).Distinct().ToItems();
        var other = new KeySet(false, [Vocabulary.Drawn(Vocabulary.Jurisdictions, random)], []);
        var own = new KeySet(false, [jurisdiction], []);
        var destination = isCharge ? own : random.Next(10) switch { < 6 => null, < 9 => new KeySet(false, [Vocabulary.Drawn(Destinations, random)], []), _ => new KeySet(false, [], ["KP"]) };
        return new Scope(new KeySet(false, goods, []), true, isCharge ? other : own, null, destination, null, null, null, null, null);
    }

    private void Plant(int day)
    {
        var isNew = plants.Count == 0 || random.Next(5) == 0;
        var id = isNew ? $"plant-{plants.Count + 1}" : Vocabulary.Drawn(plants, random);
        var country = Vocabulary.Jurisdictions[plants.Count % Vocabulary.Jurisdictions.Length];
        var effects = new List<EventBody>();
        if (isNew)
        {
            plants.Add(id);
            effects.Add(new FacilityRegistered($"Plant {plants.Count}", FacilityKind.Plant, null, country, "Generated Minerals", [], null));
        }
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            effects.Add(random.Next(3) == 0
                ? new CapacityRated(Vocabulary.Drawn(Vocabulary.Goods, random), Stage.Separation, CapacityBasis.Nameplate, new Quantity(random.Next(1, 200) * 100, null, "t/yr", null, false), On(day + random.Next(0, 20)))
                : new StageStatusChanged((Stage)random.Next(0, 6), (StageStatus)random.Next(0, 6), [], On(day + random.Next(0, 20))));
        }
        Record($"facility-{id}", id, $"filing-{made}", day, country, effects);
    }

    private void Pact(int day)
    {
        if (pacts.Count == 0 || random.Next(3) == 0)
        {
            var id = $"pact-{pacts.Count + 1}";
            pacts.Add((id, []));
            Record($"agreement-{id}", id, $"text-{made}", day, "US", [new AgreementSigned($"Framework {pacts.Count}", AgreementKind.Framework, ["US", "AU"], true, Bindingness.NonBinding, null, null, [], [])]);
            return;
        }
        var pact = Vocabulary.Drawn(pacts, random);
        EventBody body = random.Next(4) switch
        {
            0 => new AgreementEnteredIntoForce(During(day + random.Next(0, 90), null)),
            1 when pact.Commitments.Count > 0 => new CommitmentFulfilled(Vocabulary.Drawn(pact.Commitments, random), ["US"], null, On(day)),
            _ => new CommitmentMade(Named(pact.Commitments), ["US"], "finance projects", null, On(day + random.Next(30, 700)), null, null),
        };
        Record($"agreement-{pact.Id}", pact.Id, $"text-{made}", day, "US", [body]);
    }

    private static string Named(List<string> commitments)
    {
        commitments.Add($"commitment-{commitments.Count + 1}");
        return commitments[^1];
    }

    /// <summary>A ledger error in something recorded lately, or a source's own erratum.</summary>
    private void Correction()
    {
        if (streams.Count == 0)
            return;
        var stream = recent[^(1 + random.Next(recent.Count))];
        if (stream.Correctable.Count == 0)
            return;
        var at = random.Next(stream.Correctable.Count);
        var wrong = stream.Correctable[at];
        stream.Correctable.RemoveAt(at);
        var isErratum = random.Next(3) == 0;
        var replacement = wrong.Body switch
        {
            MeasureIntroduced body => body with { Period = body.Period with { Starts = Shifted(body.Period.Starts) } },
            MeasureSuspended body => body with { Period = body.Period with { Starts = Shifted(body.Period.Starts) } },
            StageStatusChanged body => body with { Effective = Shifted(body.Effective!) },
            _ => wrong.Body,
        };
        var correction = new EventCorrected(
            $"{wrong.Place!.Act}#{wrong.Place.Ordinal}", isErratum ? CorrectionKind.SourceErratum : CorrectionKind.LedgerError, isErratum ? On(Today + 30) : null, null, null, [], replacement);
        Enqueue(stream, wrong.Entity, null, [], correction, NextGuid());
    }

    private LegalMoment Shifted(LegalMoment moment) => LegalMoment.On(moment.EarliestDay!.Value.PlusDays(random.Next(-10, 10)));

    private void Record(string name, string entity, string act, int day, string jurisdiction, List<EventBody> effects)
    {
        if (!streams.TryGetValue(name, out var stream))
        {
            streams.Add(name, stream = new Stream(name));
            recent.Add(stream);
            if (recent.Count > MostRecent)
            {
                recent[0].Settle();
                recent.RemoveAt(0);
            }
        }
        var request = NextGuid();
        foreach (var effect in effects)
        {
            var ordinal = stream.Ordinals.GetValueOrDefault(act) + 1;
            stream.Ordinals[act] = ordinal;
            var recorded = Enqueue(stream, entity, new ActPlace(act, ordinal, On(day), 0, null), [jurisdiction], effect, request);
            stream.Offer(recorded);
        }
    }

    private LedgerEvent Enqueue(Stream stream, string entity, ActPlace? place, Items<string> jurisdictions, EventBody body, Guid request)
    {
        var citation = new Citation("https://example.org/gazette", place?.Act, "Gazette", null, null, null, SourceKind.Official, null);
        var recorded = new LedgerEvent(
            new EventHeader(NextGuid(), stream.Name, ++stream.Revision, null, request, new string('0', 64), "generator"), entity, place, jurisdictions, null, null, [citation], body);
        ready.Enqueue(recorded);
        return recorded;
    }

    private Guid NextGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    private static LegalMoment On(int day) => LegalMoment.On(First.PlusDays(day));

    private static Period During(int starts, int? through) => new(On(starts), through is { } last ? On(last) : null, null, null, null);

    private static Quantity Percent(int amount) => new(amount, null, "percent", null, false);
}
