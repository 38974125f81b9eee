using Ledger.Kernel;

namespace Ledger.Specs.Telling;

/// <summary>A legal act as a spec tells it: short where nothing is said, and a command where one is wanted.</summary>
internal sealed record Act(
    string Entity, string? Id, string AnnouncedOn, int Sequence, string? Zone, Items<string> Jurisdictions, bool AcceptsUnresolved,
    Items<Citation> Citations, Items<ProposedEffect> Effects)
{
    public static Citation Gazette { get; } = new("https://example.org/gazette", null, null, null, null, null, SourceKind.Official, null);

    /// <summary>An act of China with its effects in order.</summary>
    public static Act Of(string entity, string announcedOn, params IEnumerable<EventBody> effects) =>
        new(entity, null, announcedOn, 0, null, ["CN"], false, [Gazette], effects.Select(Plain).ToItems());

    public static ProposedEffect Plain(EventBody body) => new(null, [], null, null, [], body);

    public Act In(params string[] jurisdictions) => this with { Jurisdictions = jurisdictions.ToItems() };

    public Act WithZone(string zone) => this with { Zone = zone };

    public Act Named(string id) => this with { Id = id };

    public Act InPlace(int sequence) => this with { Sequence = sequence };

    public Act Citing(params Citation[] citations) => this with { Citations = citations.ToItems() };

    /// <summary>Accepts targets that are not recorded.</summary>
    public Act Accepting() => this with { AcceptsUnresolved = true };

    /// <summary>States ordinals from a number on, as effects added to an act later must.</summary>
    public Act From(int ordinal) => this with { Effects = Effects.Select((effect, i) => effect with { Ordinal = ordinal + i }).ToItems() };

    public RecordAct Command => new(
        NameBasedGuid.Of(NameBasedGuid.LedgerNamespace, $"{Entity} {AnnouncedOn} {Effects}"), Entity, Citations, Id, LegalMoment.Parse(AnnouncedOn), Sequence, Zone,
        Jurisdictions, AcceptsUnresolved, Effects);

    public static implicit operator Command(Act act) => act.Command;
}
