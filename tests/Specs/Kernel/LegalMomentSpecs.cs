using Ledger.Kernel;
using NodaTime;

namespace Ledger.Specs.Kernel;

public sealed class LegalMomentSpecs
{
    [Theory]
    [InlineData("2026-04-11", "2026-04-11", "2026-04-11")]
    [InlineData("2028-02-29", "2028-02-29", "2028-02-29")]
    [InlineData("2026-04", "2026-04-01", "2026-04-30")]
    [InlineData("2028-02", "2028-02-01", "2028-02-29")]
    [InlineData("2026", "2026-01-01", "2026-12-31")]
    [InlineData("2027/2028", "2027-01-01", "2028-12-31")]
    [InlineData("2025-06/2025-09-15", "2025-06-01", "2025-09-15")]
    [InlineData("2025-06-11/2025-06-11", "2025-06-11", "2025-06-11")]
    [InlineData("../2025-06-11", null, "2025-06-11")]
    [InlineData("2025-06/..", "2025-06-01", null)]
    [InlineData("unknown", null, null)]
    [InlineData("2025-11-10T00:01", "2025-11-10", "2025-11-10")]
    [InlineData("2025-11-10T00:01:30", "2025-11-10", "2025-11-10")]
    [InlineData("2025-11-10T00:01-05:00", "2025-11-10", "2025-11-10")]
    [InlineData("2025-11-10T05:01Z", "2025-11-10", "2025-11-10")]
    [InlineData("2025-11-10T24:00", "2025-11-11", "2025-11-11")]
    [InlineData("1583", "1583-01-01", "1583-12-31")]
    [InlineData("9998-12-31", "9998-12-31", "9998-12-31")]
    public void A_date_is_kept_as_worded_and_allows_days(string text, string? earliest, string? latest)
    {
        Assert.True(LegalMoment.TryParse(text, out var moment, out _));
        Assert.Equal(text, moment.Text);
        Assert.Equal(text, moment.ToString());
        Assert.Equal((earliest, latest), (Iso(moment.EarliestDay), Iso(moment.LatestDay)));
        Assert.Equal(moment, LegalMoment.Parse(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("today")]
    [InlineData("2026-4-11")]
    [InlineData("2026-13")]
    [InlineData("2026-00-10")]
    [InlineData("2026-02-29")]
    [InlineData("2026-04-31")]
    [InlineData("11.04.2026")]
    [InlineData("04/11/2026")]
    [InlineData(" 2026-04-11")]
    [InlineData("2026-04-11 ")]
    [InlineData("20260411")]
    [InlineData("26")]
    [InlineData("+2026")]
    [InlineData("2026~")]
    [InlineData("2026-04-11?")]
    [InlineData("../..")]
    [InlineData("/2026")]
    [InlineData("2026/")]
    [InlineData("2026/2025")]
    [InlineData("2025-06-11/2025-06-10")]
    [InlineData("2025/2026/2027")]
    [InlineData("2025/unknown")]
    [InlineData("Unknown")]
    [InlineData("2025-11-10T7:00")]
    [InlineData("2025-11-10T00:01 EST")]
    [InlineData("2025-11-10T00:01-5")]
    [InlineData("2025-11-10T00:01/2025-11-11")]
    [InlineData("2025-11T00:01")]
    [InlineData("1582-10-15")]
    [InlineData("1582")]
    [InlineData("1582-10-15T00:00")]
    [InlineData("9999")]
    [InlineData("9999-12-31")]
    [InlineData("9999-12-31T23:59")]
    public void What_is_no_date_is_refused_with_a_sentence_and_never_guessed(string? text)
    {
        Assert.False(LegalMoment.TryParse(text, out _, out var error));
        Assert.NotEmpty(error);
        if (text is not null)
            Assert.Equal(error, Assert.Throws<FormatException>(() => LegalMoment.Parse(text)).Message);
    }

    [Fact]
    public void A_text_too_long_is_refused() => Assert.False(LegalMoment.TryParse(new string('2', 10_000), out _, out _));

    [Theory]
    [InlineData("2026-04-11", true, false)]
    [InlineData("2025-11-10T00:01", true, false)]
    [InlineData("2025-06-11/2025-06-11", true, false)]
    [InlineData("2026-04", false, false)]
    [InlineData("../2026-04-11", false, false)]
    [InlineData("unknown", false, true)]
    public void A_date_says_whether_it_is_exact_or_unknown(string text, bool exact, bool unknown) =>
        Assert.Equal((exact, unknown), (LegalMoment.Parse(text).IsExact, LegalMoment.Parse(text).IsUnknown));

    [Fact]
    public void The_wording_is_the_identity() => Assert.NotEqual(LegalMoment.Parse("2026"), LegalMoment.Parse("2026-01-01/2026-12-31"));

    [Fact]
    public void Every_date_that_is_accepted_can_be_taken_in_every_zone()
    {
        foreach (var text in new[] { "1583-01-01", "9998-12-31", "9998", "1583", "9998-12-31T23:59", "1583-01-01T00:00+14:00", "9998-12-31T23:59-12:00" })
        {
            foreach (var zone in new[] { "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Shanghai" })
            {
                var moment = LegalMoment.Parse(text);
                var zoned = DateTimeZoneProviders.Tzdb[zone];
                Assert.InRange(LegalTime.StartOf(moment, Bound.Earliest, zoned), Instant.FromUtc(1582, 12, 30, 0, 0), Instant.FromUtc(9999, 1, 2, 0, 0));
                Assert.InRange(LegalTime.EndOf(new PeriodEnd(moment, null), Bound.Latest, zoned), Instant.FromUtc(1582, 12, 30, 0, 0), Instant.FromUtc(9999, 1, 3, 0, 0));
            }
        }
    }

    private static string? Iso(LocalDate? day) => day?.ToString("uuuu-MM-dd", null);
}
