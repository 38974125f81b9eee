using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Indexing.Columns;
using Ledger.Timeline.Indexing.Timelines;
using Ledger.Timeline.Sequencing;

namespace Ledger.Timeline.Indexing;

/// <summary>
/// The bitemporal index: every reading that every event ever had, with the cuts of knowledge under which it is the visible one, found by what
/// it is about. It is kept up event by event; a question reads the neighbourhood of what it asks about and nothing else, however long the
/// ledger is. One writer; any number of readers, without a lock: what a reader's position does not know yet, its cut leaves out.
/// </summary>
internal sealed class LedgerIndex
{
    private int _taken = -1;

    /// <param name="streams">Whose stream is whose.</param>
    /// <param name="read">Reads the event at a position.</param>
    public LedgerIndex(PolicyStreams streams, Func<long, LedgerEvent> read)
    {
        var postings = new Chunked<Posting>();
        Rows = new EffectRows(read);
        Streams = new StreamNumbers(streams, Rows.Vocabulary.Symbols);
        By = new Catalogues(postings);
        Goods = new GoodsPostings(Rows.Vocabulary.Symbols, postings, new ByteArena());
        Ids = new KnownIds(Rows.Vocabulary.Symbols);
        Corrected = new CorrectedActs(Rows, By, read);
        Kept = new KeptMeasures(this);
        Timelines = new MeasureTimelines(this);
    }

    public EffectRows Rows { get; }

    public StreamNumbers Streams { get; }

    /// <summary>What readers look for rows by.</summary>
    public Catalogues By { get; }

    public GoodsPostings Goods { get; }

    /// <summary>Ids of everything that some row introduces, by kind.</summary>
    public KnownIds Ids { get; }

    /// <summary>The acts that a correction or a retraction ever touched.</summary>
    public CorrectedActs Corrected { get; }

    /// <summary>What was folded of measures lately.</summary>
    public KeptMeasures Kept { get; }

    /// <summary>What was told of the ledger lately.</summary>
    public Told Told { get; } = new();

    /// <summary>How measures stand over all time.</summary>
    public MeasureTimelines Timelines { get; }

    /// <summary>Position of the last event that was taken whole; -1 for none.</summary>
    public int Through => Volatile.Read(ref _taken);

    /// <summary>The number of a word that readers ask for; 0 where the ledger has none such.</summary>
    public int Symbol(string word) => Rows.Vocabulary.Symbols.Find(word);

    /// <summary>Positions of a stream's events, in order.</summary>
    public int[] PositionsOf(string stream) => By.Streams.Of(Keys.Of(Streams.Find(stream))).InOrder();

    /// <summary>Positions of the events on other streams that name an entity, an instrument for what it introduced; corrections of these and retractions too.</summary>
    public int[] PositionsNaming(string entity) => By.Mentions.Of(Keys.Of(Symbol(entity))).InOrder();

    /// <summary>The last position at which a stream's event of that act and ordinal stands; null where none does.</summary>
    public int? PositionOfEffect(string stream, string act, int ordinal)
    {
        var (last, number) = ((int?)null, Streams.Find(stream));
        foreach (var row in By.References.Of(Keys.Of(Symbol(act), ordinal)))
        {
            ref readonly var version = ref Rows.Versions[row];
            if (version.Stream == number && !(version.Recorded <= last))
                last = version.Recorded;
        }
        return last;
    }

    /// <summary>Numbers of the instruments on which it rests what acts on a measure: nothing changes of it unless something is recorded on or about one of them.</summary>
    public int[] RestsOn(string measure, IEnumerable<Effect> acting) =>
        [.. acting.SelectMany(effect => (string[])[effect.Entity, effect.Act]).Append(ExportControls.Domain.Ids.InstrumentOf(measure)).Distinct().Select(Symbol)];

    /// <summary>Whether something was recorded on or about an instrument after one position and up to another.</summary>
    /// <param name="instrument">Number of its id.</param>
    /// <param name="after">Ledger position.</param>
    /// <param name="upTo">Ledger position.</param>
    public bool IsTouched(int instrument, int after, int upTo) => LastTouched(instrument, upTo) > after;

