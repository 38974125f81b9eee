using System.Text.RegularExpressions;

namespace Ledger.ExportControls.Domain;

/// <summary>Ids of instruments, clauses and measures: instrument / clause / limb (DESIGN section 3).</summary>
public static partial class Ids
{
    /// <summary>The instrument of a measure, clause or instrument.</summary>
    public static string InstrumentOf(string id)
    {
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? id : id[..slash];
    }

    /// <summary>True when a target is the measure itself, a clause above it, or its instrument.</summary>
    public static bool Covers(string target, string measure) =>
        measure.StartsWith(target, StringComparison.Ordinal) && (measure.Length == target.Length || measure[target.Length] == '/');

    /// <summary>What covers a measure beside itself: its instrument and the clauses in between.</summary>
    public static IEnumerable<string> Above(string measure)
    {
        for (var slash = measure.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = measure.IndexOf('/', slash + 1))
            yield return measure[..slash];
    }

    public static bool IsMeasureOf(string instrument, string id) => Covers(instrument, id) && id != instrument && MeasureId().IsMatch(id);

    public static bool IsTarget(string id) => TargetId().IsMatch(id);

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]*(/[A-Za-z0-9][A-Za-z0-9.-]*)+$")]
    private static partial Regex MeasureId();

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]*(/[A-Za-z0-9][A-Za-z0-9.-]*)*$")]
    private static partial Regex TargetId();
}
