using Ledger.Api.Timeline.V1;
using Ledger.Integration.Api.Asking;

namespace Ledger.Integration.Api;

/// <summary>Plants and mines as the collected records tell them, each asked on both cuts.</summary>
[Collection(AsksTheSample.Name)]
public sealed class RealFacilities(SampleLedger sample)
{
    private const string Fosl = "facility.licences[licence=fosl]";

    public static TheoryData<RealCase> Plants =>
    [
        new RealCase("Mountain Pass mines in 1960", "mp-mountain-pass", "1960-01-01", "facility.stages[stage=MINING].status=OPERATING", "1951-12-31", "unknown.recordedLater=true"),
        new RealCase("Separation at Mountain Pass closed in 1998 while mining went on", "mp-mountain-pass", "1999-06-01", "facility.stages[stage=MINING].status=OPERATING; facility.stages[stage=SEPARATION].status=CLOSED; facility.incidents#1", "1998-12-30", "facility.stages[stage=SEPARATION]!; facility.incidents!"),
        new RealCase("The mine closed in 2002", "mp-mountain-pass", "2003-01-01", "facility.stages[stage=MINING].status=CLOSED", "2001-12-31", "facility.stages[stage=MINING].status=OPERATING"),
        new RealCase("Mining restarted on 27 August 2012", "mp-mountain-pass", "2012-08-27", "facility.stages[stage=MINING].status=OPERATING; facility.stages[stage=SEPARATION].status=CLOSED", "2012-08-26", "facility.stages[stage=MINING].status=CLOSED"),
        new RealCase("After the bankruptcy mining was idle", "mp-mountain-pass", "2016-01-01", "facility.stages[stage=MINING].status=IDLE", "2015-12-30", "facility.stages[stage=MINING].status=OPERATING"),
        new RealCase("MP Materials took Mountain Pass over in 2017", "mp-mountain-pass", "2018-06-01", "facility.operator=MP Materials; facility.stages[stage=MINING].status=OPERATING", "2017-12-30", "facility.operator=Molycorp Minerals; facility.stages[stage=MINING].status=IDLE"),
        new RealCase("Separation of NdPr restarted in 2023", "mp-mountain-pass", "2024-01-01", "facility.stages[stage=SEPARATION].status=OPERATING", "2023-12-30", "facility.stages[stage=SEPARATION].status=CLOSED"),
        new RealCase("The county's permit runs to 2034", "mp-mountain-pass", "2025-01-01", "facility.licences[licence=county-mine-permit].status=IN_FORCE; facility.licences[licence=county-mine-permit].ends=through 2034", "2003-12-31", "facility.licences!"),
        new RealCase("Kuantan's licence was renewed to September 2019, and further later", "lamp-kuantan", "2018-01-01", $"{Fosl}.status=IN_FORCE; {Fosl}.ends=through 2023-03-02", "2019-08-14", $"{Fosl}.status=IN_FORCE; {Fosl}.ends=through 2019-09"),
        new RealCase("Kuantan's licence was renewed for six months with two conditions", "lamp-kuantan", "2019-12-01", $"{Fosl}.status=IN_FORCE; {Fosl}.conditions[condition=fosl/permanent-disposal-site].status=IN_FORCE", "2020-02-26", $"{Fosl}.status=IN_FORCE; {Fosl}.ends=through 2020-03-02; {Fosl}.nextChange.on=2020-03-03"),
        new RealCase("Kuantan's licence was renewed for three years in 2020", "lamp-kuantan", "2020-03-03", $"{Fosl}.status=IN_FORCE; {Fosl}.ends=through 2023-03-02", "2020-02-26", $"{Fosl}.status=LAPSED"),
        new RealCase("The end of imports was moved to 2024 before it began", "lamp-kuantan", "2023-08-15", $"{Fosl}.conditions[condition=fosl/no-norm-import].status=ANNOUNCED", "2023-05-07", $"{Fosl}.conditions[condition=fosl/no-norm-import].status=IN_FORCE"),
        new RealCase("The end of imports was moved again, to 2026", "lamp-kuantan", "2024-02-01", $"{Fosl}.conditions[condition=fosl/no-norm-import].status=ANNOUNCED; {Fosl}.conditions[condition=fosl/no-norm-import].starts=2026-03-03", "2023-10-23", $"{Fosl}.conditions[condition=fosl/no-norm-import].status=IN_FORCE; {Fosl}.conditions[condition=fosl/no-norm-import].starts=2024-01-01"),
        new RealCase("Kuantan's licence was renewed for ten years in 2026", "lamp-kuantan", "2026-03-03", $"{Fosl}.status=IN_FORCE; {Fosl}.ends=through 2036-03-02; {Fosl}.conditions[condition=fosl/no-radioactive-waste].status=ANNOUNCED", "2026-03-01", $"{Fosl}.status=LAPSED"),
        new RealCase("Radioactive waste at Kuantan must stop within five years", "lamp-kuantan", "2031-03-03", $"{Fosl}.conditions[condition=fosl/no-radioactive-waste].status=IN_FORCE", "2026-03-01", $"{Fosl}.conditions[condition=fosl/no-radioactive-waste]!"),
        new RealCase("Kuantan's NdPr oxide capacity was raised to 10,500 t/yr", "lamp-kuantan", "2024-06-27", "facility.capacities[product=product:ndpr-oxide].amount.amount=10500; facility.capacities[product=product:ndpr-oxide].basis=NAMEPLATE", "2024-06-26", "facility.capacities!"),
        new RealCase("Kuantan made its first dysprosium oxide on 16 May 2025", "lamp-kuantan", "2025-05-16", "facility.firstOutputs#1; facility.firstOutputs[product=product:dy-oxide].pilot=false", "2025-05-15", "facility.firstOutputs!"),
        new RealCase("Kuantan made terbium in June 2025", "lamp-kuantan", "2025-07-01", "facility.firstOutputs[product=product:tb-oxide].effective=2025-06", "2025-06-29", "facility.firstOutputs#1; facility.plans[product=product:tb-oxide].standing=overdue"),
        new RealCase("Samarium at Kuantan is guided for the first half of 2026", "lamp-kuantan", "2026-06-30", "facility.plans[product=product:sm-oxide].standing=planned", "2025-10-29", "facility.plans[product=product:sm-oxide].standing=overdue"),
        new RealCase("Samarium unconfirmed is overdue from July 2026", "lamp-kuantan", "2026-07-01", "facility.plans[product=product:sm-oxide].standing=overdue", "2025-10-28", "facility.plans[product=product:sm-oxide]!"),
        new RealCase("Kalgoorlie opened on 8 November 2024", "lynas-kalgoorlie", "2024-11-08", "facility.stages[stage=CRACKING_AND_LEACHING].status=OPERATING; facility.country=AU", "2024-11-07", "unknown.recordedLater=true"),
        new RealCase("Power cuts hit Kalgoorlie in November 2025", "lynas-kalgoorlie", "2025-12-01", "facility.incidents#1; facility.incidents[0]~Power outages", "2025-11-24", "facility.incidents!"),
        new RealCase("Lynas reported 2,382 t for the last quarter of 2025", "lynas-group", "2026-01-21", "facility.outputs[through=2025-12-31].amount.amount=2382; facility.members#3", "2026-01-20", "facility.outputs[through=2025-12-31]!"),
        new RealCase("Seadrift stays planned; what its owner says of it is a claim", "lynas-seadrift", "2025-12-01", "facility.stages[stage=SEPARATION].status=PLANNED; facility.claims#3", "2025-08-26", "facility.stages[stage=SEPARATION].status=PLANNED; facility.claims!"),
        new RealCase("White Mesa separates NdPr at 850 to 1,000 t/yr from mid 2024", "white-mesa", "2024-07-01", "facility.capacities[product=product:ndpr-oxide].amount.amount=850; facility.capacities[product=product:ndpr-oxide].amount.to=1000", "2024-06-09", "unknown.recordedLater=true"),
        new RealCase("White Mesa's dysprosium is at pilot scale", "white-mesa", "2025-09-01", "facility.firstOutputs[product=product:dy-oxide].pilot=true; facility.capacities[product=product:dy-oxide].amount.pilot=true", "2025-08-20", "facility.firstOutputs!"),
        new RealCase("White Mesa's second phase is planned for 2029, not rated", "white-mesa", "2026-06-01", "facility.plans[product=product:ndpr-oxide].amount.amount=6000; facility.plans[product=product:ndpr-oxide].standing=planned; facility.capacities[product=product:ndpr-oxide].amount.to=1000", "2026-01-30", "facility.plans!"),
        new RealCase("White Mesa's second phase is overdue from 2030", "white-mesa", "2030-01-01", "facility.plans[product=product:ndpr-oxide].standing=overdue", "2026-01-30", "facility.plans!"),
        new RealCase("La Rochelle's 4,000 t/yr are rare-earth products, not NdPr", "solvay-la-rochelle", "2025-04-08", "facility.capacities[product=product:rare-earth-products].amount.amount=4000; facility.capacities[product=product:ndpr-oxide]!", "2025-04-07", "unknown.recordedLater=true"),
        new RealCase("Narva opened on 19 September 2025", "neo-narva", "2025-09-19", "facility.stages[stage=MAGNET_MAKING].status=OPERATING; facility.country=EE", "2025-09-18", "unknown.recordedLater=true"),
        new RealCase("10X is planned, to be commissioned in 2028", "mp-10x", "2026-01-01", "facility.stages[stage=MAGNET_MAKING].status=PLANNED; facility.plans[0].due=2028; facility.plans[0].standing=planned; facility.capacities!", "2025-07-09", "unknown.recordedLater=true"),
        new RealCase("Nolans is planned at 4,440 t/yr and rated at nothing", "arafura-nolans", "2025-10-20", "facility.plans[product=product:ndpr-oxide].amount.amount=4440; facility.capacities!", "2025-10-19", "unknown.recordedLater=true"),
        new RealCase("The cobalt tender of 2025 was withdrawn in October", "us-national-defense-stockpile", "2025-10-15", "facility.tenders#2; facility.tenders[1]~withdrawn", "2025-10-14", "facility.tenders#1"),
    ];

