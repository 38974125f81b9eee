using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>What comes next for one measure if nobody acts (DESIGN T4). How it stands before and after is read when it is asked for.</summary>
/// <param name="at">First instant at which the answer differs (effective axis).</param>
/// <param name="life">The measure.</param>
/// <param name="since">The moment asked.</param>
/// <param name="answerAt">How the measure stands at an instant.</param>
public sealed class Change(Instant at, MeasureLife life, Instant since, Func<Instant, MeasureAnswer> answerAt)
{
    /// <summary>First instant at which the answer differs (effective axis).</summary>
    public Instant At => at;

    /// <summary>The measure.</summary>
    public MeasureLife Life => life;

    /// <summary>As it stands at the moment asked.</summary>
    public MeasureAnswer Before => field ??= answerAt(since);

    /// <summary>As it stands from <see cref="At"/>.</summary>
    public MeasureAnswer After => field ??= answerAt(at);

    /// <summary>Whether it applied before: it springs back only if it did.</summary>
    public EverApplied Ever => life.EverAppliedBy(since);

    /// <summary>The effect whose date it is: the last in legal order that has a boundary there.</summary>
    public Effect? By => life.Acting.LastOrDefault(effect => Readings.BoundariesOf(effect).Contains(at));

    /// <summary>First change of a listed measure's status, value or certainty after a moment.</summary>
    public static Change? Following(MeasureLife life, Instant moment) => life.NextChangeAfter(moment) is { } next ? new Change(next.At, life, moment, life.At) : null;
}
