using Ledger.Kernel;
using NodaTime;

namespace Ledger.Specs.Kernel;

/// <summary>T1 and T2: what sources say, as instants of one legal zone.</summary>
public sealed class LegalTimeSpecs
{
    private static readonly DateTimeZone Washington = Jurisdictions.ZoneOf("US")!;
    private static readonly DateTimeZone Beijing = Jurisdictions.ZoneOf("CN")!;
    private static readonly DateTimeZone Cairo = Jurisdictions.ZoneOf("EG")!;

    [Fact]
    public void A_day_begins_at_its_first_instant_in_the_legal_zone() =>
        Assert.Equal(Instant.FromUtc(2025, 11, 6, 16, 0), LegalTime.StartOf(On("2025-11-07"), Bound.Latest, Beijing));

    [Fact]
    public void A_minute_past_midnight_in_Washington_is_a_minute_past_five_in_winter() =>
        Assert.Equal(Instant.FromUtc(2025, 11, 10, 5, 1), LegalTime.StartOf(On("2025-11-10T00:01"), Bound.Latest, Washington));

    [Fact]
    public void An_offset_stated_is_the_one_taken() =>
        Assert.Equal(Instant.FromUtc(2025, 11, 10, 0, 1), LegalTime.StartOf(On("2025-11-10T00:01Z"), Bound.Latest, Washington));

    [Theory]
    [InlineData("2025-03-09T02:30", "skips")]
    [InlineData("2025-11-02T01:30", "doubles")]
    public void A_moment_that_daylight_saving_skips_or_doubles_is_in_doubt(string text, string why)
    {
        Assert.Contains(why, LegalTime.Doubt(On(text), Washington), StringComparison.Ordinal);
        Assert.Contains("America/New_York", LegalTime.Doubt(On(text), Washington), StringComparison.Ordinal);
        Assert.Null(LegalTime.Doubt(On(text), Beijing));
        Assert.Null(LegalTime.Doubt(On(text + "-05:00"), Washington));
    }

    [Theory]
    [InlineData("2025-03-09")]
    [InlineData("2025-11-02")]
    [InlineData("2025-11-02T03:00")]
    [InlineData("2025")]
    [InlineData("unknown")]
    public void A_day_or_an_ordinary_moment_is_in_no_doubt(string text) => Assert.Null(LegalTime.Doubt(On(text), Washington));

    [Fact]
    public void Both_halves_of_a_doubled_hour_can_be_told_apart_by_the_offset() =>
        Assert.Equal(
            Duration.FromHours(1),
            LegalTime.StartOf(On("2025-11-02T01:30-05:00"), Bound.Latest, Washington) - LegalTime.StartOf(On("2025-11-02T01:30-04:00"), Bound.Latest, Washington));

    [Fact]
    public void A_day_whose_midnight_is_skipped_begins_when_the_clocks_say_one() =>
        Assert.Equal(new LocalDateTime(2025, 4, 25, 1, 0), LegalTime.StartOf(On("2025-04-25"), Bound.Latest, Cairo).InZone(Cairo).LocalDateTime);

    [Fact]
    public void The_close_of_a_day_is_its_last_instant()
    {
        var close = LegalTime.CloseOf(new LocalDate(2025, 11, 10), Washington);
        Assert.Equal(new LocalDate(2025, 11, 10), LegalTime.DayOf(close, Washington));
        Assert.Equal(new LocalDate(2025, 11, 11), LegalTime.DayOf(close + Duration.Epsilon, Washington));
    }

    [Fact]
    public void A_period_through_a_day_holds_to_the_close_of_that_day() =>
        Assert.Equal(Instant.FromUtc(2026, 11, 10, 16, 0), LegalTime.EndOf(Through("2026-11-10"), Bound.Earliest, Beijing));

    [Fact]
    public void A_period_until_a_moment_holds_up_to_and_not_at_it() =>
        Assert.Equal(Instant.FromUtc(2025, 11, 10, 5, 1), LegalTime.EndOf(Until("2025-11-10T00:01"), Bound.Earliest, Washington));

    [Fact]
    public void A_period_until_a_day_holds_up_to_its_first_instant() =>
        Assert.Equal(Instant.FromUtc(2025, 11, 10, 5, 0), LegalTime.EndOf(Until("2025-11-10"), Bound.Latest, Washington));

    [Fact]
    public void A_period_without_end_holds_until_further_notice()
    {
        Assert.Equal(Instant.MaxValue, LegalTime.EndOf(new PeriodEnd(null, null), Bound.Earliest, Beijing));
        Assert.True(Ledger.Kernel.Period.From(On("2025")).End.IsOpen);
    }

    [Theory]
    [InlineData("2026-04", "2026-04-02", "2026-05-01")]
    [InlineData("2026", "2026-01-02", "2027-01-01")]
    public void An_approximate_last_day_ends_between_its_bounds(string text, string earliest, string latest)
    {
        Assert.Equal(earliest, Day(LegalTime.EndOf(Through(text), Bound.Earliest, Beijing)));
        Assert.Equal(latest, Day(LegalTime.EndOf(Through(text), Bound.Latest, Beijing)));
    }

    [Fact]
    public void What_is_unbounded_is_at_the_end_of_time()
    {
        Assert.Equal(Instant.MinValue, LegalTime.StartOf(On("../2026"), Bound.Earliest, Beijing));
        Assert.Equal(Instant.MaxValue, LegalTime.StartOf(On("2026/.."), Bound.Latest, Beijing));
        Assert.Equal(Instant.MaxValue, LegalTime.EndOf(Through("unknown"), Bound.Latest, Beijing));
        Assert.Equal(Instant.MinValue, LegalTime.EndOf(Through("unknown"), Bound.Earliest, Beijing));
    }

    [Theory]
    [InlineData("CN", "Asia/Shanghai")]
    [InlineData("US", "America/New_York")]
    [InlineData("AU", "Australia/Sydney")]
    [InlineData("MY", "Asia/Kuala_Lumpur")]
    [InlineData("EU", "Europe/Brussels")]
    [InlineData("WTO", "Europe/Zurich")]
    public void A_jurisdiction_has_one_legal_zone_its_capitals(string code, string zone) => Assert.Equal(zone, Jurisdictions.ZoneOf(code)!.Id);

    [Theory]
    [InlineData("G7")]
    [InlineData("QUAD")]
    public void An_organisation_without_a_seat_has_none(string code)
    {
        Assert.True(Jurisdictions.IsKnown(code));
        Assert.Null(Jurisdictions.ZoneOf(code));
    }

    [Fact]
    public void Every_country_of_the_table_has_a_zone() => Assert.All(Jurisdictions.Countries, code => Assert.NotNull(Jurisdictions.ZoneOf(code)));

    private static LegalMoment On(string text) => LegalMoment.Parse(text);

    private static PeriodEnd Through(string text) => new(On(text), null);

    private static PeriodEnd Until(string text) => new(null, On(text));

    private static string Day(Instant instant) => LegalTime.DayOf(instant, Beijing).ToString("uuuu-MM-dd", null);
}
