using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Facilities.Domain;

/// <summary>The life of one licence or condition, over all moments. No court annuls effects here, so one fold in each reading serves them all.</summary>
internal sealed class LicenceLife
{
    private readonly Dictionary<Reading, Lifespan> _lifespans;
    private readonly List<LicencePeriod> _periods;

    /// <param name="acting">What introduces it and acts on it, in legal order.</param>
    public LicenceLife(IReadOnlyList<Effect> acting)
    {
        Acting = acting;
        var steps = acting.Select(LicenceSteps.Of).ToList();
        _lifespans = Readings.All.ToDictionary(reading => reading, reading => Lifespan.Fold(steps, reading, static _ => false));
        _periods = LicencePeriod.Of(In(Reading.Shown), acting);
    }

    /// <summary>What introduces it and acts on it, in legal order.</summary>
    public IReadOnlyList<Effect> Acting { get; }

    public Lifespan In(Reading reading) => _lifespans[reading];

    /// <summary>Its status in the certain reading, and whether every other reading has the same (DESIGN T7).</summary>
    public (Status Status, bool IsCertain) StatusAt(Instant moment)
    {
        var status = In(Reading.Shown).At(moment).Status;
        return (status, _lifespans.Values.All(lifespan => lifespan.At(moment).Status == status));
    }

    /// <summary>The period that runs or ran last; before the first has begun, the first.</summary>
    public LicencePeriod PeriodAt(Instant moment) => _periods.FindLast(period => period.Start <= moment) ?? _periods[0];
}

/// <summary>A period of a licence or condition as placed, in the certain reading, and as worded.</summary>
/// <param name="Start">Its start; without bound where it is put off indefinitely.</param>
/// <param name="End">Its end.</param>
/// <param name="HoldsFrom">The start as worded by what set or moved it last; null where it is put off indefinitely.</param>
/// <param name="Ends">The end as worded.</param>
internal sealed record LicencePeriod(Instant Start, Instant End, LegalMoment? HoldsFrom, PeriodEnd Ends)
{
    /// <summary>In the order of their starts. A renewal that begins by default at the old end joins into one period with what it renews (DESIGN T7).</summary>
    public static List<LicencePeriod> Of(Lifespan lifespan, IReadOnlyList<Effect> acting)
    {
        var periods = new List<LicencePeriod>();
        foreach (var (by, start, end) in lifespan.Periods)
        {
            switch (by.Body)
            {
                case LicenceGranted granted:
                    periods.Add(new LicencePeriod(start, end, granted.Period.Starts, granted.Period.End));
                    break;
                case LicenceConditionImposed imposed:
                    periods.Add(new LicencePeriod(start, end, StartAsMoved(by, imposed, start, acting), imposed.Period.End));
                    break;
                case LicenceRenewed { Starts: { } starts } renewed:
                    periods.Add(new LicencePeriod(start, end, starts, new PeriodEnd(renewed.Through, renewed.Until)));
                    break;
                case LicenceRenewed renewed:
                    var old = periods.OrderBy(period => period.End).Last();
                    periods[periods.IndexOf(old)] = old with { End = end, Ends = new PeriodEnd(renewed.Through, renewed.Until) };
                    break;
                default:
                    throw new InvalidOperationException($"{by.Body.GetType().Name} gives a licence no period");
            }
        }
        return [.. periods.OrderBy(period => period.Start)];
    }

    /// <summary>
    /// Where the start is no longer where the imposition put it, the last rescheduling that puts it there words it; one that came after the start
    /// moved nothing, and made a suspension (DESIGN T3).
    /// </summary>
    private static LegalMoment? StartAsMoved(Effect by, LicenceConditionImposed imposed, Instant start, IReadOnlyList<Effect> acting)
    {
        if (start == Readings.StartOf(imposed.Period.Starts, Pull.Counts, Reading.Shown, by))
            return imposed.Period.Starts;
        var moved = acting.Select(effect => (Effect: effect, Body: effect.Body as LicenceConditionRescheduled)).LastOrDefault(each => each.Body is not null && NewStart(each.Effect, each.Body) == start);
        return moved.Body?.NewStart;
    }

    private static Instant NewStart(Effect by, LicenceConditionRescheduled moved) =>
        moved.NewStart is { } start ? Readings.StartOf(start, Pull.Counts, Reading.Shown, by) : Instant.MaxValue;
}
