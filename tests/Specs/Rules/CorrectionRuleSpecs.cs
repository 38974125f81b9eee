using Ledger.Kernel;
using Ledger.Specs.ExportControls;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Corrections;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Rules;

/// <summary>The rules about corrections and retractions (LG-09 to LG-13, LG-16; T6).</summary>
public sealed class CorrectionRuleSpecs : ExportControlsSpec
{
    private const string No57 = "cn-mofcom-2025-57";
    private const string Claimed = No57 + "#2";

    public CorrectionRuleSpecs() => Given(Act.Of(No57, "2025-10-09", Publish(), Claim("as recorded")));

    [Fact]
    public void LG_09_a_correction_or_retraction_names_an_event_that_is_recorded()
    {
        When(Correct($"{No57}#9", Claim("nothing")));
        ThenRefused("LG-09", $"{No57}#9");
        When(Retract("cn-mofcom-2025-58#1"));
        ThenRefused("LG-09", "cn-mofcom-2025-58#1");
        When(Correct(Claimed, Claim("as it is")));
        ThenAccepted();
    }

    [Fact]
    public void LG_10_a_correction_names_the_head_of_its_version()
    {
        Given(Correct(Claimed, Claim("first correction")));
        When(Correct(Claimed, Claim("second correction")));
        ThenRefused("LG-10", Claimed, $"{Claimed}@1");
        When(Correct($"{Claimed}@2", Claim("second correction")));
        ThenRefused("LG-10", $"{Claimed}@2");
        When(Correct($"{Claimed}@1", Claim("second correction")));
        ThenAccepted();
    }

    [Fact]
    public void LG_10_a_retraction_of_a_correction_names_the_head()
    {
        Given(Correct(Claimed, Claim("first correction")), Correct($"{Claimed}@1", Claim("second correction")));
        When(Retract($"{Claimed}@1"));
        ThenRefused("LG-10", $"{Claimed}@2");
        When(Retract($"{Claimed}@2"));
        ThenAccepted();
        When(Retract(Claimed));
        ThenAccepted();
    }

    [Fact]
    public void LG_10_a_new_erratum_names_the_last_version()
    {
        Given(Erratum(Claimed, "2025-10-20", Claim("as amended")));
        When(Erratum(Claimed, "2025-11-01", Claim("as amended again")));
        ThenRefused("LG-10", Claimed, $"{Claimed}@1");
        When(Erratum($"{Claimed}@1", "2025-11-01", Claim("as amended again")));
        ThenAccepted();
    }

    [Fact]
    public void LG_10_an_erratum_under_a_later_one_is_not_retracted()
    {
        Given(Erratum(Claimed, "2025-10-20", Claim("as amended")), Erratum($"{Claimed}@1", "2025-11-01", Claim("as amended again")));
        When(Retract($"{Claimed}@1"));
        ThenRefused("LG-10", $"{Claimed}@1");
        When(Retract($"{Claimed}@2"));
        ThenAccepted();
    }

    [Fact]
    public void LG_11_what_was_retracted_is_neither_corrected_nor_retracted_again()
    {
        Given(Retract(Claimed));
        When(Correct(Claimed, Claim("as it is")));
        ThenRefused("LG-11", Claimed);
        When(Retract(Claimed));
        ThenRefused("LG-11", Claimed);
    }

    [Fact]
    public void LG_12_a_ledger_error_has_no_day_of_publication_and_an_erratum_has_one()
    {
        When(Correct(Claimed, Claim("as it is")) with { PublishedOn = LegalMoment.Parse("2025-10-20") });
        ThenRefused("LG-12");
        When(Erratum(Claimed, "2025-10-20", Claim("as amended")) with { PublishedOn = null });
        ThenRefused("LG-12");
        When(Erratum(Claimed, "2025-10-20/..", Claim("as amended")));
        ThenRefused("LG-12");
    }

    [Fact]
    public void LG_12_an_erratum_is_not_older_than_what_it_corrects()
    {
        When(Erratum(Claimed, "2025-10-08", Claim("as amended")));
        ThenRefused("LG-12", "2025-10-08", "2025-10-09");
        When(Erratum(Claimed, "2025-10-09", Claim("as amended")));
        ThenAccepted();
        Given(Erratum(Claimed, "2025-10-20", Claim("as amended")));
        When(Erratum($"{Claimed}@1", "2025-10-19", Claim("as amended again")));
        ThenRefused("LG-12", "2025-10-19", "2025-10-20");
        When(Erratum($"{Claimed}@1", "2025-10-20", Claim("as amended again")));
        ThenAccepted();
    }

    [Fact]
    public void LG_12_the_age_of_an_erratum_is_told_from_the_announcement_as_corrected()
    {
        Given(Correct(Claimed, Claim("as recorded"), announcedOn: "2025-10-15"));
        When(Erratum($"{Claimed}@1", "2025-10-12", Claim("as amended")));
        ThenRefused("LG-12", "2025-10-12", "2025-10-15");
        Given(Correct($"{Claimed}@1", Claim("as recorded"), announcedOn: "2025-10-01"));
        When(Erratum($"{Claimed}@2", "2025-10-05", Claim("as amended")));
        ThenAccepted();
    }

    [Fact]
    public void LG_13_a_replacement_is_of_the_same_kind()
    {
        When(Correct(Claimed, Publish()));
        ThenRefused("LG-13", Claimed, "StatementRecorded", "InstrumentPublished");
        When(Erratum(Claimed, "2025-10-20", Publish()));
        ThenRefused("LG-13", "StatementRecorded");
    }

    [Fact]
    public void LG_16_an_erratum_stands_in_the_acts_own_place()
    {
        When(Erratum(Claimed, "2025-10-20", Claim("as amended")) with { AnnouncedOn = LegalMoment.Parse("2025-10-19") });
        ThenRefused("LG-16");
        When(Erratum(Claimed, "2025-10-20", Claim("as amended")) with { Sequence = 2 });
        ThenRefused("LG-16");
        When(Correct(Claimed, Claim("as it is"), announcedOn: "2025-10-08", sequence: 2));
        ThenAccepted();
    }

    [Fact]
    public void LG_02_a_corrected_announcement_too_is_by_a_day_that_is_known()
    {
        When(Correct(Claimed, Claim("as it is"), announcedOn: "unknown"));
        ThenRefused("LG-02", "unknown");
    }

    [Fact]
    public void LG_06_a_corrected_sequence_too_counts_from_nought()
    {
        When(Correct(Claimed, Claim("as it is"), sequence: -1));
        ThenRefused("LG-06", "-1");
    }

    [Fact]
    public void An_act_added_to_later_is_announced_as_corrected()
    {
        Given(Correct(Claimed, Claim("as recorded"), announcedOn: "2025-10-10"));
        When(Act.Of(No57, "2025-10-09", Claim("added")).From(3));
        ThenRefused("LG-07", "2025-10-10");
        When(Act.Of(No57, "2025-10-10", Claim("added")).From(3));
        ThenAccepted();
    }

    [Fact]
    public void A_replacement_obeys_the_rules_of_its_kind()
    {
        Given(Act.Of(No57, "2025-10-09", Introduce(No57 + "/1", "2025-11-08")).From(3));
        When(Correct($"{No57}#3", Introduce(No57 + "/1", "2025-11-08", through: "2025-11-07")));
        ThenRefused("XC-05", "2025-11-08", "2025-11-07");
        When(Correct($"{No57}#3", Introduce(No57 + "/1", "2025-12-01")));
        ThenAccepted();
    }
}
