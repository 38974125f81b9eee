using Ledger.Api.Agreements.V1;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Api.Asking;
using static Ledger.Integration.Api.Asking.Acts;

namespace Ledger.Integration.Api;

/// <summary>What DESIGN says of agreements and commitments in time, through the public API.</summary>
public sealed class RulesOfAgreements(EmptyLedger empty) : RuleOfTime(empty)
{
    [Fact]
    public async Task T11_what_an_older_termination_finds_said_of_an_agreement_dangles_and_moves_nothing()
    {
        await Said("t11-pact", "2025-01-10", "t11-pact-signing", Signed());
        await Said("t11-pact", "2025-03-01", "t11-pact-ratification", new Effect { AgreementRatified = new AgreementRatified { By = "US" } });
        await Shows("t11-pact", "2025-03-01", "agreement.status=ratified");
        await Said("t11-pact", "2025-02-01", "t11-pact-notice", new Effect { AgreementTerminated = new AgreementTerminated() });
        await Shows("t11-pact", "2025-03-01", "agreement.status=terminated; agreement.ratifiedBy!; dangling#1; dangling[0].reference=t11-pact-ratification#1");
        (await Ledger.OverHttp.HistoryAsync("t11-pact")).Expect("entries[reference=t11-pact-ratification#1].role=DANGLING; entries[reference=t11-pact-notice#1].role=FACT");
    }

    [Fact]
    public async Task T7_a_later_act_moves_a_commitment_and_an_older_report_confirms_it_beside_a_later_one()
    {
        await Said("t7-pact", "2025-01-10", "t7-pact-signing", Signed(), Made("2025-04-01"));
        await Said("t7-pact", "2025-04-10", "t7-pact-extension", Made("2025-08-01"));
        await Said("t7-pact", "2025-07-01", "t7-pact-report", new Effect { CommitmentFulfilled = new CommitmentFulfilled { Commitment = "financing" } });
        await Said("t7-pact", "2025-06-01", "t7-pact-older-report", new Effect { CommitmentFulfilled = new CommitmentFulfilled { Commitment = "financing" } });
        const string Financing = "agreement.commitments[commitment=financing]";
        await Shows("t7-pact", "2025-04-09", $"{Financing}.status=OVERDUE; {Financing}.due=2025-04-01");
        await Shows("t7-pact", "2025-04-10", $"{Financing}.status=DUE; {Financing}.nextDue=2025-08-01");
        await Shows("t7-pact", "2025-07-01", $"{Financing}.status=FULFILLED; {Financing}.fulfilledOn=2025-06-01");
        await Shows("t7-pact", "2025-08-02", $"{Financing}.status=OVERDUE", published: "2025-05-31");
    }

    [Fact]
    public async Task The_act_by_which_another_takes_its_place_stands_among_the_acts_of_an_agreement()
    {
        await Said("t5-mou", "2025-01-10", "t5-mou-signing", Signed());
        await Said("t5-contract", "2025-02-10", "t5-contract-signing", Signed(), new Effect { AgreementReplaced = new AgreementReplaced { Predecessor = "t5-mou" } });
        await Shows("t5-mou", "2025-02-10", "agreement.status=replaced; agreement.replacedBy=t5-contract; agreement.acts[reference=t5-contract-signing#2].entity=t5-contract");
    }

    private static Effect Signed() => new()
    {
        AgreementSigned = new AgreementSigned { Title = "A pact", Kind = AgreementKind.Mou, Parties = { "US", "AU" }, PartiesComplete = true, Bindingness = Bindingness.NonBinding },
    };

    private static Effect Made(string due) => new() { CommitmentMade = new CommitmentMade { Commitment = "financing", By = { "US" }, What = "finance projects", Due = due } };

    private async Task Said(string agreement, string announcedOn, string act, params Effect[] effects) => await Record(new RecordActRequest
    {
        RequestId = Guid.NewGuid().ToString(), Agreement = agreement, Citations = { Source() }, Effects = { effects },
        Act = new global::Ledger.Api.Common.V1.Act { Id = act, AnnouncedOn = announcedOn, Jurisdictions = { "US" } },
    });
}
