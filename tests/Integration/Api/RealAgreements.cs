using Ledger.Api.Timeline.V1;
using Ledger.Integration.Api.Asking;

namespace Ledger.Integration.Api;

/// <summary>Agreements and what they promise, as the collected records tell them, each asked on both cuts.</summary>
[Collection(AsksTheSample.Name)]
public sealed class RealAgreements(SampleLedger sample)
{
    public static TheoryData<RealCase> Agreements =>
    [
        new RealCase("The US-Australia framework is signed and does not bind", "us-au-framework-2025", "2025-10-20", "agreement.status=signed; agreement.bindingness=NON_BINDING; agreement.kind=FRAMEWORK", "2025-10-19", "unknown.recordedLater=true"),
        new RealCase("The US-Japan framework of 2025 is signed in Tokyo on 28 October", "us-jp-framework-2025", "2025-10-28", "agreement.status=signed; agreement.signedOn=2025-10-28; agreement.bindingness=NON_BINDING", "2025-10-27", "unknown.recordedLater=true"),
        new RealCase("The US-Malaysia memorandum does not bind and meets every quarter", "us-my-mou-2025", "2025-10-26", "agreement.status=in-force; agreement.bindingness=NON_BINDING; agreement.kind=MOU; agreement.commitments#1", "2025-10-25", "unknown.recordedLater=true"),
        new RealCase("The US-Malaysia trade agreement is signed and not in force", "us-my-art-2025", "2026-05-01", "agreement.status=signed; agreement.bindingness=CONDITIONAL; agreement.inForceSince!; agreement.claims#2", "2026-02-04", "agreement.status=signed; agreement.claims!"),
        new RealCase("The US-Thailand memorandum does not bind", "us-th-mou-2025", "2025-10-26", "agreement.status=signed; agreement.bindingness=NON_BINDING", "2025-10-25", "unknown.recordedLater=true"),
        new RealCase("The US-Japan agreement of 2023 is in force from its signature", "us-jp-cma-2023", "2023-03-28", "agreement.status=in-force; agreement.inForceSince=2023-03-28", "2023-03-27", "unknown.recordedLater=true"),
        new RealCase("The EU-Kazakhstan memorandum was signed in November 2022", "eu-kz-mou-2022", "2022-11-07", "agreement.status=signed", "2022-11-06", "unknown.recordedLater=true"),
        new RealCase("Geneva is in force until 12 August 2025", "geneva-2025", "2025-08-12", "agreement.status=in-force; agreement.ends=through 2025-08-12; agreement.nextChange.on=2025-08-13", "2025-05-11", "unknown.recordedLater=true"),
        new RealCase("Geneva has expired on 13 August 2025", "geneva-2025", "2025-08-13", "agreement.status=expired", "2025-05-11", "unknown.recordedLater=true"),
        new RealCase("Busan is announced before 10 November 2025", "busan-2025", "2025-11-09", "agreement.status=announced; agreement.nextChange.on=2025-11-10", "2025-10-29", "unknown.recordedLater=true"),
        new RealCase("Busan runs through 10 November 2026", "busan-2025", "2026-11-10", "agreement.status=in-force; agreement.nextChange.on=2026-11-11", "2025-10-29", "unknown.recordedLater=true"),
        new RealCase("Busan has expired on 11 November 2026 unless a later act renews it", "busan-2025", "2026-11-11", "agreement.status=expired", "2025-10-29", "unknown.recordedLater=true"),
        new RealCase("The soybeans of 2025 were bought, as told in January 2026", "busan-2025", "2026-02-01", "agreement.commitments[commitment=soybeans-2025].status=FULFILLED", "2026-01-19", "agreement.commitments[commitment=soybeans-2025].status=OVERDUE"),
        new RealCase("FORGE takes the place of the Minerals Security Partnership", "msp-2022", "2026-02-04", "agreement.status=replaced; agreement.replacedBy=forge-2026", "2026-02-03", "agreement.status=announced; agreement.replacedBy!"),
        new RealCase("FORGE names what it replaces", "forge-2026", "2026-02-04", "agreement.status=announced; agreement.replaces=msp-2022", "2026-02-03", "unknown.recordedLater=true"),
        new RealCase("MP's memorandum with Maaden became a joint venture", "mp-maaden-mou-2025", "2025-11-19", "agreement.status=replaced; agreement.replacedBy=mp-maaden-jv-2025", "2025-11-18", "agreement.status=signed"),
        new RealCase("The British memorandum was signed a day after the ministerial", "us-gb-minerals-mou-2026", "2026-02-04", "agreement.status=not-yet-announced", "2026-02-04", "unknown.recordedLater=true"),
        new RealCase("The Argentine framework was signed at the ministerial", "us-ar-minerals-2026", "2026-02-04", "agreement.status=signed", "2026-02-03", "unknown.recordedLater=true"),
    ];

    [Theory, MemberData(nameof(Agreements))]
    public Task An_agreement_stands_as_its_last_step_says(RealCase real) => real.HoldAsync(sample.Ledger.OverHttp);

    [Fact]
    public async Task On_1_May_2026_six_commitments_were_overdue_and_each_names_its_day()
    {
        var overdue = await sample.Ledger.OverHttp.AskAsync(new ListCommitmentsRequest { At = Ask.At("2026-05-01"), Statuses = { CommitmentStatus.Overdue } });
        overdue.Expect("commitments#6; commitments[commitment=thirty-days].due=2026-03-06; commitments[commitment=sixty-days].due=2026-04-05");
        overdue.Expect("commitments[commitment=financing-us].due=2026-04-20; commitments[commitment=financing-au].amount.amount=1000000000");
        overdue.Expect("commitments[commitment=ministerial].due=2026-04-26; commitments[commitment=financial-support].due=2026-04-28");
    }

    [Fact]
    public async Task A_commitment_is_overdue_from_the_day_after_it_was_due()
    {
        await Financing("2026-04-20", "DUE");
        await Financing("2026-04-21", "OVERDUE");
    }

    private async Task Financing(string effective, string status) =>
        (await sample.Ledger.OverHttp.ShowAsync(Ask.At(effective), "us-au-framework-2025")).Expect($"agreement.commitments[commitment=financing-us].status={status}");
}
