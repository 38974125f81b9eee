using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Corrections;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Time;

/// <summary>T1 (dates and zones), T6 (cuts as measures feel them) and T11 (legal order).</summary>
public sealed class T1T11Specs : TimeSpec
{
    private static Act Later(string id, string announcedOn, params IEnumerable<EventBody> effects) => Act.Of(id, announcedOn, [Publish(), .. effects]);

    [Fact]
    public void T1_a_civil_date_is_read_at_its_close_in_the_zone_of_each_introducing_act()
    {
        Given(
            Act.Of("cn-a", "2025-11-01", Publish(), Introduce("cn-a/1", "2025-11-10", Goods("element:Ho"))),
            Act.Of("us-a", "2025-11-01", Publish(), Introduce("us-a/1", "2025-11-10", Goods("element:Ho"))).In("US"));
        string[] Applying(string effective) => [.. Check(Trade("element:Ho"), effective).Findings.Where(finding => finding.Listing == Ledger.ExportControls.Domain.Listing.Applies).Select(finding => finding.Life.Id)];
        Assert.Equal([], Applying("2025-11-09"));
        Assert.Equal(["cn-a/1", "us-a/1"], Applying("2025-11-10"));
        Assert.Equal([], Applying("2025-11-09T15:59Z"));
        Assert.Equal(["cn-a/1"], Applying("2025-11-09T16:00Z"));
        Assert.Equal(["cn-a/1"], Applying("2025-11-10T04:59Z"));
        Assert.Equal(["cn-a/1", "us-a/1"], Applying("2025-11-10T05:00Z"));
    }

    [Fact]
    public void T1_the_zone_that_an_act_states_is_the_one_its_dates_are_read_in()
    {
        Given(Act.Of("truce", "2025-10-30", Publish(), Introduce("truce/1", "2025-11-10", Goods("element:Ho"))).In("US", "CN").WithZone("Asia/Seoul"));
        ThenStatuses("truce/1", ("2025-11-09T14:59Z", Status.Announced), ("2025-11-09T15:00Z", Status.InForce));
    }

    [Fact]
    public void T1_published_compares_civil_days_as_written()
    {
        Given(Truce.No57, Act.Of("us-a", "2025-10-09", Publish(), Introduce("us-a/1", "2025-10-09")).In("US"));
        Assert.Equal(["cn-mofcom-2025-57/1", "us-a/1"], Controls(published: "2025-10-09").Measures.Order(StringComparer.Ordinal));
        Assert.Empty(Controls(published: "2025-10-08").Measures);
    }

    [Fact]
    public void T6_a_corrected_period_holds_under_every_cut_of_publication()
    {
        Given(Truce.No57, Correct(No57 + "#2", Introduce(Ho, "2025-12-01", Goods("element:Ho"))));
        Assert.Equal(Status.Announced, StatusOn("2025-11-15", Ho, published: "2025-10-20"));
        Assert.Equal(Status.InForce, On("2025-11-15", Ho, known: 2).Status);
    }

    [Fact]
    public void T6_an_erratum_holds_at_every_effective_date_once_it_was_published()
    {
        Given(Truce.No57, Erratum(No57 + "#2", "2025-11-20", Introduce(Ho, "2025-11-01", Goods("element:Ho"))));
        Assert.Equal(Status.Announced, StatusOn("2025-11-05", Ho, published: "2025-11-19"));
        Assert.Equal(Status.InForce, StatusOn("2025-11-05", Ho, published: "2025-11-20"));
        Assert.Equal(Status.InForce, StatusOn("2025-11-05", Ho));
    }

    [Fact]
    public void T6_a_corrected_announcement_moves_the_act_in_legal_order()
    {
        Given(Truce.No57, Later("a-1", "2025-11-10", Amend(Ho, "2025-12-01", Goods("element:Dy"))), Later("a-2", "2025-11-20", Amend(Ho, "2025-12-01", Goods("element:Tb"))));
        Assert.True(On("2025-12-02", Ho, Trade("element:Tb")).Counts);
        Given(Correct("a-1#2", Amend(Ho, "2025-12-01", Goods("element:Dy")), announcedOn: "2025-11-25"));
        Assert.True(On("2025-12-02", Ho, Trade("element:Dy")).Counts);
        Assert.False(On("2025-12-02", Ho, Trade("element:Tb")).Counts);
    }

