using Ledger.Kernel;

namespace Ledger.ExportControls.Domain;

/// <summary>The rules of export controls. The code is contract; the sentence may improve.</summary>
public static class ExportControlsRules
{
    public static readonly Rule UnknownInstrument = new("XC-01", "An instrument is published before anything else stands on its stream.");
    public static readonly Rule InstrumentTwice = new("XC-02", "An instrument is issuer, year and number, and is published once.");
    public static readonly Rule MeasureId = new("XC-03", "A measure's id is its instrument's, then clause and limb.");
    public static readonly Rule MeasureTwice = new("XC-04", "A measure is introduced once.");
    public static readonly Rule PeriodBackwards = new("XC-05", "A measure, an amendment or an exemption does not end before it begins.");
    public static readonly Rule UnknownTarget = new("XC-06", "What an act targets is recorded, unless the request accepts that it is not.");
    public static readonly Rule SuspensionBackwards = new("XC-07", "A suspension cannot end before it begins.");
    public static readonly Rule TargetKind = new("XC-08", "An act names a target of the kind that it acts on.");
    public static readonly Rule OutsideScope = new("XC-09", "A part lies within the scope of what it is a part of.");
    public static readonly Rule SliceTooLarge = new("XC-10", "A slice is an interval of the value, no larger than the value.");
    public static readonly Rule ExtendsEnded = new("XC-11", "What has ended when the act is announced is extended only with a start of its own.");
    public static readonly Rule ExtendsEndless = new("XC-12", "What has no end cannot be extended.");
    public static readonly Rule NotRunning = new("XC-13", "A suspension or exemption is ended while it is running.");
    public static readonly Rule WithdrawsBegun = new("XC-14", "What has begun cannot be withdrawn; it can be repealed or suspended.");
    public static readonly Rule NothingToMove = new("XC-15", "A start is moved before its period has ended, to a day before that end.");
    public static readonly Rule EmptyScope = new("XC-16", "A scope or a part states at least one key.");
    public static readonly Rule MalformedKey = new("XC-17", "Keys of a scope are well formed: ISO 3166 countries, element symbols, code digits.");
    public static readonly Rule EmptyAmendment = new("XC-18", "An amendment states a scope or a value.");
    public static readonly Rule ReachesBack = new("XC-19", "Annulments, stays, their endings and reversals reach only effects before them in legal order.");
    public static readonly Rule RestoresRepeal = new("XC-20", "What an amendment restores is a repeal of the same measure.");
    public static readonly Rule ValueMissing = new("XC-21", "A charge or a quota states its value, or that it is not stated.");
    public static readonly Rule StageBackwards = new("XC-22", "A stage of a proceeding does not end before it begins.");
    public static readonly Rule CoverageUnknown = new("XC-23", "Coverage is stated of a known jurisdiction, through a known day.");
    public static readonly Rule ActsOnItself = new("XC-24", "An act does not target the very effect that it is.");

    /// <summary>All of them, for the published list of codes.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        UnknownInstrument, InstrumentTwice, MeasureId, MeasureTwice, PeriodBackwards, UnknownTarget, SuspensionBackwards, TargetKind, OutsideScope,
        SliceTooLarge, ExtendsEnded, ExtendsEndless, NotRunning, WithdrawsBegun, NothingToMove, EmptyScope, MalformedKey, EmptyAmendment,
        ReachesBack, RestoresRepeal, ValueMissing, StageBackwards, CoverageUnknown, ActsOnItself,
    ];
}
