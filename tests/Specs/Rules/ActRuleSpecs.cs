using Ledger.Kernel;
using Ledger.Specs.ExportControls;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Rules;

/// <summary>The rules about acts that hold on any stream (LG-01 to LG-08, LG-14, LG-15).</summary>
public sealed class ActRuleSpecs : ExportControlsSpec
{
    private const string No57 = "cn-mofcom-2025-57";

    [Fact]
    public void LG_01_an_act_without_effects_is_refused()
    {
        When(Act.Of(No57, "2025-10-09"));
        ThenRefused("LG-01");
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("2025-10/..")]
    [InlineData("2025-10-09T10:00")]
    public void LG_02_an_act_is_announced_by_a_day_that_is_known(string announcedOn)
    {
        When(Act.Of(No57, announcedOn, Publish()));
        ThenRefused("LG-02", announcedOn);
        ThenField("act.announcedOn");
    }

    [Theory]
    [InlineData("2025-10-09")]
    [InlineData("2025-10")]
    [InlineData("2025")]
    [InlineData("../2025-10-09")]
    public void An_announcement_may_be_approximate(string announcedOn)
    {
        When(Act.Of(No57, announcedOn, Publish()));
        ThenAccepted();
    }

    [Fact]
    public void LG_03_an_effect_has_a_jurisdiction_of_the_table()
    {
        When(Act.Of(No57, "2025-10-09", Publish()).In());
        ThenRefused("LG-03");
        When(Act.Of(No57, "2025-10-09", Publish()).In("CN", "XX"));
        ThenRefused("LG-03", "'XX'");
        When(Act.Of(No57, "2025-10-09", Publish()).In("cn"));
        ThenRefused("LG-03", "'cn'");
        When(Act.Of("eu-2024-1252", "2024-05-03", Publish(issuer: "EU")).In("EU"));
        ThenAccepted();
    }

    [Fact]
    public void LG_04_an_act_of_several_jurisdictions_or_of_none_with_a_zone_states_its_zone()
    {
        When(Act.Of("truce", "2025-10-30", Publish()).In("US", "CN"));
        ThenRefused("LG-04", "US, CN");
        When(Act.Of("g7-plan", "2025-06-17", Publish()).In("G7"));
        ThenRefused("LG-04", "G7");
        When(Act.Of("truce", "2025-10-30", Publish()).In("US", "CN").WithZone("Asia/Busan"));
        ThenRefused("LG-04", "Asia/Busan");
        When(Act.Of("truce", "2025-10-30", Publish()).In("US", "CN").WithZone("Asia/Seoul"));
        ThenAccepted();
        When(Act.Of("g7-plan", "2025-06-17", Publish()).In("G7").WithZone("America/Edmonton"));
        ThenAccepted();
    }

    [Fact]
    public void LG_05_a_local_moment_that_daylight_saving_doubles_or_skips_needs_an_offset()
    {
        When(Act.Of("us-eo-1", "2025-01-02", Publish(effective: "2025-03-09T02:30")).In("US"));
        ThenRefused("LG-05", "2025-03-09T02:30", "America/New_York");
        ThenField("effects[0].effective");
        When(Act.Of("us-eo-1", "2025-01-02", Publish(), Introduce("us-eo-1/1", "2025-11-02T01:30")).In("US"));
        ThenRefused("LG-05", "2025-11-02T01:30");
        ThenField("effects[1].period.starts");
        When(Act.Of("us-eo-1", "2025-01-02", Publish(), Introduce("us-eo-1/1", "2025-11-02T01:30-05:00")).In("US"));
        ThenAccepted();
    }

    [Fact]
    public void LG_06_ordinals_count_from_one_and_name_one_effect()
    {
        When(Act.Of(No57, "2025-10-09", Publish()).From(0));
        ThenRefused("LG-06", "0");
        Given(Act.Of(No57, "2025-10-09", Publish(), Claim("first")));
        When(Act.Of(No57, "2025-10-09", Claim("second")));
        ThenRefused("LG-06", No57);
        When(Act.Of(No57, "2025-10-09", Claim("second")).From(2));
        ThenRefused("LG-06", $"{No57}#2");
        When(Act.Of(No57, "2025-10-09", Claim("second")).From(5));
        ThenAccepted();
        When(Act.Of("cn-mofcom-2025-58", "2025-10-09", Publish()).InPlace(-1));
        ThenRefused("LG-06", "-1");
    }

