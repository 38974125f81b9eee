using System.Collections.Concurrent;
using Ledger.Agreements.Domain;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Facilities.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Indexing;
using Ledger.Timeline.Sequencing;
using NodaTime;

namespace Ledger.Timeline.Answers;

/// <summary>
/// Everything visible at one cut of knowledge, as the three domains understand it (DESIGN T6, T9, T11). Immutable; safe for many readers.
/// </summary>
/// <param name="visible">Where the visible effects are found.</param>
public sealed class World(IVisible visible)
{
    private ConcurrentDictionary<string, string>? _titles;
    private Counted? _counted;

    /// <summary>The visible effects of all instruments.</summary>
    public Controls Controls { get; } = new(visible.Controls);

    /// <summary>What was told of this ledger lately.</summary>
    public Told Told => visible.Told;

    /// <summary>Ids of agreements that are announced or signed, in natural order.</summary>
    public IEnumerable<string> Agreements => visible.Agreements.Where(id => visible.OfAgreement(id).Any(effect => Introduces(effect.Body)));

    /// <summary>Ids of facilities that are registered, in natural order.</summary>
    public IEnumerable<string> Facilities => visible.Facilities.Where(id => visible.OfFacility(id).Any(effect => Introduces(effect.Body)));

    /// <summary>How many there are of all these.</summary>
    public Counted Counted => _counted ??= visible.Count(Introduces);

    /// <summary>
    /// How an instrument is called: by its number and year, and by its issuer as well where an instrument of another bears the same (an
    /// instrument is issuer, year and number, never the number alone).
    /// </summary>
    public string NameOf(InstrumentPublished published)
    {
        var name = ExportControls.Domain.Plain.NameOf(published);
        return published.Number is not null && !published.Issuers.IsEmpty && BearersOf(name) > 1 ? $"{name} ({Words.List(published.Issuers)})" : name;
    }

    /// <summary>How an entity is called: an instrument by its number, and its issuer where another bears the same; an agreement or facility by its title or name; the id where nothing says.</summary>
    public string TitleOf(string id)
    {
        var known = LazyInitializer.EnsureInitialized(ref _titles);
        return known.TryGetValue(id, out var title) ? title : known.GetOrAdd(id, Titled(id));
    }

    /// <summary>What is visible, by the index.</summary>
    public static World Of(Cut cut) => new(new IndexedView(cut.Ledger.Index, cut));

    /// <summary>What is visible, by the plain fold of the whole ledger: the reference.</summary>
    public static World Folded(Cut cut, PolicyStreams streams) => new(new FoldedView(cut, streams));

    /// <summary>An agreement; null where nothing visible announces or signs it.</summary>
    public AgreementLife? Agreement(string id) => visible.OfAgreement(id) is { Count: > 0 } effects ? AgreementLife.Of(id, effects, visible.Replacing(id)) : null;

    /// <summary>A facility; null where nothing visible registers it.</summary>
    public FacilityLife? Facility(string id) => visible.OfFacility(id) is { Count: > 0 } effects ? FacilityLife.Of(id, effects) : null;

    /// <summary>Claims on an entity's own stream, or about it on another's, in legal order.</summary>
    public IReadOnlyList<Effect> ClaimsAbout(string id) => visible.ClaimsAbout(id);

    /// <summary>What the editors state of completeness for a jurisdiction, in legal order.</summary>
    public IReadOnlyList<Effect> CoverageOf(string jurisdiction) => visible.CoverageOf(jurisdiction);

    /// <summary>The visible effects on an entity's own stream, in legal order.</summary>
    public IReadOnlyList<Effect> EffectsOn(string entity) =>
        visible.OfAgreement(entity) is { Count: > 0 } agreement ? agreement : visible.OfFacility(entity) is { Count: > 0 } facility ? facility : Controls.Of(entity);

    /// <summary>
    /// Effects on an agreement's or a facility's own stream that find nothing to act on, in legal order: an agreement that takes the place of
    /// one that is not there among them.
    /// </summary>
    public IEnumerable<Effect> DanglingOn(string id)
    {
        var replacing = visible.OfAgreement(id).Where(effect => effect.Body is AgreementReplaced replaced && Agreement(replaced.Predecessor) is null);
        return (Agreement(id)?.Dangling ?? []).Concat(Facility(id)?.Dangling ?? []).Concat(replacing).Distinct(ReferenceEqualityComparer.Instance).Cast<Effect>().Order(LegalOrder.Instance);
    }

    /// <summary>True where something visible introduces the id, whoever owns it.</summary>
    public bool IsIntroduced(string id) => Controls.IsIntroduced(id) || Agreement(id) is not null || Facility(id) is not null;

    private string Titled(string id) =>
        Controls.Instrument(ExportControls.Domain.Ids.InstrumentOf(id))?.Body is InstrumentPublished published ? NameOf(published)
            : EffectsOn(id).Select(effect => effect.Body switch
            {
                AgreementAnnounced announced => announced.Title,
                AgreementSigned signed => signed.Title,
                FacilityRegistered registered => registered.Name,
                _ => null,
            }).FirstOrDefault(title => title is not null) ?? id;

    private static bool Introduces(EventBody body) => body is AgreementAnnounced or AgreementSigned or FacilityRegistered;

    /// <summary>Instruments that bear a name.</summary>
    private int BearersOf(string name) =>
        visible.PublicationsNamed(name).Where(publication => ReferenceEquals(Controls.Instrument(publication.Entity), publication)).Select(publication => publication.Entity).Distinct().Count();
}

/// <summary>The worlds asked for last, so that a page or a list of questions at one coordinate reads what is visible once.</summary>
public sealed class RecentWorlds
{
    private const int Kept = 16;

    private readonly Lock _gate = new();
    private readonly LinkedList<((LedgerColumns Ledger, long Position, LocalDate? Published) Key, Lazy<World> World)> _recent = [];

    public World Of(Cut cut)
    {
        Lazy<World> found;
        lock (_gate)
        {
            var key = (cut.Ledger.Columns, cut.Ledger.Position, cut.Published);
            var node = _recent.First;
            while (node is not null && node.Value.Key != key)
                node = node.Next;
            if (node is null)
                node = new LinkedListNode<((LedgerColumns, long, LocalDate?), Lazy<World>)>((key, new Lazy<World>(() => World.Of(cut))));
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
