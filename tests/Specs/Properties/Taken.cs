using Ledger.Events;
using Ledger.Kernel;
using NodaTime;
using Period = Ledger.Kernel.Period;

namespace Ledger.Specs.Properties;

/// <summary>
/// Effects with each approximate date of their own taken as one of the days that it allows (DESIGN T7), drawn from a seed. A due date stays as
/// it is worded: its latest day alone makes a plan or a commitment overdue.
/// </summary>
internal static class Taken
{
    private const int Choices = 4;

    /// <summary>Beyond a bound that is not stated, days are drawn up to so many days away.</summary>
    private const int Far = 400;

    public static IEnumerable<List<Effect>> Of(IReadOnlyList<Effect> effects, int seed) =>
        Enumerable.Range(0, Choices).Select(choice =>
        {
            var random = new Random(seed + choice);
            return effects.Select(effect => effect with { Body = (EventBody)Sharp(effect.Body, random)! }).ToList();
        });

    private static object? Sharp(object? value, Random random) => value switch
    {
        LegalMoment { IsExact: false } moment => LegalMoment.On(Day(moment, random)),
        EventBody or Period => Rebuilt(value, random),
        _ => value,
    };

    private static object Rebuilt(object record, Random random)
    {
        var constructor = record.GetType().GetConstructors().MaxBy(each => each.GetParameters().Length)!;
        return constructor.Invoke([.. constructor.GetParameters()
            .Select(parameter => (parameter.Name, Value: record.GetType().GetProperty(parameter.Name!)!.GetValue(record)))
            .Select(each => each.Name == nameof(CommitmentMade.Due) ? each.Value : Sharp(each.Value, random))]);
    }

    private static LocalDate Day(LegalMoment moment, Random random)
    {
        var first = moment.EarliestDay ?? moment.LatestDay?.PlusDays(-Far) ?? Attempt.DayAt(-Far);
        var last = moment.LatestDay ?? moment.EarliestDay?.PlusDays(Far) ?? Attempt.DayAt(Attempt.Span + Far);
#pragma warning disable CA5394 // Drawn from a printed seed, so that a failure can be repeated.
        return random.Next(4) switch { 0 => first, 1 => last, _ => first.PlusDays(random.Next(NodaTime.Period.DaysBetween(first, last) + 1)) };
#pragma warning restore CA5394
    }
}