    [Theory, MemberData(nameof(Plants))]
    public Task A_plant_stands_as_its_records_say(RealCase real) => real.HoldAsync(sample.Ledger.OverHttp);

    [Fact]
    public async Task Heavy_rare_earths_were_separated_outside_China_at_two_plants_in_November_2025()
    {
        var plants = await sample.Ledger.OverHttp.AskAsync(new ListInForceRequest
        {
            At = Ask.At("2025-11-30"), Kinds = { EntityKind.Facility }, Stage = "separation", NotJurisdictions = { "CN" }, Goods = { "element:Dy" }, Statuses = { "operating" },
        });
        plants.Expect("entries#2; entries[id=lamp-kuantan].kind=FACILITY; entries[id=white-mesa].kind=FACILITY");
    }

    [Theory, InlineData(GrpcSurface.Name), InlineData(HttpSurface.Name)]
    public async Task Kuantans_line_is_oxide_and_alloy_until_the_article_was_corrected(string surface)
    {
        var ledger = sample.Ledger;
        var corrections = (await ledger.Timeline.ListEventsAsync(new ListEventsRequest { Stream = "lamp-kuantan", Types_ = { "ledger.event-corrected." } })).Events;
        var (before, after) = (corrections[0].Position - 1, corrections[0].Position);
        var then = await ledger.Over(surface).ShowAsync(Ask.At("2025-11-30", known: $"{before}"), "lamp-kuantan");
        then.Expect("facility.capacities[product=product:ndpr-oxide].amount.amount=10500; facility.capacities[product=product:ndpr-alloy].amount.amount=10500; facility.capacities[product=product:ndpr-alloy].stage=ALLOYING");
        foreach (var known in (string[])[$"{after}", "latest"])
        {
            var now = await ledger.Over(surface).ShowAsync(Ask.At("2025-11-30", known: known), "lamp-kuantan");
            now.Expect("facility.capacities[product=product:ndpr-oxide].amount.amount=10500; facility.capacities[product=product:ndpr-alloy]!");
        }
    }
}
