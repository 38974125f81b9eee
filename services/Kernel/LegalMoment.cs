using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Kernel;

/// <summary>
/// A point on the effective or announced axis exactly as a source words it: an EDTF date (<c>2026-04-11</c>, <c>2026-04</c>,
/// <c>2026</c>, an interval <c>2027/2028</c>, open on one side <c>../2025-06-11</c>, or <c>unknown</c>), or a local moment
/// (<c>2025-11-10T00:01</c>, with an offset where daylight saving would leave it in doubt).
/// The text is kept as given; what it allows is computed. Source: EDTF (ISO 8601-2:2019, levels 0 and 1, the forms listed); DESIGN T7.
/// </summary>
public sealed record LegalMoment
{
    private static readonly LocalDatePattern Day = LocalDatePattern.Iso;
    private static readonly LocalDateTimePattern Minute = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm");
    private static readonly LocalDateTimePattern Second = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss");
    private static readonly OffsetPattern OffsetText = OffsetPattern.CreateWithInvariantCulture("Z+HH:mm");

    private LegalMoment(string text, LocalDate? earliest, LocalDate? latest, LocalDateTime? local, Offset? offset) =>
        (Text, EarliestDay, LatestDay, Local, Offset) = (text, earliest, latest, local, offset);

    /// <summary>The wording as entered; it is also the identity of the value.</summary>
    public string Text { get; }

    /// <summary>First civil day the text allows; null when unbounded.</summary>
    public LocalDate? EarliestDay { get; }

    /// <summary>Last civil day the text allows; null when unbounded.</summary>
    public LocalDate? LatestDay { get; }

    /// <summary>The local time of day, where one is stated.</summary>
    public LocalDateTime? Local { get; }

    /// <summary>The offset from UTC, where one is stated.</summary>
    public Offset? Offset { get; }

    public static LegalMoment Unknown { get; } = new("unknown", null, null, null, null);

    /// <summary>True when exactly one civil day (or one moment) is meant.</summary>
    public bool IsExact => EarliestDay is { } first && first == LatestDay;

    public bool IsUnknown => EarliestDay is null && LatestDay is null;

    public static LegalMoment On(LocalDate day) => new(Day.Format(day), day, day, null, null);

    public static LegalMoment Parse(string text) =>
        TryParse(text, out var moment, out var error) ? moment : throw new FormatException(error);

    /// <summary>Reads the forms above. Anything else is refused with a sentence; a date is never guessed.</summary>
    public static bool TryParse(string? text, out LegalMoment moment, out string error)
    {
        moment = Unknown;
        error = "";
        if (string.IsNullOrEmpty(text))
            return Fail("a date is missing", out error);
        if (text == "unknown")
            return true;
        if (text.Length > 60)
            return Fail("not a date: the text is too long", out error);
        if (text.Contains('T'))
            return TryMoment(text, out moment, out error);
        return text.Contains('/') ? TryInterval(text, out moment, out error) : TryDate(text, out moment, out error);
    }

    public bool Equals(LegalMoment? other) => other is not null && Text == other.Text;

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Text;

    private static bool TryDate(string text, out LegalMoment moment, out string error)
    {
        moment = Unknown;
        if (!TryBounds(text, out var first, out var last))
            return Fail($"'{text}' is not a date (write 2026-04-11, 2026-04, 2026, 2027/2028, ../2025-06-11, a local moment 2025-11-10T00:01, or unknown)", out error);
        moment = new LegalMoment(text, first, last, null, null);
        error = "";
        return true;
    }

    private static bool TryInterval(string text, out LegalMoment moment, out string error)
    {
        moment = Unknown;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var (left, right) = (text[..slash], text[(slash + 1)..]);
        LocalDate? first = null, last = null;
        if (left == ".." && right == "..")
            return Fail("'../..' says nothing: write unknown", out error);
        if (left != "..")
        {
            if (!TryBounds(left, out var from, out _))
                return Fail($"'{left}' in '{text}' is not a date", out error);
            first = from;
        }
        if (right != "..")
        {
            if (!TryBounds(right, out _, out var to))
                return Fail($"'{right}' in '{text}' is not a date", out error);
            last = to;
        }
        if (first > last)
            return Fail($"the interval '{text}' ends before it begins", out error);
        moment = new LegalMoment(text, first, last, null, null);
        error = "";
        return true;
    }

    private static bool TryMoment(string text, out LegalMoment moment, out string error)
    {
        moment = Unknown;
        var split = text.IndexOfAny(['Z', '+'], text.IndexOf('T', StringComparison.Ordinal));
        if (split < 0)
            split = text.IndexOf('-', text.IndexOf('T', StringComparison.Ordinal));
        Offset? offset = null;
        var localText = text;
        if (split > 0)
        {
            var parsed = OffsetText.Parse(text[split..]);
            if (!parsed.Success)
                return Fail($"'{text[split..]}' in '{text}' is not an offset from UTC (write Z or -05:00)", out error);
            (offset, localText) = (parsed.Value, text[..split]);
        }
        var local = Minute.Parse(localText);
        if (!local.Success)
            local = Second.Parse(localText);
        if (!local.Success)
            return Fail($"'{text}' is not a local moment (write 2025-11-10T00:01 or 2025-11-10T00:01-05:00)", out error);
        if (!Sensible(local.Value.Date))
            return Fail($"the year of '{text}' is not between {MinimumYear} and {MaximumYear}", out error);
        moment = new LegalMoment(text, local.Value.Date, local.Value.Date, local.Value, offset);
        error = "";
        return true;
    }

    private static bool TryBounds(string text, out LocalDate first, out LocalDate last)
    {
        first = last = default;
        if (text.Length == 10 && Day.Parse(text) is { Success: true } day)
        {
            first = last = day.Value;
            return Sensible(first);
        }
        if (text.Length == 7 && Day.Parse(text + "-01") is { Success: true } month)
        {
            (first, last) = (month.Value, month.Value.PlusMonths(1).PlusDays(-1));
            return Sensible(first);
        }
        if (text.Length == 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && year is >= MinimumYear and <= MaximumYear)
        {
            (first, last) = (new LocalDate(year, 1, 1), new LocalDate(year, 12, 31));
            return true;
        }
        return false;
    }

    /// <summary>Years before this are taken for slips of the hand; the calendar is Gregorian throughout.</summary>
    public const int MinimumYear = 1583;

    /// <summary>The last year whose every day has a next one in every zone.</summary>
    public const int MaximumYear = 9998;

    private static bool Sensible(LocalDate day) => day.Year is >= MinimumYear and <= MaximumYear;

    private static bool Fail(string why, out string error)
    {
        error = why;
        return false;
    }
}
