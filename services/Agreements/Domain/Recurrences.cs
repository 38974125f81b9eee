using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using NodaTime;

namespace Ledger.Agreements.Domain;

/// <summary>
/// Recurrence rules of RFC 5545, counted from a first due date, over civil days. The calendar library stays in this file, and is given only
/// rules that <see cref="RecurrenceRuleText"/> has read; nothing here throws on a rule, whatever its text.
/// </summary>
public static class Recurrences
{
    /// <summary>How far ahead the occurrences of a rule without end are looked at, in days.</summary>
    public const int DaysAhead = 400;

    /// <summary>Steps without an occurrence after which a rule is taken to yield no more.</summary>
    private const int MostUnmatched = 5_000;

    /// <summary>No commitment reaches beyond; the Gregorian calendar repeats after these.</summary>
    private const int MostYears = 400;

    /// <summary>The occurrences due up to a day, in order, the first due date among them.</summary>
    public static IReadOnlyList<LocalDate> Through(string rule, LocalDate first, LocalDate last) =>
        last < first ? [] : [.. All(rule, first).TakeWhile(day => day <= last)];

    /// <summary>The first occurrence on or after a day; null where the rule has ended.</summary>
    public static LocalDate? NextFrom(string rule, LocalDate first, LocalDate from) =>
        All(rule, first).Where(day => day >= from).Select(day => (LocalDate?)day).FirstOrDefault();

    /// <summary>Why a rule cannot be taken; null when it can.</summary>
    public static string? Fault(string rule, LocalDate first)
    {
        if (RecurrenceRuleText.Read(rule, out var error) is not { } read)
            return $"'{rule}' is not a recurrence rule of RFC 5545 over civil days: {error}";
        if (read.Until < first)
            return $"'{rule}' ends before the first due date {first:uuuu-MM-dd}";
        if (SkippedDays.FirstOf(read, first) is { } skipped)
            return $"'{rule}' would skip an occurrence: {skipped}";
        return Matching(read, first).Select(day => (LocalDate?)day).FirstOrDefault() == first ? null : $"the first due date {first:uuuu-MM-dd} is not an occurrence of '{rule}'";
    }

    /// <summary>All due days in order: the first due date, then those the rule names, to its own end or to the limits of this ledger.</summary>
    internal static IEnumerable<LocalDate> All(RecurrenceRuleText rule, LocalDate first) =>
        Matching(rule, first).Where(day => day > first).Prepend(first)
            .TakeWhile(day => rule.Until is not { } until || day <= until).Take(rule.Count ?? RecurrenceRuleText.MostOccurrences);

    private static IEnumerable<LocalDate> All(string rule, LocalDate first) =>
        RecurrenceRuleText.Read(rule, out _) is { } read ? All(read, first) : [first];

    /// <summary>
    /// The days that the rule names, COUNT and UNTIL aside. Each once and in order, which the library does not promise where a week or a day of
    /// the year is named together with months.
    /// </summary>
    private static IEnumerable<LocalDate> Matching(RecurrenceRuleText rule, LocalDate first)
    {
        var start = new CalDateTime(first.Year, first.Month, first.Day);
        var evaluator = new RecurrencePatternEvaluator(new RecurrenceRule(rule.Pattern));
        using var periods = evaluator.Evaluate(start, start, new EvaluationOptions { MaxUnmatchedIncrementsLimit = MostUnmatched }).GetEnumerator();
        var previous = LocalDate.MinIsoValue;
        while (MovesNext(periods))
        {
            var day = new LocalDate(periods.Current.StartTime.Year, periods.Current.StartTime.Month, periods.Current.StartTime.Day);
            if (day.Year > first.Year + MostYears)
                yield break;
            if (day > previous && !(rule.KeepsOnlyMonths && !rule.Months.Contains(day.Month)))
                yield return previous = day;
        }
    }

    /// <summary>The library throws where a rule yields nothing more, or only beyond the year 9999: there it ends.</summary>
    private static bool MovesNext(IEnumerator<Ical.Net.DataTypes.Period> periods)
    {
        try
        {
            return periods.MoveNext();
        }
        catch (Exception end) when (end is EvaluationLimitExceededException or EvaluationOutOfRangeException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }
}
