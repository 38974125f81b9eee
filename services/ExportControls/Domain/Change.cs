using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>What comes next for one measure if nobody acts (DESIGN T4).</summary>
/// <param name="At">First instant at which the answer differs (effective axis).</param>
/// <param name="Life">The measure.</param>
/// <param name="Before">As it stands at the moment asked.</param>
/// <param name="After">As it stands from <paramref name="At"/>.</param>
/// <param name="Ever">Whether it applied before: it springs back only if it did.</param>
public sealed record Change(Instant At, MeasureLife Life, MeasureAnswer Before, MeasureAnswer After, EverApplied Ever)
{
    /// <summary>The effect whose date it is: the last in legal order that has a boundary there.</summary>
    public Effect? By => Life.Acting.LastOrDefault(effect => Readings.BoundariesOf(effect).Contains(At));

    /// <summary>First change of a listed measure's status, value or certainty after a moment.</summary>
    public static Change? Following(MeasureLife life, Instant moment) =>
        life.NextChangeAfter(moment) is { } next
            ? new Change(next.At, life, life.At(moment), next.Answer, life.EverAppliedBy(moment))
            : null;
}