    /// <summary>The last position up to one at which something was recorded on or about an instrument; -1 for none.</summary>
    public int LastTouched(int instrument, int upTo)
    {
        foreach (var touched in By.Touches.Of(Keys.Of(instrument)))
        {
            if (touched <= upTo)
                return touched;
        }
        return -1;
    }

    /// <summary>Adds the positions after one and up to another at which something was recorded on or about an instrument.</summary>
    public void AddTouched(int instrument, int after, int upTo, ISet<int> positions)
    {
        foreach (var touched in By.Touches.Of(Keys.Of(instrument)))
        {
            if (touched <= after)
                return;
            if (touched <= upTo)
                positions.Add(touched);
        }
    }

    /// <summary>Takes the next event of the ledger.</summary>
    /// <param name="recorded">The event.</param>
    /// <param name="stream">Number of its stream.</param>
    /// <exception cref="InvalidOperationException">The stream is corrupt: a correction names no event of it.</exception>
    public void Take(SequencedEvent recorded, int stream)
    {
        var owner = Streams.OwnerOf(stream);
        var (act, body) = Taken(recorded, stream, owner);
        By.Streams.Add(Keys.Of(stream), (int)recorded.Position);
        foreach (var entity in Mentioned(recorded.Event.Body, act, body).Distinct())
            By.Mentions.Add(Keys.Of(Rows.Vocabulary.Symbols.Add(entity)), (int)recorded.Position);
        Volatile.Write(ref _taken, (int)recorded.Position);
    }

    /// <summary>Says up to where saved columns reach that have been loaded.</summary>
    public void Begin(int position) => Volatile.Write(ref _taken, position);

    /// <summary>Opens and closes rows; answers the history of the act where it was ever corrected, and what the event says of policy.</summary>
    private (ActHistory? Act, EventBody Body) Taken(SequencedEvent recorded, int stream, string owner)
    {
        var taken = recorded.Event;
        var reference = taken.Body switch
        {
            EventCorrected corrected => corrected.Corrects,
            EventRetracted retracted => retracted.Retracts,
            _ => null,
        };
        var act = Rows.Vocabulary.Symbols.Add(reference is null ? taken.Place!.Act : Reference.Split(reference).Event is var name ? name[..name.LastIndexOf('#')] : null);
        var key = Keys.Of(stream, act);
        if (reference is null && !Corrected.Holds(key) && !IsRecorded(stream, act, taken.Place!.Ordinal))
        {
            Open(Plain(recorded, key), stream, taken.Place.Zone, recorded.Position, owner);
            return (null, taken.Body);
        }
        var history = Corrected.Take(key, recorded, (in reading, zone, at) => Open(reading, stream, zone, at, owner), (row, at) => Close(row, at, owner));
        return (history, taken.Body);
    }

    /// <summary>How an event reads whose act was never corrected: as recorded, under the announcement of the act's first event on the stream.</summary>
    private EffectReading Plain(SequencedEvent recorded, ulong act)
    {
        var taken = recorded.Event;
        var place = taken.Place!;
        var (announcedOn, sequence) = (place.AnnouncedOn, place.Sequence);
        var first = By.Acts.Find(act);
        if (first == 0)
        {
            By.Acts.Set(act, Rows.Versions.Count + 1);
        }
        else
        {
            ref readonly var version = ref Rows.Versions[first - 1];
            (announcedOn, sequence) = (Rows.Vocabulary.Moment(version.AnnouncedOn)!, version.Sequence);
        }
        var effect = new Effect(
            taken.Entity, place.Act, place.Ordinal, announcedOn, sequence, StreamVersions.ZoneOf(place.Zone, taken.Jurisdictions), taken.Jurisdictions, taken.Body, recorded, recorded);
        return new EffectReading(effect, PublishedCut.OfAnnouncement(announcedOn), PublishedCut.Never);
    }

    private bool IsRecorded(int stream, int act, int ordinal)
    {
        foreach (var row in By.References.Of(Keys.Of(act, ordinal)))
        {
            if (Rows.Versions[row].Stream == stream)
                return true;
        }
        return false;
    }

