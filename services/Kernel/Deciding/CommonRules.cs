namespace Ledger.Kernel.Deciding;

/// <summary>The rules that hold on any stream of any owner.</summary>
public static class CommonRules
{
    public static readonly Rule NoEffects = new("LG-01", "An act is recorded with at least one effect.");
    public static readonly Rule AnnouncedOn = new("LG-02", "An act is announced on a civil day, or between days of which the last is known.");
    public static readonly Rule Jurisdiction = new("LG-03", "Every effect has at least one jurisdiction, from ISO 3166 or the published table of organisations.");
    public static readonly Rule Zone = new("LG-04", "An act of several jurisdictions, or of one without a legal zone, states its zone by tzdb id.");
    public static readonly Rule DoubtfulMoment = new("LG-05", "A local moment that daylight saving doubles or skips needs an offset.");
    public static readonly Rule Ordinal = new("LG-06", "Ordinals count from 1 and name one effect of an act; effects added to an act later state theirs.");
    public static readonly Rule OneAnnouncement = new("LG-07", "All effects of one act on a stream are announced on the same day, in the same sequence and zone.");
    public static readonly Rule Citation = new("LG-08", "Every effect has a citation with a URL or a document number; only a statement may rest on an editor's knowledge.");
    public static readonly Rule UnknownReference = new("LG-09", "A correction or retraction names an event of this stream that is recorded.");
    public static readonly Rule NotTheHead = new("LG-10", "A correction, or the retraction of one, names the head of its version, and a new erratum the last version.");
    public static readonly Rule Retracted = new("LG-11", "An event that was retracted is neither corrected nor retracted again.");
    public static readonly Rule ErratumDay = new("LG-12", "A source erratum states the day it was published, which is not before what it corrects; a ledger error has none.");
    public static readonly Rule SameKind = new("LG-13", "A replacement is of the same kind as the effect it replaces.");
    public static readonly Rule EntityId = new("LG-14", "An entity id is a slug of lower-case letters, digits, dots and hyphens.");
    public static readonly Rule Amount = new("LG-15", "An amount has a unit and is not negative, and a range does not run backwards.");
    public static readonly Rule ErratumMovesNothing = new("LG-16", "A source erratum stands in the act's own place: it does not move the act's announcement.");

    /// <summary>All of them, for the published list of codes.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        NoEffects, AnnouncedOn, Jurisdiction, Zone, DoubtfulMoment, Ordinal, OneAnnouncement, Citation, UnknownReference, NotTheHead, Retracted,
        ErratumDay, SameKind, EntityId, Amount, ErratumMovesNothing,
    ];
}
