using Ledger.Events;
using Ledger.Kernel;
using Ledger.Specs.ExportControls;
using Ledger.Specs.Telling;
using NodaTime;
using static Ledger.Specs.Telling.Corrections;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Kernel;

/// <summary>T6: what is visible under each cut, after corrections, errata and retractions.</summary>
public sealed class VersionsSpecs : ExportControlsSpec
{
    private const string No57 = "cn-mofcom-2025-57";
    private const string Claimed = No57 + "#2";

    public VersionsSpecs() => Given(Act.Of(No57, "2025-10-09", Publish(), Claim("as recorded"), Claim("another")));

    [Fact]
    public void A_ledger_error_replaces_the_version_it_names_under_every_cut_keeping_act_and_ordinal()
    {
        Given(Correct(Claimed, Claim("as it is")));
        Assert.Equal("as it is", Reads(Claimed, null));
        Assert.Equal("as it is", Reads(Claimed, "2025-10-09"));
        var effect = Visible(null).Single(effect => effect.Reference == Claimed);
        Assert.Equal((No57, 2, 1L), (effect.Act, effect.Ordinal, effect.Recorded.Position));
        Assert.Equal(3, effect.Reads.Position);
    }

    [Fact]
    public void A_correction_is_corrected_by_naming_it()
    {
        Given(Correct(Claimed, Claim("first correction")), Correct($"{Claimed}@1", Claim("second correction")));
        Assert.Equal("second correction", Reads(Claimed, null));
    }

    [Fact]
    public void Before_the_correction_was_recorded_the_ledger_knew_the_first_wording()
    {
        Given(Correct(Claimed, Claim("as it is")));
        Assert.Equal("as recorded", Text(Versions.Visible(Events.Take(3), null).Single(effect => effect.Reference == Claimed)));
    }

    [Fact]
    public void A_corrected_announcement_moves_every_effect_of_the_act_on_its_stream()
    {
        Given(Act.Of("cn-mofcom-2025-58", "2025-10-09", Publish(), Claim("elsewhere")));
        Given(Correct(Claimed, Claim("as recorded"), announcedOn: "2025-10-12", sequence: 3));
        Assert.All(Visible(null).Where(effect => effect.Act == No57), effect => Assert.Equal(("2025-10-12", 3), (effect.AnnouncedOn.Text, effect.Sequence)));
        Assert.All(Visible(null).Where(effect => effect.Act != No57), effect => Assert.Equal(("2025-10-09", 0), (effect.AnnouncedOn.Text, effect.Sequence)));
        Assert.DoesNotContain(Visible("2025-10-11"), effect => effect.Act == No57);
        Assert.Equal(3, Visible("2025-10-12").Count(effect => effect.Act == No57));
    }

    [Fact]
    public void Of_two_corrected_announcements_the_one_last_in_the_ledger_prevails()
    {
        Given(Correct($"{No57}#3", Claim("another"), announcedOn: "2025-10-20"), Correct(Claimed, Claim("as recorded"), announcedOn: "2025-10-12"));
        Assert.All(Visible(null), effect => Assert.Equal("2025-10-12", effect.AnnouncedOn.Text));
        Given(Retract($"{Claimed}@1"));
        Assert.All(Visible(null), effect => Assert.Equal("2025-10-20", effect.AnnouncedOn.Text));
    }

    [Fact]
    public void Published_admits_an_act_from_the_latest_day_its_announcement_allows()
    {
        Given(Act.Of("cn-mofcom-2025-58", "2025-10", Publish()));
        Assert.DoesNotContain(Visible("2025-10-30"), effect => effect.Act == "cn-mofcom-2025-58");
        Assert.Contains(Visible("2025-10-31"), effect => effect.Act == "cn-mofcom-2025-58");
    }

    [Fact]
    public void An_erratum_replaces_the_version_before_it_under_any_cut_from_its_publication_day()
    {
        Given(Erratum(Claimed, "2025-10-20", Claim("as amended")));
        Assert.Equal("as recorded", Reads(Claimed, "2025-10-19"));
        Assert.Equal("as amended", Reads(Claimed, "2025-10-20"));
        Assert.Equal("as amended", Reads(Claimed, null));
        Assert.Equal("2025-10-09", Visible(null).Single(effect => effect.Reference == Claimed).AnnouncedOn.Text);
    }