    [Fact]
    public void T6_a_correction_that_states_no_jurisdiction_leaves_the_one_that_an_earlier_correction_stated()
    {
        var toTheUnitedStates = Correct(No57 + "#2", Introduce(Ho, "2025-11-08", Goods("element:Ho")));
        Given(Truce.No57, toTheUnitedStates with { Replacement = toTheUnitedStates.Replacement with { Jurisdictions = ["US"] } });
        Assert.Equal(["US"], Life(Ho).Introduction.Jurisdictions);
        Given(Correct(No57 + "#2@1", Introduce(Ho, "2025-11-09", Goods("element:Ho"))));
        Assert.Equal("US in America/New_York", $"{string.Join(' ', Life(Ho).Introduction.Jurisdictions)} in {Life(Ho).Zone.Id}");
    }

    [Fact]
    public void T6_a_retracted_introduction_leaves_the_measure_unknown_and_its_suspension_dangling()
    {
        Given(Truce.No57, Truce.No62, Truce.No70, Retract(No57 + "#2"));
        Assert.Null(Ledger.ExportControls.Domain.MeasureLife.Of(Controls(), Ho, Ledger.ExportControls.Domain.Question.Nothing));
        Assert.Equal(Status.Unknown, Lifespan.Fold([], Reading.Shown, static _ => false).At(default).Status);
        Given(Act.Of(No57, "2025-10-09", Introduce(Ho, "2025-11-08")).From(2));
        Assert.Equal(Status.Suspended, StatusOn("2025-11-15", Ho));
    }

    [Fact]
    public void T11_entering_an_old_act_late_gives_the_same_state_as_entering_it_in_time()
    {
        Given(Truce.No70.Accepting(), Truce.No62, Truce.No57);
        ThenStatuses(Ho, ("2025-10-29", Status.Announced), ("2025-11-15", Status.Suspended), ("2026-11-11", Status.InForce));
    }

    [Theory]
    [InlineData("a-9", "a-10", "element:Tb")]
    [InlineData("a-10", "a-9", "element:Dy")]
    public void T11_acts_of_one_day_are_ordered_by_id_with_digits_as_numbers(string first, string second, string prevails)
    {
        Given(Truce.No57, Later(first, "2025-11-10", Amend(Ho, "2025-12-01", Goods("element:Dy"))), Later(second, "2025-11-10", Amend(Ho, "2025-12-01", Goods("element:Tb"))));
        Assert.True(On("2025-12-02", Ho, Trade(prevails)).Counts);
    }

    [Fact]
    public void T11_a_stated_sequence_goes_before_the_id()
    {
        Given(Truce.No57, Later("a-1", "2025-11-10", Amend(Ho, "2025-12-01", Goods("element:Dy"))).InPlace(2), Later("a-2", "2025-11-10", Amend(Ho, "2025-12-01", Goods("element:Tb"))).InPlace(1));
        Assert.True(On("2025-12-02", Ho, Trade("element:Dy")).Counts);
    }

    [Fact]
    public void T11_within_an_act_the_ordinal_decides_though_recorded_in_another_order()
    {
        var act = Later("a-1", "2025-11-10", Amend(Ho, "2025-12-01", Goods("element:Tb")), Amend(Ho, "2025-12-01", Goods("element:Dy")));
        Given(Truce.No57, act with { Effects = [act.Effects[0], act.Effects[1] with { Ordinal = 9 }, act.Effects[2] with { Ordinal = 5 }] });
        Assert.True(On("2025-12-02", Ho, Trade("element:Tb")).Counts);
    }

    [Fact]
    public void T11_an_approximate_announcement_is_ordered_by_its_latest_day()
    {
        Given(Truce.No57, Later("a-1", "2025-11", Amend(Ho, "2025-12-01", Goods("element:Dy"))), Later("a-2", "2025-11-29", Amend(Ho, "2025-12-01", Goods("element:Tb"))));
        Assert.True(On("2025-12-02", Ho, Trade("element:Dy")).Counts);
    }
}
