using CsCheck;
using NodaTime;

namespace Ledger.Specs.Properties;

/// <summary>
/// One attempt to record something, as a handful of small numbers: a script turns it into a command by what stands recorded. Numbers shrink
/// well, and a failing history prints as numbers that can be read.
/// </summary>
/// <param name="Kind">What is tried.</param>
/// <param name="Act">By which act, of a handful.</param>
/// <param name="Target">On which of the targets there are.</param>
/// <param name="Day">First date.</param>
/// <param name="Length">How much later the second date is.</param>
/// <param name="Form">How the dates are worded: exactly, or one of the approximate ways.</param>
/// <param name="Part">Which part, or the whole.</param>
/// <param name="Choice">Whatever else is to be chosen.</param>
public sealed record Attempt(int Kind, int Act, int Target, int Day, int Length, int Form, int Part, int Choice)
{
    /// <summary>Days over which the random histories spread.</summary>
    public const int Span = 150;

    private static readonly LocalDate First = new(2025, 1, 1);

    /// <summary>Acts that a history records at most: a script leaves the attempts after them alone.</summary>
    public const int MostActs = 40;

    /// <summary>The rules refuse about half of what is tried, so that it takes more attempts than acts to record so many.</summary>
    private const int MostAttempts = 100;

    /// <summary>Attempts at histories of up to <see cref="MostActs"/> acts.</summary>
    public static Gen<Attempt[]> Histories(int kinds) => Histories(kinds, MostAttempts);

    /// <summary>One attempt.</summary>
    public static Gen<Attempt> One(int kinds) => Histories(kinds, 1).Select(attempts => attempts[0]);

    private static Gen<Attempt[]> Histories(int kinds, int most) =>
        Gen.Select(Gen.Select(Gen.Int[0, kinds - 1], Gen.Int[0, 9], Gen.Int[0, 30], Gen.Int[0, Span]), Gen.Select(Gen.Int[0, 90], Gen.Int[0, 19], Gen.Int[0, 13], Gen.Int[0, 30]))
            .Select((left, right) => new Attempt(left.Item1, left.Item2, left.Item3, left.Item4, right.Item1, right.Item2, right.Item3, right.Item4))
            .Array[1, most];

    public static LocalDate DayAt(int number) => First.PlusDays(number);

    /// <summary>A date in the attempt's wording: mostly a day, now and then a moment, a month, an interval, open on one side, or unknown.</summary>
    public string Date(int number)
    {
        var day = DayAt(number);
        var text = day.ToString("uuuu-MM-dd", null);
        return Form switch
        {
            0 => $"{text}T12:30",
            1 => day.ToString("uuuu-MM", null),
            2 => $"{text}/{day.PlusDays(9):uuuu-MM-dd}",
            3 => $"../{text}",
            4 => $"{text}/..",
            5 => "unknown",
            _ => text,
        };
    }

    public static string Exact(int number) => DayAt(number).ToString("uuuu-MM-dd", null);

    /// <summary>When an act was announced: mostly a day, of every fifth act only the month.</summary>
    public static string Announcement(int act, int number) => act % 5 == 4 ? DayAt(number).ToString("uuuu-MM", null) : Exact(number);
}
