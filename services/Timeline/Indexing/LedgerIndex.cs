using System.Collections.Concurrent;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Sequencing;

namespace Ledger.Timeline.Indexing;

/// <summary>
/// The bitemporal index: every reading that every event ever had, with the cuts of knowledge under which it is the visible one, found by what
/// it is about. It is kept up event by event; a question reads the neighbourhood of what it asks about and nothing else, however long the
/// ledger is. One writer; any number of readers, without a lock: what a reader's position does not know yet, its cut leaves out.
/// </summary>
public sealed class LedgerIndex(PolicyStreams streams)
{
    private readonly Dictionary<string, StreamHistory> _histories = [];
    private readonly ConcurrentDictionary<string, Postings<int>> _streams = new();
    private readonly ConcurrentDictionary<string, Postings<int>> _mentions = new();

    /// <summary>Versions on instruments' streams, by instrument.</summary>
    internal Catalogue Instruments { get; } = new();

    /// <summary>Versions that publish an instrument, by instrument.</summary>
    internal Catalogue Publications { get; } = new();

    /// <summary>Versions that publish a numbered instrument, by how it is called.</summary>
    internal Catalogue Names { get; } = new();

    /// <summary>Versions that introduce a measure, by measure.</summary>
    internal Catalogue Introductions { get; } = new();

    /// <summary>Versions that introduce a measure, by instrument.</summary>
    internal Catalogue MeasuresOf { get; } = new();

    /// <summary>Versions that act on an instrument or what it introduced, by instrument.</summary>
    internal Catalogue ActingOn { get; } = new();

    /// <summary>Versions that act on another effect, by its reference.</summary>
    internal Catalogue Naming { get; } = new();

    /// <summary>Versions on instruments' streams, by reference.</summary>
    internal Catalogue References { get; } = new();

    internal Catalogue Agreements { get; } = new();

    internal Catalogue Facilities { get; } = new();

    /// <summary>Versions by which another agreement takes an agreement's place, by the one replaced.</summary>
    internal Catalogue Replacements { get; } = new();

    /// <summary>Claims, by whom or what they are about.</summary>
    internal Catalogue Claims { get; } = new();

    /// <summary>What the editors state of completeness, by jurisdiction.</summary>
    internal Catalogue Coverage { get; } = new();

    internal GoodsPostings Goods { get; } = new();

    /// <summary>Positions of a stream's events, in order.</summary>
    internal ReadOnlySpan<int> PositionsOf(string stream) => _streams.TryGetValue(stream, out var positions) ? positions.Items : [];

    /// <summary>Positions of the events on other streams that name an entity, an instrument for what it introduced; corrections of these and retractions too.</summary>
    internal ReadOnlySpan<int> PositionsNaming(string entity) => _mentions.TryGetValue(entity, out var positions) ? positions.Items : [];

    /// <summary>Takes the next event of the ledger.</summary>
    internal void Take(SequencedEvent recorded)
    {
        var stream = recorded.Event.Header.Stream;
        if (!_histories.TryGetValue(stream, out var history))
            _histories.Add(stream, history = new StreamHistory());
        var opened = history.Take(recorded);
        _streams.GetOrAdd(stream, static _ => new Postings<int>()).Add((int)recorded.Position);
        foreach (var entity in Mentioned(recorded.Event, history).Distinct())
            _mentions.GetOrAdd(entity, static _ => new Postings<int>()).Add((int)recorded.Position);
        var owner = streams.OwnerOf(stream);
        foreach (var version in opened)
            Add(version, owner);
    }

    private void Add(EffectVersion version, string owner)
    {
        var effect = version.Effect;
        switch (owner)
        {
            case PolicyStreams.Instruments:
                AddControl(version);
                break;
            case PolicyStreams.Agreements:
                Agreements.Add(effect.Entity, version);
                if (effect.Body is AgreementReplaced replaced)
                    Replacements.Add(replaced.Predecessor, version);
                break;
            default:
                Facilities.Add(effect.Entity, version);
                break;
        }
        if (effect.Body is not StatementRecorded statement)
            return;
        foreach (var about in statement.About.Append(effect.Entity).Distinct())
            Claims.Add(about, version);
    }

    private void AddControl(EffectVersion version)
    {
        var effect = version.Effect;
        Instruments.Add(effect.Entity, version);
        References.Add(effect.Reference, version);
        switch (effect.Body)
        {
            case InstrumentPublished published:
                Publications.Add(effect.Entity, version);
                if (published.Number is not null)
                    Names.Add(ExportControls.Domain.Plain.NameOf(published), version);
                break;
            case MeasureIntroduced introduced:
                Introductions.Add(introduced.Measure, version);
                MeasuresOf.Add(effect.Entity, version);
                Goods.Add(introduced.Measure, introduced.Scope);
                break;
            case CoverageStated stated:
                Coverage.Add(stated.Jurisdiction, version);
                break;
            case var body when Targets.Of(body) is { } target:
                if (Reference.IsEffect(target))
                    Naming.Add(target, version);
                else
                    ActingOn.Add(Ids.InstrumentOf(target), version);
                if (body is MeasureAmended { Scope: { } scope })
                    Goods.Add(target, scope);
                break;
        }
    }

    /// <summary>What an event on another stream is about, also where it corrects or retracts one that is.</summary>
    private static IEnumerable<string> Mentioned(LedgerEvent recorded, StreamHistory history)
    {
        var body = recorded.Body switch
        {
            EventCorrected corrected => corrected.Replacement,
            EventRetracted retracted => history.OriginalOf(retracted.Retracts),
            var own => own,
        };
        return body switch
        {
            StatementRecorded statement => statement.About,
            AgreementReplaced replaced => [replaced.Predecessor],
            _ when Targets.Of(body) is { } target => [Reference.IsEffect(target) ? target[..target.LastIndexOf('#')] : Ids.InstrumentOf(target)],
            _ => [],
        };
    }
}
