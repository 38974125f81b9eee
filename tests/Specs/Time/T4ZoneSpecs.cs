using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using Ledger.Specs.Telling;
using NodaTime;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Time;

/// <summary>T4 where one answer spans zones: a later instant can lie on an earlier civil date.</summary>
public sealed class T4ZoneSpecs : TimeSpec
{
    /// <summary>In China from 11 November 00:00 (16:00Z on the 10th); in the United States from 10 November 20:00 (01:00Z on the 11th).</summary>
    private void GivenChinaAMomentBeforeTheUnitedStates() =>
        Given(
            Act.Of("cn-a", "2025-10-01", Publish(), Introduce("cn-a/1", "2025-11-11", Goods("element:Ho"))),
            Act.Of("us-a", "2025-10-01", Publish(), Introduce("us-a/1", "2025-11-10T20:00", Goods("element:Ho"))).In("US"));

    [Fact]
    public void Asked_for_a_day_it_is_the_first_civil_date_whatever_the_instants()
    {
        GivenChinaAMomentBeforeTheUnitedStates();
        var next = Check(Trade("element:Ho"), "2025-11-09").NextChange(byDay: true);
        Assert.Equal(("us-a/1", "2025-11-10"), (next!.Life.Id, LocalDay(next)));
        Assert.Equal(Requirement.Licence, Check(Trade("element:Ho"), "2025-11-10").Headline);
    }

    [Fact]
    public void Asked_for_an_instant_it_is_the_first_instant()
    {
        GivenChinaAMomentBeforeTheUnitedStates();
        var next = Check(Trade("element:Ho"), "2025-11-09T12:00Z").NextChange(byDay: false);
        Assert.Equal(("cn-a/1", "2025-11-11"), (next!.Life.Id, LocalDay(next)));
    }

    [Fact]
    public void On_one_civil_date_it_is_the_earliest_local_moment()
    {
        Given(
            Act.Of("cn-a", "2025-10-01", Publish(), Introduce("cn-a/1", "2025-11-10T09:00", Goods("element:Ho"))),
            Act.Of("us-a", "2025-10-01", Publish(), Introduce("us-a/1", "2025-11-10T00:01", Goods("element:Ho"))).In("US"));
        Assert.Equal("us-a/1", Check(Trade("element:Ho"), "2025-11-09").NextChange(byDay: true)!.Life.Id);
        Assert.Equal("cn-a/1", Check(Trade("element:Ho"), "2025-11-09T12:00Z").NextChange(byDay: false)!.Life.Id);
    }

    [Fact]
    public void A_day_on_which_two_measures_changed_tells_of_the_earlier()
    {
        Given(
            Act.Of("a", "2025-10-01", Publish(), Introduce("a/1", "2025-11-10T18:00", Goods("element:Ho"))),
            Act.Of("b", "2025-10-01", Publish(), Introduce("b/1", "2025-11-10T09:00", Goods("element:Ho"))));
        var during = Check(Trade("element:Ho"), "2025-11-10").ChangedDuring(zone => LegalTime.StartOfDay(new LocalDate(2025, 11, 10), zone));
        Assert.Equal("b/1", during!.Life.Id);
    }

    [Fact]
    public void A_group_that_the_question_names_changes_the_answer_by_its_members_alone()
    {
        Given(Act.Of("a", "2019-01-01", Publish(), Introduce("a/1", "2019-01-01", Scope(destination: Only("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK")))));
        var toUnion = Trade("element:Ho") with { Destination = "EU" };
        Assert.Equal(Listing.Conditional, ListedAs("a/1", toUnion, "2020-01-31"));
        Assert.Equal("2020-02-01", LocalDay(Check(toUnion, "2020-01-15").NextChange(byDay: true)!));
        Assert.Equal(Listing.Applies, ListedAs("a/1", toUnion, "2020-02-01"));
    }
}
