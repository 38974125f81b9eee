using System.Globalization;
using System.Text.RegularExpressions;
using Ledger.Kernel;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Agreements.Domain;

internal enum Frequency
{
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// <summary>
/// A recurrence rule as read strictly: nothing is skipped or guessed. Due dates are civil days, so only frequencies of days and longer and
/// the parts that choose days are taken. Source: RFC 5545 section 3.3.10.
/// </summary>
/// <param name="Frequency">FREQ.</param>
/// <param name="Interval">INTERVAL; 1 where not stated.</param>
/// <param name="Count">COUNT, the first due date among them; null: none stated.</param>
/// <param name="Until">UNTIL, inclusive; null: none stated.</param>
/// <param name="Months">BYMONTH.</param>
/// <param name="MonthDays">BYMONTHDAY.</param>
/// <param name="YearDays">BYYEARDAY.</param>
/// <param name="Weeks">BYWEEKNO.</param>
/// <param name="Weekdays">BYDAY; the ordinal is 0 where none is stated.</param>
/// <param name="Positions">BYSETPOS.</param>
/// <param name="Pattern">What the calendar package is given: without COUNT and UNTIL, by which the due dates are cut afterwards.</param>
internal sealed partial record RecurrenceRuleText(
    Frequency Frequency, int Interval, int? Count, LocalDate? Until, Items<int> Months, Items<int> MonthDays, Items<int> YearDays,
    Items<int> Weeks, Items<(int Ordinal, IsoDayOfWeek Day)> Weekdays, Items<int> Positions, string Pattern)
{
    /// <summary>Rules of more occurrences are taken for slips of the hand.</summary>
    public const int MostOccurrences = 20_000;

    private const int MostInterval = 1_000;

    private static readonly LocalDatePattern Day = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");
    private static readonly string[] DayNames = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

    /// <summary>Reads a rule such as <c>FREQ=MONTHLY;BYMONTHDAY=-1</c>; null with a sentence where it is none.</summary>
    public static RecurrenceRuleText? Read(string text, out string error)
    {
        error = "";
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.ToUpperInvariant().Split(';'))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || equals == part.Length - 1)
                return Fault($"'{part}' is not a part of a recurrence rule such as FREQ=MONTHLY;BYMONTHDAY=-1", out error);
            if (!parts.TryAdd(part[..equals], part[(equals + 1)..]))
                return Fault($"{part[..equals]} is stated twice", out error);
        }
        if (parts.Keys.FirstOrDefault(key => key is not ("FREQ" or "INTERVAL" or "COUNT" or "UNTIL" or "BYMONTH" or "BYMONTHDAY" or "BYYEARDAY" or "BYWEEKNO" or "BYDAY" or "BYSETPOS" or "WKST")) is { } foreign)
            return Fault($"{foreign} does not choose days: a due date is a civil day", out error);
        if (!Enum.TryParse<Frequency>(parts.GetValueOrDefault("FREQ", ""), ignoreCase: true, out var frequency) || !parts["FREQ"].All(char.IsAsciiLetter))
            return Fault("FREQ is DAILY, WEEKLY, MONTHLY or YEARLY", out error);
        var weekdays = new List<(int, IsoDayOfWeek)>();
        foreach (var day in parts.TryGetValue("BYDAY", out var days) ? days.Split(',') : [])
        {
            var match = WeekdayText().Match(day);
            var ordinal = match.Success && match.Groups[1].Length > 0 ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
            if (!match.Success || Math.Abs(ordinal) > 53 || (match.Groups[1].Length > 0 && ordinal == 0))
                return Fault($"'{day}' is not a weekday such as MO, 1MO or -1FR", out error);
            weekdays.Add((ordinal, (IsoDayOfWeek)(Array.IndexOf(DayNames, match.Groups[2].Value) + 1)));
        }
        LocalDate? until = null;
        if (parts.TryGetValue("UNTIL", out var last))
        {
            if (Day.Parse(last) is not { Success: true } parsed)
                return Fault($"UNTIL={last} is not a civil day such as 20271231, as due dates are", out error);
            until = parsed.Value;
        }
        if (parts.TryGetValue("WKST", out var weekStart) && !DayNames.Contains(weekStart))
            return Fault($"WKST={weekStart} is not a weekday such as MO", out error);
        if (Numbers(parts, "INTERVAL", 1, MostInterval, out error) is not { } interval
            || Numbers(parts, "COUNT", 1, MostOccurrences, out error) is not { } count
            || Numbers(parts, "BYMONTH", 1, 12, out error) is not { } months
            || Numbers(parts, "BYMONTHDAY", -31, 31, out error) is not { } monthDays
            || Numbers(parts, "BYYEARDAY", -366, 366, out error) is not { } yearDays
            || Numbers(parts, "BYWEEKNO", -53, 53, out error) is not { } weeks
            || Numbers(parts, "BYSETPOS", -366, 366, out error) is not { } positions)
        {
            return null;
        }
        if (interval.Count > 1 || count.Count > 1)
            return Fault("INTERVAL and COUNT are one number each", out error);
        var rule = new RecurrenceRuleText(
            frequency, interval.Count > 0 ? interval[0] : 1, count.Count > 0 ? count[0] : null, until, months, monthDays, yearDays, weeks,
            weekdays.ToItems(), positions, "");
        return rule.Conflict() is { } conflict ? Fault(conflict, out error) : rule with { Pattern = PatternOf(rule, parts) };
    }

    /// <summary>
    /// What the calendar package is given. It takes a yearly BYMONTHDAY to mean the month of the start, where RFC 5545 means every month, and
    /// repeats the days of BYWEEKNO and BYYEARDAY for each BYMONTH, where RFC 5545 keeps those that lie in one.
    /// </summary>
    private static string PatternOf(RecurrenceRuleText rule, Dictionary<string, string> parts)
    {
        var given = parts.Where(part => part.Key is not ("COUNT" or "UNTIL") && !(part.Key == "BYMONTH" && rule.KeepsOnlyMonths)).Select(part => $"{part.Key}={part.Value}");
        var everyMonth = rule is { Frequency: Frequency.Yearly, MonthDays.IsEmpty: false, Months.IsEmpty: true, YearDays.IsEmpty: true, Weeks.IsEmpty: true };
        return string.Join(';', everyMonth ? given.Append($"BYMONTH={string.Join(',', Enumerable.Range(1, 12))}") : given);
    }

    /// <summary>Whether the months only keep days that weeks or days of the year name.</summary>
    public bool KeepsOnlyMonths => !Months.IsEmpty && !(Weeks.IsEmpty && YearDays.IsEmpty);

    /// <summary>What RFC 5545 does not let stand together.</summary>
    private string? Conflict() =>
        Count is not null && Until is not null ? "COUNT and UNTIL do not stand together"
        : !MonthDays.IsEmpty && Frequency == Frequency.Weekly ? "BYMONTHDAY does not stand with FREQ=WEEKLY"
        : !YearDays.IsEmpty && Frequency != Frequency.Yearly ? "BYYEARDAY stands with FREQ=YEARLY only"
        : !Weeks.IsEmpty && Frequency != Frequency.Yearly ? "BYWEEKNO stands with FREQ=YEARLY only"
        : Weekdays.Any(weekday => weekday.Ordinal != 0) && (Frequency is not (Frequency.Monthly or Frequency.Yearly) || !Weeks.IsEmpty)
            ? "a numbered weekday stands with FREQ=MONTHLY or YEARLY only, without BYWEEKNO"
        : Weekdays.Any(weekday => weekday.Ordinal != 0) && !(MonthDays.IsEmpty && YearDays.IsEmpty) ? "a numbered weekday names the day already: BYMONTHDAY or BYYEARDAY does not stand with it"
        : !YearDays.IsEmpty && !Weeks.IsEmpty ? "BYYEARDAY does not stand with BYWEEKNO here: name the day one way"
        : !MonthDays.IsEmpty && !(Weeks.IsEmpty && YearDays.IsEmpty) ? "BYMONTHDAY does not stand with BYWEEKNO or BYYEARDAY here: name the day one way"
        : !Positions.IsEmpty && KeepsOnlyMonths ? "BYSETPOS does not stand with BYMONTH and BYWEEKNO or BYYEARDAY here: name the day one way"
        : Weekdays.Any(weekday => Math.Abs(weekday.Ordinal) > 5) && (Frequency == Frequency.Monthly || !Months.IsEmpty) ? "a month has no more than five of a weekday"
        : !Positions.IsEmpty && Months.IsEmpty && MonthDays.IsEmpty && YearDays.IsEmpty && Weeks.IsEmpty && Weekdays.IsEmpty ? "BYSETPOS chooses among what another BY part names"
        : null;

    private static Items<int>? Numbers(Dictionary<string, string> parts, string key, int least, int most, out string error)
    {
        error = "";
        if (!parts.TryGetValue(key, out var list))
            return [];
        var numbers = new List<int>();
        foreach (var text in list.Split(','))
        {
            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number == 0 || number < least || number > most)
            {
                error = $"{key}={list} is not made of numbers from {least} to {most}{(least < 0 ? " other than 0" : "")}";
                return null;
            }
            numbers.Add(number);
        }
        return numbers.Distinct().ToItems();
    }

    private static RecurrenceRuleText? Fault(string why, out string error)
    {
        error = why;
        return null;
    }

    [GeneratedRegex("^([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)$")]
    private static partial Regex WeekdayText();
}
