using Ledger.Kernel;

namespace Ledger.Specs.Telling;

/// <summary>Corrections, errata and retractions as specs tell them.</summary>
internal static class Corrections
{
    /// <summary>A ledger error: what was entered is not so.</summary>
    public static CorrectEvent Correct(string reference, EventBody replacement, string? announcedOn = null, int? sequence = null) =>
        new(Request(reference), EntityOf(reference), [Act.Gazette], reference, CorrectionKind.LedgerError, null,
            announcedOn is null ? null : LegalMoment.Parse(announcedOn), sequence, Act.Plain(replacement));

    /// <summary>A source erratum: the source itself was amended on a day.</summary>
    public static CorrectEvent Erratum(string reference, string publishedOn, EventBody replacement) =>
        new(Request(reference), EntityOf(reference), [Act.Gazette], reference, CorrectionKind.SourceErratum, LegalMoment.Parse(publishedOn), null, null, Act.Plain(replacement));

    public static RetractEvent Retract(string reference) => new(Request(reference), EntityOf(reference), [Act.Gazette], reference, "it was entered by mistake");

    private static Guid Request(string reference) => NameBasedGuid.Of(NameBasedGuid.LedgerNamespace, reference);

    /// <summary>Acts of export controls are named by their instrument, so that the reference tells the stream.</summary>
    private static string EntityOf(string reference) => reference[..reference.LastIndexOf('#')];
}