    [Fact]
    public void LG_06_one_command_cannot_state_an_ordinal_twice()
    {
        var act = Act.Of(No57, "2025-10-09", Publish(), Claim("twice"));
        When(act with { Effects = [.. act.Effects.Select(effect => effect with { Ordinal = 1 })] });
        ThenRefused("LG-06", $"{No57}#1");
    }

    [Fact]
    public void LG_07_all_effects_of_an_act_are_announced_together()
    {
        Given(Act.Of(No57, "2025-10-09", Publish()));
        When(Act.Of(No57, "2025-10-10", Claim("later")).From(2));
        ThenRefused("LG-07", "2025-10-09", "2025-10-10");
        When(Act.Of(No57, "2025-10-09", Claim("later")).From(2).InPlace(1));
        ThenRefused("LG-07", "sequence 0");
        When(Act.Of(No57, "2025-10-09", Claim("later")).From(2).WithZone("Asia/Tokyo"));
        ThenRefused("LG-07", "Asia/Tokyo");
        When(Act.Of(No57, "2025-10-09", Claim("later")).From(2));
        ThenAccepted();
    }

    [Fact]
    public void LG_08_every_effect_has_a_citation_with_an_address_or_a_number()
    {
        var nowhere = Act.Gazette with { Url = null, Title = "a page I saw" };
        When(Act.Of(No57, "2025-10-09", Publish()).Citing());
        ThenRefused("LG-08");
        When(Act.Of(No57, "2025-10-09", Publish()).Citing(Act.Gazette, nowhere));
        ThenRefused("LG-08", "URL or a document number");
        ThenField("citations[1]");
        When(Act.Of(No57, "2025-10-09", Publish()).Citing(nowhere with { Url = "example.org/gazette" }));
        ThenRefused("LG-08", "example.org/gazette");
        When(Act.Of(No57, "2025-10-09", Publish()).Citing(nowhere with { DocumentNumber = "No. 57" }));
        ThenAccepted();
    }

    [Fact]
    public void LG_08_only_a_statement_may_rest_on_an_editors_knowledge()
    {
        var known = Act.Gazette with { Url = null, Kind = SourceKind.EditorsKnowledge };
        Given(Act.Of(No57, "2025-10-09", Publish(), Claim("as recorded")));
        When(Act.Of(No57, "2025-10-09", Claim("as everybody knows")).From(3).Citing(known));
        ThenAccepted();
        When(Act.Of(No57, "2025-10-09", Introduce(No57 + "/1", "2025-11-08")).From(3).Citing(known with { DocumentNumber = "57" }));
        ThenRefused("LG-08", "statement only");
        When(Corrections.Correct($"{No57}#2", Claim("as it was")) with { Citations = [known] });
        ThenAccepted();
        When(Corrections.Correct($"{No57}#1", Publish()) with { Citations = [known] });
        ThenRefused("LG-08");
        When(Corrections.Retract($"{No57}#2") with { Citations = [known] });
        ThenRefused("LG-08");
    }

    [Theory]
    [InlineData("CN-MOFCOM-2025-57")]
    [InlineData("cn/mofcom")]
    [InlineData("-57")]
    [InlineData("cn mofcom 57")]
    [InlineData("cn-mofcom-2025-57#1")]
    public void LG_14_an_entity_id_is_a_slug(string entity)
    {
        When(Act.Of(entity, "2025-10-09", Publish()));
        ThenRefused("LG-14", $"'{entity}'");
    }

    [Fact]
    public void LG_15_an_amount_has_a_unit_is_not_negative_and_does_not_run_backwards()
    {
        foreach (var (amount, why) in new[]
        {
            (Percent(10) with { Unit = "" }, "no unit"), (Percent(-10), "-10 percent is negative"), (Percent(34) with { To = 10 }, "34 to 10 percent"),
        })
        {
            When(Act.Of("us-eo-1", "2025-01-02", Publish(), Introduce("us-eo-1/1", "2025-02-04", rate: 1) with { Value = amount }).In("US"));
            ThenRefused("LG-15", why);
            ThenField("effects[1].value");
        }
        When(Act.Of("us-eo-1", "2025-01-02", Publish(), Introduce("us-eo-1/1", "2025-02-04", rate: 1) with { Value = Percent(10) with { To = 34 } }).In("US"));
        ThenAccepted();
    }
}
