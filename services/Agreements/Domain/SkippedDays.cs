using NodaTime;
using NodaTime.Calendars;

namespace Ledger.Agreements.Domain;

/// <summary>
/// Finds the first occurrence that a recurrence rule would silently skip because the day does not exist: the 31st of a month of thirty days,
/// 29 February, a fifth Monday, the 53rd week.
/// </summary>
internal static class SkippedDays
{
    /// <summary>The Gregorian calendar repeats after these.</summary>
    private const int CycleYears = 400;

    /// <summary>Choices by position are counted over the years after which weekdays and leap days repeat, but for missing leap centuries.</summary>
    private const int PositionYears = 28;

    /// <summary>Says which day does not exist; null where none is skipped.</summary>
    public static string? FirstOf(RecurrenceRuleText rule, LocalDate first)
    {
        var last = LastOf(rule, first);
        if (!rule.Positions.IsEmpty)
            return MissingPosition(rule, first, last);
        return rule.Frequency switch
        {
            Frequency.Weekly => null,
            Frequency.Daily => MonthsOf(rule, first, last, 1).Select(month => MissingDay(month, rule.MonthDays, first, last)).FirstOrDefault(missing => missing is not null),
            Frequency.Monthly => MonthsOf(rule, first, last, rule.Interval).Select(month => MissingIn(rule, month, first, last)).FirstOrDefault(missing => missing is not null),
            _ => YearsOf(rule, first, last).Select(year => MissingIn(rule, year, first, last)).FirstOrDefault(missing => missing is not null),
        };
    }

    private static LocalDate LastOf(RecurrenceRuleText rule, LocalDate first)
    {
        var horizon = first.PlusYears(Math.Min(CycleYears, 9998 - first.Year));
        if (rule.Count is not null)
            return LocalDate.Min(horizon, Recurrences.All(rule, first).Last());
        return rule.Until is { } until ? LocalDate.Min(horizon, until) : horizon;
    }

    private static string? MissingIn(RecurrenceRuleText rule, YearMonth month, LocalDate first, LocalDate last)
    {
        if (!rule.MonthDays.IsEmpty || rule.Weekdays.IsEmpty)
            return MissingDay(month, rule.MonthDays.IsEmpty ? [first.Day] : rule.MonthDays, first, last);
        var days = month.ToDateInterval();
        return MissingWeekday(rule, days.Start, days.End, first, last, $"{month:uuuu-MM}");
    }

    private static string? MissingIn(RecurrenceRuleText rule, int year, LocalDate first, LocalDate last)
    {
        var length = CalendarSystem.Iso.GetDaysInYear(year);
        if (rule.YearDays.Any(day => Math.Abs(day) > length) && new LocalDate(year, 12, 31) <= last)
            return $"{year} has no day {rule.YearDays.First(day => Math.Abs(day) > length)}; for year ends write BYYEARDAY=-1";
        if (rule.Weeks.Any(week => Math.Abs(week) > WeekYearRules.Iso.GetWeeksInWeekYear(year)) && new LocalDate(year, 12, 31) <= last)
            return $"{year} has no week 53; for the last week write BYWEEKNO=-1";
        if (!rule.YearDays.IsEmpty || !rule.Weeks.IsEmpty)
            return null;
        if (rule.MonthDays.IsEmpty && !rule.Weekdays.IsEmpty && rule.Months.IsEmpty)
            return MissingWeekday(rule, new LocalDate(year, 1, 1), new LocalDate(year, 12, 31), first, last, $"{year}");
        var months = !rule.Months.IsEmpty ? rule.Months.Order() : rule.MonthDays.IsEmpty ? [first.Month] : Enumerable.Range(1, 12);
        return months.Select(month => MissingIn(rule, new YearMonth(year, month), first, last)).FirstOrDefault(missing => missing is not null);
    }

    private static string? MissingDay(YearMonth month, IEnumerable<int> days, LocalDate first, LocalDate last)
    {
        var interval = month.ToDateInterval();
        foreach (var day in days.Where(day => Math.Abs(day) > interval.Length))
        {
            // A day that would come after the last due date, or before the first, is not skipped.
            var isWithin = day > 0 ? interval.End >= first && (interval.End < last && month != last.ToYearMonth()) : interval.Start > first && interval.Start <= last;
            if (isWithin)
                return $"{month:uuuu-MM} has no day {day}; for month ends write BYMONTHDAY=-1";
        }
        return null;
    }

    private static string? MissingWeekday(RecurrenceRuleText rule, LocalDate start, LocalDate end, LocalDate first, LocalDate last, string name)
    {
        foreach (var (ordinal, day) in rule.Weekdays.Where(weekday => Math.Abs(weekday.Ordinal) > 4))
        {
            var one = start.PlusDays(-1).Next(day);
            var count = ((Period.DaysBetween(one, end)) / 7) + 1;
            if (Math.Abs(ordinal) > count && (ordinal > 0 ? end >= first && end < last : start > first && start <= last))
                return $"{name} has no {ordinal}{day.ToString()[..2].ToUpperInvariant()}; for the last one write -1{day.ToString()[..2].ToUpperInvariant()}";
        }
        return null;
    }

    /// <summary>A position that some period lacks is skipped there: each whole period must yield as many days as there are positions.</summary>
    private static string? MissingPosition(RecurrenceRuleText rule, LocalDate first, LocalDate last)
    {
        var end = LocalDate.Min(last, first.PlusYears(Math.Min(PositionYears * rule.Interval, 9998 - first.Year)));
        var endless = rule with { Count = null, Until = null };
        var yielded = Recurrences.All(endless, first).TakeWhile(day => day <= end).Skip(1).ToLookup(day => PeriodOf(rule, day));
        var wholePeriods = rule.Frequency switch
        {
            Frequency.Monthly => MonthsOf(rule, first, end, rule.Interval).Where(month => month.ToDateInterval().Start > first && month.ToDateInterval().End <= end)
                .Select(month => month.ToDateInterval().Start),
            Frequency.Yearly => YearsOf(rule, first, end).Where(year => year > first.Year && year < end.Year).Select(year => new LocalDate(year, 1, 1)),
            _ => [],
        };
        foreach (var period in wholePeriods)
        {
            if (yielded[PeriodOf(rule, period)].Count() < rule.Positions.Count)
                return $"the period of {period:uuuu-MM-dd} has fewer days to choose from than BYSETPOS={string.Join(',', rule.Positions)} needs";
        }
        return null;
    }

    private static LocalDate PeriodOf(RecurrenceRuleText rule, LocalDate day) =>
        rule.Frequency == Frequency.Yearly ? new LocalDate(day.Year, 1, 1) : new LocalDate(day.Year, day.Month, 1);

    private static IEnumerable<YearMonth> MonthsOf(RecurrenceRuleText rule, LocalDate first, LocalDate last, int interval)
    {
        for (var month = first.ToYearMonth(); month <= last.ToYearMonth(); month = month.PlusMonths(interval))
        {
            if (rule.Months.IsEmpty || rule.Months.Contains(month.Month))
                yield return month;
        }
    }

    private static IEnumerable<int> YearsOf(RecurrenceRuleText rule, LocalDate first, LocalDate last)
    {
        for (var year = first.Year; year <= last.Year; year += rule.Interval)
            yield return year;
    }
}
