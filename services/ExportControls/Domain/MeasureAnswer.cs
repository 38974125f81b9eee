using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;

namespace Ledger.ExportControls.Domain;

/// <summary>Whether something applied at some moment up to the one asked.</summary>
public enum EverApplied
{
    No,
    Possible,
    Yes,
}

/// <summary>One measure, or an instrument without measures, as it stands for one question at one moment.</summary>
/// <param name="Status">Of the certain reading (DESIGN T5, T7).</param>
/// <param name="IsCertain">False where another reading of approximate dates differs.</param>
/// <param name="Counts">It applies to the question in every reading.</param>
/// <param name="IsPossible">It applies in some reading, not in all.</param>
/// <param name="Match">How the question stands to the scope shown.</param>
/// <param name="Terms">Scope and value shown, before slices come off.</param>
/// <param name="Value">The value that remains; null where it has none.</param>
/// <param name="Because">The effects that hold it back or end it.</param>
/// <param name="OpenParts">What <see cref="Parts"/> reads, sought only where it is asked for.</param>
public sealed record MeasureAnswer(
    Status Status, bool IsCertain, bool Counts, bool IsPossible, ScopeMatch Match, Terms Terms, Quantity? Value, Items<Effect> Because,
    Lazy<Items<Effect>> OpenParts)
{
    /// <summary>Effects on parts that the question may lie in: the measure counts, and these are listed.</summary>
    public Items<Effect> Parts => OpenParts.Value;
}

/// <summary>What of an answer a check counts, without the effects behind it.</summary>
/// <param name="Status">Of the certain reading.</param>
/// <param name="IsCertain">False where another reading of approximate dates differs.</param>
/// <param name="Match">How the question stands to the scope.</param>
/// <param name="Counts">It applies to the question in every reading.</param>
/// <param name="IsPossible">It applies in some reading, not in all.</param>
/// <param name="Value">The value that remains; null where it has none.</param>
public readonly record struct Bearing(Status Status, bool IsCertain, BriefMatch Match, bool Counts, bool IsPossible, Quantity? Value);