    private int Open(in EffectReading reading, int stream, string? zone, long position, string owner)
    {
        var row = Rows.Open(reading, stream, zone, position);
        ref readonly var version = ref Rows.Versions[row];
        var entity = Keys.Of(version.Entity);
        var body = reading.Effect.Body;
        By.References.Add(Keys.Of(version.Act, version.Ordinal), row);
        switch (owner)
        {
            case PolicyStreams.Instruments:
                AddControl(row, version, reading.Effect);
                Touch(row, reading.Effect.Body, position);
                break;
            case PolicyStreams.Agreements:
                if (By.Agreements.Add(entity, row))
                    Ids.Agreements.Add(version.Entity);
                if (body is AgreementReplaced replaced)
                    By.Replacements.Add(KeyOf(replaced.Predecessor), row);
                break;
            default:
                if (By.Facilities.Add(entity, row))
                    Ids.Facilities.Add(version.Entity);
                break;
        }
        if (body is StatementRecorded statement)
        {
            foreach (var about in statement.About.Append(reading.Effect.Entity).Distinct())
                By.Claims.Add(KeyOf(about), row);
        }
        return row;
    }

    private void Close(int row, long position, string owner)
    {
        Rows.Close(row, position);
        if (owner == PolicyStreams.Instruments)
            Touch(row, Rows.BodyOf(Rows.Versions[row]), position);
    }

    /// <summary>Notes that something changed of an instrument, and of the one that it acts on or names.</summary>
    private void Touch(int row, EventBody body, long position)
    {
        var own = Keys.Of(Rows.Versions[row].Entity);
        By.Touches.Add(own, (int)position);
        var other = body is MeasureIntroduced introduced ? KeyOf(ExportControls.Domain.Ids.InstrumentOf(introduced.Measure))
            : Targets.Of(body) is { } target ? KeyOf(InstrumentNamed(target)) : own;
        if (other != own)
            By.Touches.Add(other, (int)position);
    }

    private static string InstrumentNamed(string target) =>
        Reference.IsEffect(target) ? target[..target.LastIndexOf('#')] : ExportControls.Domain.Ids.InstrumentOf(target);

    private void AddControl(int row, in EffectVersion version, Effect effect)
    {
        By.Instruments.Add(Keys.Of(version.Entity), row);
        switch (effect.Body)
        {
            case InstrumentPublished published:
                if (By.Publications.Add(Keys.Of(version.Entity), row))
                    Ids.Instruments.Add(version.Entity);
                if (published.Number is not null)
                    By.Names.Add(KeyOf(ExportControls.Domain.Plain.NameOf(published)), row);
                break;
            case MeasureIntroduced introduced:
                var measure = Rows.Vocabulary.Symbols.Add(introduced.Measure);
                if (By.Introductions.Add(Keys.Of(measure), row))
                {
                    Ids.Measures.Add(measure);
                    foreach (var above in ExportControls.Domain.Ids.Above(introduced.Measure))
                        By.MeasuresUnder.Add(KeyOf(above), measure);
                }
                Goods.Add(new GoodsTarget(measure, covers: false), introduced.Scope);
                break;
            case CoverageStated stated:
                By.Coverage.Add(KeyOf(stated.Jurisdiction), row);
                break;
            case var body when Targets.Of(body) is { } target:
                if (Reference.IsEffect(target))
                    By.Naming.Add(Keys.OfReference(target, Rows.Vocabulary.Symbols.Add), row);
                else
                    By.ActingOn.Add(KeyOf(ExportControls.Domain.Ids.InstrumentOf(target)), row);
                if (body is MeasureAmended { Scope: { } scope })
                    Goods.Add(new GoodsTarget(Rows.Vocabulary.Symbols.Add(target), covers: true), scope);
                break;
        }
    }

    private ulong KeyOf(string word) => Keys.Of(Rows.Vocabulary.Symbols.Add(word));

    /// <summary>What an event on another stream is about, also where it corrects or retracts one that is.</summary>
    private static IEnumerable<string> Mentioned(EventBody body, ActHistory? act, EventBody own) =>
        (body switch { EventCorrected corrected => corrected.Replacement, EventRetracted retracted => act!.OriginalOf(retracted.Retracts), _ => own }) switch
        {
            StatementRecorded statement => statement.About,
            AgreementReplaced replaced => [replaced.Predecessor],
            var said when Targets.Of(said) is { } target => [InstrumentNamed(target)],
            _ => [],
        };
}
