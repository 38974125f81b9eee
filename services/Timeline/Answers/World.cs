using Ledger.Agreements.Domain;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Facilities.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Sequencing;
using NodaTime;

namespace Ledger.Timeline.Answers;

/// <summary>
/// Everything visible at one cut of knowledge: a plain fold over the ledger's prefix (DESIGN T6, T9, T11). What it means is the three
/// domains' to say. Immutable; safe for many readers.
/// </summary>
public sealed class World
{
    private readonly Dictionary<string, List<Effect>> _agreements = [];
    private readonly Dictionary<string, List<Effect>> _facilities = [];
    private readonly Dictionary<string, List<Effect>> _replacements = [];
    private readonly Dictionary<string, List<Effect>> _claims = [];

    private readonly ILookup<string, string> _instrumentNames;

    private World(LedgerSnapshot ledger, LocalDate? published, PolicyStreams streams)
    {
        var instruments = new List<Effect>();
        foreach (var effect in Versions.Visible(ledger.Events, published))
        {
            Index(effect, streams.OwnerOf(effect.Recorded.Event.Header.Stream), instruments);
        }
        Controls = new Controls(instruments);
        _instrumentNames = Controls.Instruments.Select(id => Controls.Instrument(id)!.Body).OfType<InstrumentPublished>().Where(published => published.Number is not null)
            .ToLookup(ExportControls.Domain.Plain.NameOf, published => published.Title);
        Effects = [.. instruments.Concat(_agreements.Values.Concat(_facilities.Values).SelectMany(effects => effects))];
    }

    /// <summary>The visible effects of all instruments.</summary>
    public Controls Controls { get; }

    /// <summary>All visible effects of all owners.</summary>
    public IReadOnlyList<Effect> Effects { get; }

    /// <summary>Ids of agreements that are announced or signed, in natural order.</summary>
    public IEnumerable<string> Agreements => _agreements.Where(entry => entry.Value.Exists(effect => effect.Body is AgreementAnnounced or AgreementSigned))
        .Select(entry => entry.Key).Order(NaturalOrder);

    /// <summary>Ids of facilities that are registered, in natural order.</summary>
    public IEnumerable<string> Facilities => _facilities.Where(entry => entry.Value.Exists(effect => effect.Body is FacilityRegistered))
        .Select(entry => entry.Key).Order(NaturalOrder);

    public static IComparer<string> NaturalOrder { get; } = Comparer<string>.Create(LegalOrder.CompareNaturally);

    /// <summary>
    /// How an instrument is called: by its number and year, and by its issuer as well where an instrument of another bears the same (an
    /// instrument is issuer, year and number, never the number alone).
    /// </summary>
    public string NameOf(InstrumentPublished published)
    {
        var name = ExportControls.Domain.Plain.NameOf(published);
        return published.Number is not null && _instrumentNames[name].Count() > 1 && !published.Issuers.IsEmpty ? $"{name} ({Words.List(published.Issuers)})" : name;
    }

    /// <summary>What is visible.</summary>
    public static World Of(Cut cut, PolicyStreams streams) => new(cut.Ledger, cut.Published, streams);

    /// <summary>An agreement; null where nothing visible announces or signs it.</summary>
    public AgreementLife? Agreement(string id) =>
        _agreements.TryGetValue(id, out var effects) ? AgreementLife.Of(id, effects, _replacements.GetValueOrDefault(id) ?? []) : null;

    /// <summary>A facility; null where nothing visible registers it.</summary>
    public FacilityLife? Facility(string id) => _facilities.TryGetValue(id, out var effects) ? FacilityLife.Of(id, effects) : null;

    /// <summary>Claims on an entity's own stream, or about it on another's, in legal order.</summary>
    public IEnumerable<Effect> ClaimsAbout(string id) => (_claims.GetValueOrDefault(id) ?? []).Order(LegalOrder.Instance);

    /// <summary>The visible effects on an entity's own stream, in legal order.</summary>
    public IEnumerable<Effect> EffectsOn(string entity) =>
        (_agreements.GetValueOrDefault(entity) ?? _facilities.GetValueOrDefault(entity) ?? Controls.Of(entity)).Order(LegalOrder.Instance);

    /// <summary>
    /// Effects on an agreement's or a facility's own stream that find nothing to act on, in legal order: an agreement that takes the place of
    /// one that is not there among them.
    /// </summary>
    public IEnumerable<Effect> DanglingOn(string id)
    {
        var replacing = (_agreements.GetValueOrDefault(id) ?? []).Where(effect => effect.Body is AgreementReplaced replaced && Agreement(replaced.Predecessor) is null);
        return (Agreement(id)?.Dangling ?? []).Concat(Facility(id)?.Dangling ?? []).Concat(replacing).Distinct(ReferenceEqualityComparer.Instance).Cast<Effect>().Order(LegalOrder.Instance);
    }

    /// <summary>True where something visible introduces the id, whoever owns it.</summary>
    public bool IsIntroduced(string id) => Controls.IsIntroduced(id) || Agreement(id) is not null || Facility(id) is not null;

    private void Index(Effect effect, string owner, List<Effect> instruments)
    {
        switch (owner)
        {
            case PolicyStreams.Instruments:
                instruments.Add(effect);
                break;
            case PolicyStreams.Agreements:
                Put(_agreements, effect.Entity, effect);
                if (effect.Body is AgreementReplaced replaced)
                    Put(_replacements, replaced.Predecessor, effect);
                break;
            default:
                Put(_facilities, effect.Entity, effect);
                break;
        }
        if (effect.Body is not StatementRecorded statement)
            return;
        foreach (var about in statement.About.Append(effect.Entity).Distinct())
            Put(_claims, about, effect);
    }

    private static void Put(Dictionary<string, List<Effect>> index, string key, Effect effect)
    {
        if (!index.TryGetValue(key, out var effects))
            index.Add(key, effects = []);
        effects.Add(effect);
    }
}

/// <summary>The worlds asked for last, so that a page or a list of questions at one coordinate folds the ledger once.</summary>
public sealed class RecentWorlds(PolicyStreams streams)
{
    private const int Kept = 16;

    private readonly Lock _gate = new();
    private readonly LinkedList<((long Position, LocalDate? Published) Key, Lazy<World> World)> _recent = [];

    public World Of(Cut cut)
    {
        Lazy<World> found;
        lock (_gate)
        {
            var key = (cut.Ledger.Position, cut.Published);
            var node = _recent.First;
            while (node is not null && node.Value.Key != key)
                node = node.Next;
            if (node is null)
                node = new LinkedListNode<((long, LocalDate?), Lazy<World>)>((key, new Lazy<World>(() => World.Of(cut, streams))));
            else
                _recent.Remove(node);
            _recent.AddFirst(node);
            if (_recent.Count > Kept)
                _recent.RemoveLast();
            found = node.Value.World;
        }
        return found.Value;
    }
}
