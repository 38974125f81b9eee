using Ledger.Kernel.Lifespans;

namespace Ledger.ExportControls.Domain;

/// <summary>One status for several parts or measures (DESIGN T5).</summary>
public static class CommonStatus
{
    /// <summary>Of the parts of one measure: the first of T5's order that holds for the whole.</summary>
    public static Status OfCells(IReadOnlyList<Status> cells)
    {
        if (cells.Count == 1 || cells.Distinct().Count() == 1)
            return cells[0];
        var live = cells.Where(status => !Standing.IsOver(status)).ToList();
        if (live.Count == 0)
        {
            return cells.All(status => status is Status.Annulled or Status.Withdrawn) ? Status.Withdrawn
                : cells.All(status => status is Status.Annulled or Status.Withdrawn or Status.Repealed) ? Status.Repealed
                : Status.Lapsed;
        }
        if (live.TrueForAll(status => status is Status.NotYetAnnounced or Status.Announced))
            return live.TrueForAll(status => status == Status.NotYetAnnounced) ? Status.NotYetAnnounced : Status.Announced;
        var begun = live.Where(status => status is not (Status.NotYetAnnounced or Status.Announced)).ToList();
        return begun.TrueForAll(status => status == Status.Suspended) ? Status.Suspended
            : begun.TrueForAll(status => status is Status.Suspended or Status.Exempted) ? Status.Exempted
            : begun.Exists(status => status is Status.Suspended or Status.PartlySuspended) ? Status.PartlySuspended
            : begun.Exists(status => status is Status.Exempted or Status.PartlyExempted) ? Status.PartlyExempted
            : Status.InForce;
    }

    /// <summary>Of the measures of a clause or instrument: their common status, else mixed.</summary>
    public static Status OfMeasures(IReadOnlyList<Status> measures) =>
        measures.Distinct().Count() == 1 ? measures[0] : Status.Mixed;
}
