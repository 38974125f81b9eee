using CsCheck;
using Ledger.Agreements.Domain;
using Ledger.Specs.Telling;
using NodaTime;

namespace Ledger.Specs.Agreements;

/// <summary>Recurrence rules of RFC 5545 beside a search over the days of six years, which says of each whether the rule names it.</summary>
public sealed class RecurrenceSpecs
{
    private const int Days = 6 * 366;

    private static readonly string[] Weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    private static readonly Gen<(string Rule, Func<LocalDate, LocalDate, bool> Names)> Rules = Gen.OneOf(
        Gen.Int[1, 40].Select(interval => Rule($"FREQ=DAILY;INTERVAL={interval}", (first, day) => Between(first, day) % interval == 0)),
        Gen.Select(Gen.Int[1, 5], Gen.Int[0, 6], Gen.Int[0, 6]).Select(each => Rule(
            $"FREQ=WEEKLY;INTERVAL={each.Item1};BYDAY={string.Join(',', new[] { Weekdays[each.Item2], Weekdays[each.Item3] }.Distinct())}",
            (first, day) => IsOn(day, each.Item2, each.Item3) && Between(Monday(first), Monday(day)) / 7 % each.Item1 == 0)),
        Gen.Select(Gen.Int[1, 14], Gen.Int[1, 28], Gen.Bool).Select(each => Rule(
            $"FREQ=MONTHLY;INTERVAL={each.Item1};BYMONTHDAY={(each.Item3 ? "-" : "")}{each.Item2}",
            (first, day) => Months(first, day) % each.Item1 == 0 && IsMonthDay(day, each.Item3 ? -each.Item2 : each.Item2))),
        Gen.Select(Gen.Int[1, 4], Gen.Int[0, 6], Gen.Bool).Select(each => Rule(
            $"FREQ=MONTHLY;BYDAY={(each.Item3 ? "-" : "")}{each.Item1}{Weekdays[each.Item2]}",
            (_, day) => IsOn(day, each.Item2) && (each.Item3 ? (DaysIn(day) - day.Day) / 7 : (day.Day - 1) / 7) == each.Item1 - 1)),
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 12], Gen.Int[1, 28], Gen.Bool).Select(each => Rule(
            $"FREQ=YEARLY;INTERVAL={each.Item1};BYMONTH={each.Item2};BYMONTHDAY={(each.Item4 ? "-" : "")}{each.Item3}",
            (first, day) => (day.Year - first.Year) % each.Item1 == 0 && day.Month == each.Item2 && IsMonthDay(day, each.Item4 ? -each.Item3 : each.Item3))));

    [Fact]
    public void Occurrences_are_the_days_that_the_rule_names() =>
        Gen.Select(Rules, Gen.Int[0, 1500]).Sample((rule, from) =>
        {
            var start = new LocalDate(2023, 1, 1).PlusDays(from);
            // The first due date is an occurrence: the first day from the start that the rule, counted from itself, names.
            var first = Enumerable.Range(0, 400).Select(ahead => start.PlusDays(ahead)).First(day => rule.Names(day, day));
            Assert.Null(Recurrences.Fault(rule.Rule, first));
            var expected = Enumerable.Range(0, Days).Select(ahead => first.PlusDays(ahead)).Where(day => rule.Names(first, day)).ToList();
            Assert.Equal(expected, Recurrences.Through(rule.Rule, first, first.PlusDays(Days - 1)));
            var until = expected[^1] - Period.FromDays(1);
            Assert.Equal(expected.Where(day => day <= until || expected.Count == 1), Recurrences.Through(expected.Count == 1 ? rule.Rule : $"{rule.Rule};UNTIL={until:uuuuMMdd}", first, first.PlusDays(Days - 1)));
            Assert.Equal(expected.Take(3), Recurrences.Through($"{rule.Rule};COUNT={Math.Min(3, expected.Count)}", first, first.PlusDays(Days - 1)));
        }, iter: Samples.Ledgers / 4);

    [Theory]
    [InlineData("FREQ=MONTHLY", "2026-01-29", "2026-02 has no day 29")]
    [InlineData("FREQ=MONTHLY;INTERVAL=12", "2028-02-29", "2029-02")]
    [InlineData("FREQ=YEARLY;BYMONTHDAY=31", "2026-01-31", "2026-02")]
    [InlineData("FREQ=MONTHLY;BYDAY=5FR", "2026-01-30", "-1FR")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=-31", "2026-01-01", "2026-02")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=1,3,4", "2026-01-31", "2026-04")]
    public void A_rule_that_would_skip_an_occurrence_is_refused(string rule, string first, string why) =>
        Assert.Contains(why, Recurrences.Fault(rule, NodaTime.Text.LocalDatePattern.Iso.Parse(first).Value), StringComparison.Ordinal);

    [Theory]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=1,3,5,7,8,10,12", "2026-01-31")]
    [InlineData("FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20260131", "2026-01-31")]
    [InlineData("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "2028-02-29")]
    [InlineData("FREQ=MONTHLY;COUNT=2", "2026-07-31")]
    public void A_rule_that_skips_none_within_its_own_end_is_taken(string rule, string first) =>
        Assert.Null(Recurrences.Fault(rule, NodaTime.Text.LocalDatePattern.Iso.Parse(first).Value));

    private static (string, Func<LocalDate, LocalDate, bool>) Rule(string rule, Func<LocalDate, LocalDate, bool> names) => (rule, names);

    private static int Between(LocalDate first, LocalDate day) => Period.DaysBetween(first, day);

    private static int Months(LocalDate first, LocalDate day) => (12 * (day.Year - first.Year)) + day.Month - first.Month;

    private static int DaysIn(LocalDate day) => CalendarSystem.Iso.GetDaysInMonth(day.Year, day.Month);

    private static bool IsMonthDay(LocalDate day, int number) => day.Day == (number > 0 ? number : DaysIn(day) + 1 + number);

    private static LocalDate Monday(LocalDate day) => day.PlusDays(1 - (int)day.DayOfWeek);

    private static bool IsOn(LocalDate day, params int[] weekdays) => weekdays.Contains((int)day.DayOfWeek - 1);
}