    [Fact]
    public void A_ledger_error_in_the_first_version_leaves_the_erratum_after_it()
    {
        Given(Erratum(Claimed, "2025-10-20", Claim("as amended")), Correct(Claimed, Claim("as it was")));
        Assert.Equal("as it was", Reads(Claimed, "2025-10-19"));
        Assert.Equal("as amended", Reads(Claimed, "2025-10-20"));
    }

    [Fact]
    public void A_ledger_error_in_an_erratum_is_seen_only_from_the_day_of_the_erratum()
    {
        Given(Erratum(Claimed, "2025-10-20", Claim("as amended")), Correct($"{Claimed}@1", Claim("as amended, read rightly")));
        Assert.Equal("as recorded", Reads(Claimed, "2025-10-19"));
        Assert.Equal("as amended, read rightly", Reads(Claimed, "2025-10-20"));
    }

    [Fact]
    public void A_second_erratum_names_the_last_version_and_each_is_seen_from_its_day()
    {
        Given(Erratum(Claimed, "2025-10-20", Claim("first")), Correct($"{Claimed}@1", Claim("first, read rightly")), Erratum($"{Claimed}@2", "2025-11-01", Claim("second")));
        Assert.Equal("as recorded", Reads(Claimed, "2025-10-19"));
        Assert.Equal("first, read rightly", Reads(Claimed, "2025-10-31"));
        Assert.Equal("second", Reads(Claimed, "2025-11-01"));
    }

    [Fact]
    public void Retracting_an_erratum_brings_the_version_before_it_back()
    {
        Given(Erratum(Claimed, "2025-10-20", Claim("as amended")), Retract($"{Claimed}@1"));
        Assert.Equal("as recorded", Reads(Claimed, null));
    }

    [Fact]
    public void Retracting_an_event_retracts_all_its_versions_and_nothing_else()
    {
        Given(Correct(Claimed, Claim("as it is")), Erratum($"{Claimed}@1", "2025-10-20", Claim("as amended")), Retract(Claimed));
        Assert.Equal([$"{No57}#1", $"{No57}#3"], Visible(null).Order(LegalOrder.Instance).Select(effect => effect.Reference));
    }

    [Fact]
    public void Retracting_a_correction_restores_what_it_replaced()
    {
        Given(Correct(Claimed, Claim("first correction")), Correct($"{Claimed}@1", Claim("second correction")), Retract($"{Claimed}@2"));
        Assert.Equal("first correction", Reads(Claimed, null));
        Given(Retract($"{Claimed}@1"));
        Assert.Equal("as recorded", Reads(Claimed, null));
    }

    [Fact]
    public void After_a_retraction_the_next_correction_has_the_next_number()
    {
        Given(Correct(Claimed, Claim("first")), Retract($"{Claimed}@1"), Correct(Claimed, Claim("second")), Correct($"{Claimed}@2", Claim("third")));
        Assert.Equal("third", Reads(Claimed, null));
    }

    [Fact]
    public void What_was_retracted_may_be_recorded_again_with_its_act_and_ordinal()
    {
        Given(Retract(Claimed));
        Given(Act.Of(No57, "2025-10-09", Claim("recorded again")).From(2));
        Assert.Equal("recorded again", Reads(Claimed, null));
        Given(Correct(Claimed, Claim("and corrected")));
        Assert.Equal("and corrected", Reads(Claimed, null));
    }

    [Fact]
    public void Corrected_jurisdictions_are_read_with_the_zone_that_follows_from_them()
    {
        var correction = Correct(Claimed, Claim("as recorded"));
        Given(correction with { Replacement = correction.Replacement with { Jurisdictions = ["US"] } });
        var effect = Visible(null).Single(effect => effect.Reference == Claimed);
        Assert.Equal(("US", "America/New_York"), (effect.Jurisdictions[0], effect.Zone.Id));
    }

    [Fact]
    public void A_stream_that_corrects_what_it_does_not_hold_is_corrupt_and_says_so()
    {
        var stream = new StreamVersions();
        Given(Correct(Claimed, Claim("as it is")));
        Assert.Throws<InvalidOperationException>(() => stream.Take(Events[^1]));
    }

    private List<Effect> Visible(string? published) =>
        [.. Versions.Visible(Events, published is null ? null : LegalMoment.Parse(published).LatestDay)];

    private string Reads(string reference, string? published) => Text(Visible(published).Single(effect => effect.Reference == reference));

    private static string Text(Effect effect) => ((StatementRecorded)effect.Body).Text;
}
