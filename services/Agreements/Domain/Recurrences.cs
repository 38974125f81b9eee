using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using NodaTime;

namespace Ledger.Agreements.Domain;

/// <summary>Recurrence rules of RFC 5545, counted from a first due date, over civil days. The calendar library stays in this file.</summary>
public static class Recurrences
{
    /// <summary>How far ahead the occurrences of a rule without end are looked at, in days.</summary>
    public const int DaysAhead = 400;

    /// <summary>Occurrences of one rule at most: it bounds the cost of an answer.</summary>
    private const int Most = 5_000;

    /// <summary>The occurrences due up to a day, in order, the first due date among them.</summary>
    public static IReadOnlyList<LocalDate> Through(string rule, LocalDate first, LocalDate last) =>
        last < first ? [] : [.. All(rule, first).Take(Most).TakeWhile(day => day <= last)];

    /// <summary>The first occurrence on or after a day; null where the rule has ended.</summary>
    public static LocalDate? NextFrom(string rule, LocalDate first, LocalDate from) =>
        All(rule, first).Take(Most).Where(day => day >= from).Select(day => (LocalDate?)day).FirstOrDefault();

    /// <summary>True where the rule ends by itself.</summary>
    public static bool IsFinite(string rule) => new RecurrencePattern(rule) is { Count: > 0 } or { Until: not null };

    /// <summary>Why a rule cannot be taken; null when it can.</summary>
    public static string? Fault(string rule, LocalDate first)
    {
        RecurrencePattern pattern;
        try
        {
            pattern = new RecurrencePattern(rule);
            if (pattern.Frequency is FrequencyType.Secondly or FrequencyType.Minutely or FrequencyType.Hourly)
                return $"'{rule}' does not recur by days, weeks, months or years";
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException or InvalidOperationException or OverflowException or IndexOutOfRangeException)
        {
            return $"'{rule}' is not a recurrence rule of RFC 5545";
        }
        if (Skipped(pattern, first) is { } skipped)
            return skipped;
        return All(rule, first).Select(day => (LocalDate?)day).FirstOrDefault() == first ? null : $"the first due date {first:uuuu-MM-dd} is not an occurrence of '{rule}'";
    }

    /// <summary>A rule whose day does not exist in every month or year that it names would skip an occurrence.</summary>
    private static string? Skipped(RecurrencePattern pattern, LocalDate first)
    {
        if (pattern.ByYearDay.Exists(day => Math.Abs(day) == 366) || pattern.ByWeekNo.Exists(week => Math.Abs(week) == 53))
            return "the rule names a day or week that not every year has";
        if (pattern.ByDay.Exists(day => Math.Abs(day.Offset ?? 0) == 5) && pattern.Frequency is FrequencyType.Monthly)
            return "the rule names a fifth weekday, which not every month has";
        if (pattern.Frequency is not (FrequencyType.Monthly or FrequencyType.Yearly) || pattern.ByDay.Count > 0 || pattern.ByYearDay.Count > 0 || pattern.ByWeekNo.Count > 0)
            return null;
        var days = pattern.ByMonthDay.Count > 0 ? pattern.ByMonthDay : [first.Day];
        var months = pattern.ByMonth.Count > 0 ? pattern.ByMonth : pattern.Frequency == FrequencyType.Yearly && pattern.ByMonthDay.Count == 0 ? [first.Month] : [.. Enumerable.Range(1, 12)];
        foreach (var month in months)
        {
            var length = CalendarSystem.Iso.GetDaysInMonth(2023, month); // a year that is no leap year
            if (days.Find(day => Math.Abs(day) > length) is var day and not 0)
                return $"day {day} does not exist in every month {month}: write BYMONTHDAY=-1 for the last day";
        }
        return null;
    }

    private static IEnumerable<LocalDate> All(string rule, LocalDate first)
    {
        var start = new CalDateTime(first.Year, first.Month, first.Day);
        var recurring = new CalendarEvent { Start = start, RecurrenceRule = new RecurrencePattern(rule) };
        return recurring.GetOccurrences(start).Select(occurrence => new LocalDate(
            occurrence.Period.StartTime.Year, occurrence.Period.StartTime.Month, occurrence.Period.StartTime.Day));
    }
}
