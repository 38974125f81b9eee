using Ledger.Events;
using Ledger.Kernel;
using NodaTime;
using Period = Ledger.Kernel.Period;

namespace Ledger.Benchmarks.Generated;

/// <summary>
/// One import duty and so many acts on it over twenty years: nine in ten state another percentage, from a day on or for a year, the others suspend it for some days; of all
/// one in ten is entered up to four years late. As few suspensions run at once in a long history as in a short one: what a state rests on does not grow.
/// </summary>
internal static class VersionedMeasure
{
    /// <summary>Its id.</summary>
    public const string Id = "duty/1";

    /// <summary>A suspension more often than every so many days would have more of them run at once.</summary>
    private const int MostSuspensions = 2000;

    /// <summary>The events in ledger order.</summary>
    /// <param name="versions">Acts on it.</param>
    /// <param name="random">What they are drawn by.</param>
    public static IEnumerable<LedgerEvent> Events(int versions, Random random)
    {
        yield return Event("duty", "duty", 0, new MeasureIntroduced(Id, null, MeasureType.ImportDuty, Requirement.Charge, Percent(5), From(0, null), Scope()));
        for (var number = 1; number <= versions; number++)
        {
            var today = (int)((long)number * GeneratedLedger.Days / versions);
            var day = Math.Max(0, today - (random.Next(10) == 0 ? random.Next(30, 1500) : 0));
            EventBody body = random.Next(Math.Max(10, versions / MostSuspensions)) == 0
                ? new MeasureSuspended(Id, null, From(day, day + random.Next(2, 10)))
                : new MeasureAmended(Id, null, Percent(random.Next(1, 99)), From(day, random.Next(3) == 0 ? day + 365 : null), null);
            yield return Event($"act-{number}", $"act-{number}", day, body);
        }
    }

    private static Scope Scope() => new(new KeySet(false, ["hs:280530"], []), true, new KeySet(false, ["CN"], []), null, new KeySet(false, ["US"], []), null, null, null, null, null);

    private static LedgerEvent Event(string instrument, string act, int day, EventBody body) => new(
        new EventHeader(Guid.NewGuid(), $"instrument-{instrument}", 0, GeneratedLedger.First.AtStartOfDayInZone(DateTimeZone.Utc).ToInstant(), Guid.NewGuid(), new string('0', 64), "generator"),
        instrument, new ActPlace(act, 1, On(day), 0, null), ["US"], null, null, [], body);

    private static Period From(int day, int? through) => new(On(day), through is { } last ? On(last) : null, null, null, null);

    private static LegalMoment On(int day) => LegalMoment.On(GeneratedLedger.First.PlusDays(day));

    private static Quantity Percent(int amount) => new(amount, null, "percent", null, false);
}
