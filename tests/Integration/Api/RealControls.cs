using Ledger.Integration.Api.Asking;

namespace Ledger.Integration.Api;

/// <summary>Export controls and the other side's barriers as the collected records tell them, each asked on both cuts.</summary>
[Collection(AsksTheSample.Name)]
public sealed class RealControls(SampleLedger sample)
{
    public static TheoryData<RealCase> China =>
    [
        new RealCase("No. 50 of 2006 may control graphite, its start being unknown", "CN>US product:graphite", "2010-06-01", "headline=NONE; possible[measure=cn-mofcom-2006-50/1].certainty=POSSIBLE", "2005-12-31", "headline=NONE; possible!"),
        new RealCase("No. 39 of 2023 licenses natural flake graphite from 1 December", "CN>US product:natural-flake-graphite", "2023-12-01", "headline=LICENCE; applies[measure=cn-mofcom-2023-39/1].status=IN_FORCE", "2023-10-19", "headline=NONE; applies!"),
        new RealCase("No. 39 of 2023 was announced but not in force on 30 November", "cn-mofcom-2023-39/1", "2023-11-30", "measure.status=ANNOUNCED; measure.everApplied=NO; measure.nextChange.on=2023-12-01", "2023-10-19", "unknown.recordedLater=true"),
        new RealCase("No. 21 of 2024 licenses aerospace structural parts from 1 July", "CN>DE product:aerospace-structural-parts", "2024-07-01", "headline=LICENCE; applies#1; applies[measure=cn-mofcom-2024-21/1].instrumentName=No. 21 of 2024", "2024-05-29", "headline=NONE; applies!; announced!"),
        new RealCase("No. 21 of 2024 had not begun on 30 June", "CN>DE product:aerospace-structural-parts", "2024-06-30", "headline=NONE; announced[measure=cn-mofcom-2024-21/1].status=ANNOUNCED; nextChange.on=2024-07-01", "2024-05-29", "headline=NONE; announced!; nextChange!"),
        new RealCase("Decree No. 785 on rare earths is in force from 1 October 2024", "cn-sc-decree-785", "2024-10-01", "instrument.status=IN_FORCE; instrument.effective=2024-10-01; instrument.measures!", "2024-06-28", "unknown.id=cn-sc-decree-785; unknown.recordedLater=true"),
        new RealCase("Decree No. 792 on dual-use items was announced on 30 November 2024", "cn-sc-decree-792", "2024-11-30", "instrument.status=ANNOUNCED; instrument.announcedOn=2024-10-19", "2024-10-18", "unknown.recordedLater=true"),
        new RealCase("Decree No. 792 is in force from 1 December 2024", "cn-sc-decree-792", "2024-12-01", "instrument.status=IN_FORCE", "2024-10-18", "unknown.recordedLater=true"),
        new RealCase("The unified list, No. 51 of 2024, is in force from 1 December 2024", "cn-mofcom-2024-51", "2024-12-01", "instrument.status=IN_FORCE; instrument.announcedOn=2024-11-15", "2024-11-14", "unknown.recordedLater=true"),
        new RealCase("No. 46 of 2024 bars gallium to the United States", "CN>US element:Ga", "2025-06-01", "headline=PROHIBITED; applies[measure=cn-mofcom-2024-46/2/a].requirement=PROHIBITED; applies[measure=cn-mofcom-2023-23/1].requirement=LICENCE", "2024-12-02", "headline=LICENCE; applies#1"),
        new RealCase("No. 72 of 2025 suspends the bar on gallium, the licence stays", "CN>US element:Ga", "2025-11-15", "headline=LICENCE; suspended[measure=cn-mofcom-2024-46/2/a].nextChange.on=2026-11-28; suspended[measure=cn-mofcom-2024-46/2/a].everApplied=YES", "2025-11-08", "headline=PROHIBITED; suspended!"),
        new RealCase("The bar on gallium springs back the day after 27 November 2026", "CN>US element:Ga", "2026-11-28", "headline=PROHIBITED; applies[measure=cn-mofcom-2024-46/2/a].status=IN_FORCE; suspended!", "2024-12-02", "headline=LICENCE"),
        new RealCase("Gallium to Germany never fell under No. 46", "CN>DE element:Ga", "2025-06-01", "headline=LICENCE; applies#1", "2023-07-02", "headline=NONE; applies!"),
        new RealCase("No. 33 of 2024 licenses antimony from 15 September", "CN>JP element:Sb", "2024-09-15", "headline=LICENCE; applies[measure=cn-mofcom-2024-33/1].status=IN_FORCE", "2024-08-14", "headline=NONE"),
        new RealCase("No. 46 of 2024 reviews graphite to the United States more strictly", "CN>US product:natural-flake-graphite", "2025-01-15", "headline=LICENCE; applies[measure=cn-mofcom-2024-46/2/b].requirement=REVIEW; applies[measure=cn-mofcom-2023-39/1].requirement=LICENCE", "2024-12-02", "headline=LICENCE; applies#1"),
        new RealCase("No. 46 of 2024 bars dual-use items to the US military, dysprosium if licensed", "CN>US element:Dy use:military", "2025-05-01", "headline=PROHIBITED; applies[measure=cn-mofcom-2024-46/1/a].remarks~if dual-use", "2025-04-03", "headline=NONE; applies!"),
        new RealCase("No. 18 of 2025 licenses dysprosium at once on 4 April", "CN>DE element:Dy", "2025-04-04", "headline=LICENCE; applies#1; applies[measure=cn-mofcom-2025-18/1].everApplied=YES", "2025-04-03", "headline=NONE; applies!"),
        new RealCase("No. 18 reaches magnets with terbium, and magnets alone only conditionally", "CN>DE product:ndfeb-magnet", "2025-05-01", "headline=NONE; conditional[measure=cn-mofcom-2025-18/1].openKeys~goods", "2025-04-03", "conditional[measure=cn-mofcom-2025-18/1]!"),
        new RealCase("No. 18 reaches a magnet that contains terbium", "CN>DE product:ndfeb-magnet element:Tb", "2025-05-01", "headline=LICENCE", "2025-04-03", "headline=NONE"),
        new RealCase("No. 18 does not reach neodymium", "CN>DE element:Nd", "2025-05-01", "headline=NONE; applies!", "2025-04-03", "headline=NONE"),
        new RealCase("No. 18 does not reach dysprosium that leaves Japan and was made there", "JP>DE element:Dy", "2025-05-01", "headline=NONE; applies!", "2025-04-03", "headline=NONE"),
        new RealCase("No. 55 of 2025 never applied to diamond wire saws before its suspension", "CN>US product:diamond-wire-saw", "2025-11-08", "headline=NONE; suspended[measure=cn-mofcom-2025-55/1].everApplied=NO", "2025-11-06", "headline=LICENCE; applies[measure=cn-mofcom-2025-55/1].status=IN_FORCE"),
        new RealCase("No. 56 of 2025 is suspended on extraction tanks", "CN>US product:extraction-tank", "2025-12-01", "headline=NONE; suspended[measure=cn-mofcom-2025-56/1].nextChange.on=2026-11-11", "2025-10-08", "headline=NONE; suspended!; announced!"),
        new RealCase("No. 57 of 2025 is announced on 29 October", "cn-mofcom-2025-57/1", "2025-10-29", "measure.status=ANNOUNCED; measure.everApplied=NO", "2025-10-08", "unknown.recordedLater=true"),
        new RealCase("No. 58 of 2025 on lithium-ion batteries is suspended on its own first day", "cn-mofcom-2025-58/1", "2025-11-08", "measure.status=SUSPENDED; measure.everApplied=NO", "2025-11-06", "measure.status=IN_FORCE; measure.everApplied=YES"),
        new RealCase("The de minimis limb of No. 61 was suspended before its start", "cn-mofcom-2025-61/i", "2025-12-01", "measure.status=SUSPENDED; measure.everApplied=NO", "2025-11-06", "measure.status=IN_FORCE"),
        new RealCase("The de minimis limb of No. 61 reaches goods made in Japan, were it not suspended", "JP>US element:Dy reach:de-minimis:0.1%", "2025-12-02", "headline=NONE; suspended[measure=cn-mofcom-2025-61/i].status=SUSPENDED", "2025-11-06", "headline=LICENCE; applies[measure=cn-mofcom-2025-61/i].status=IN_FORCE"),
        new RealCase("The foreign-direct-product limb of No. 61 begins to apply in November 2026", "cn-mofcom-2025-61/ii", "2025-12-01", "measure.everApplied=NO; measure.nextChange.on=2026-11-11; measure.nextChange.description~begins to apply", "2025-11-06", "measure.everApplied=YES; measure.nextChange!"),
        new RealCase("The Chinese-origin limb of No. 61 applied at once and springs back", "cn-mofcom-2025-61/iii", "2025-12-01", "measure.status=SUSPENDED; measure.everApplied=YES; measure.nextChange.description~springs back", "2025-11-06", "measure.status=IN_FORCE"),
        new RealCase("Chinese holmium re-exported from Malaysia needed a licence from 9 October 2025", "CN/MY>US element:Ho", "2025-10-15", "headline=LICENCE; applies[measure=cn-mofcom-2025-61/iii].status=IN_FORCE", "2025-10-08", "headline=NONE; applies!"),
        new RealCase("No. 61 as a whole has limbs of several statuses in November 2025", "cn-mofcom-2025-61", "2025-11-15", "instrument.status=MIXED; instrument.measures[id=cn-mofcom-2025-61/iii].status=SUSPENDED; instrument.measures[id=cn-mofcom-2025-61/i].status=ANNOUNCED", "2025-10-08", "unknown.recordedLater=true"),
        new RealCase("No. 70 of 2025 runs through 10 November 2026 and acts on six instruments", "cn-mofcom-2025-70", "2026-11-10", "instrument.actsOn#6; instrument.actsOn[target=cn-mofcom-2025-57].standing=running; instrument.actsOn[target=cn-mofcom-2025-57].ends=through 2026-11-10", "2025-11-06", "unknown.recordedLater=true"),
        new RealCase("No. 70 has run out on 11 November 2026 unless a later act says otherwise", "cn-mofcom-2025-70", "2026-11-11", "instrument.actsOn[target=cn-mofcom-2025-62].standing=ended", "2025-11-06", "unknown.recordedLater=true"),
        new RealCase("The spokesperson's statement of 30 October is a claim and suspends nothing", "cn-mofcom-2025-62/1", "2025-11-06", "measure.status=IN_FORCE", "2025-10-30", "measure.status=IN_FORCE; measure.nextChange!"),
        new RealCase("A general licence frees a named customer's magnets from 2 December 2025", "CN>DE product:smco-magnet party:JL_MAG user:customer-named-in-the-general-licence", "2025-12-15", "headline=NONE; exempted[measure=cn-mofcom-2025-18/1].everApplied=YES", "2025-12-01", "headline=LICENCE; exempted!"),
        new RealCase("No. 1 of 2026 bars licensed dual-use items to Japan's military", "CN>JP element:Dy use:military", "2026-01-06", "headline=PROHIBITED; applies[measure=cn-mofcom-2026-1/1].status=IN_FORCE", "2026-01-05", "headline=LICENCE; applies#1"),
        new RealCase("No. 1 of 2026 leaves civil trade with Japan under No. 18 alone", "CN>JP element:Dy use:civil user:civil", "2026-01-06", "headline=LICENCE; applies#1; applies[measure=cn-mofcom-2025-18/1].status=IN_FORCE", "2025-04-03", "headline=NONE"),
        new RealCase("The catalogue of 2023 prohibits rare-earth separation technology", "CN>MY technology:rare-earth-separation", "2023-12-21", "headline=PROHIBITED", "2023-12-20", "headline=NONE; applies!"),
        new RealCase("The catalogue of July 2025 restricts LFP cathode technology", "CN>US technology:lfp-cathode-preparation", "2025-07-15", "headline=LICENCE; applies[measure=cn-tech-2025-07-15/1].status=IN_FORCE", "2025-07-14", "headline=NONE; applies!"),
        new RealCase("The draft of January 2025 was open to comment, then enacted", "cn-tech-2025-01-02-draft", "2025-07-15", "instrument.proceedings[0].stage=enacted", "2025-07-14", "instrument.proceedings#1"),
        new RealCase("The second batch of 2010 holds rare earths to a quota in August 2010", "CN>US product:rare-earths", "2010-08-15", "headline=QUOTA; applies[measure=cn-re-quota-2010h2/1].certainty=CERTAIN", "2010-06-30", "headline=NONE; applies!"),
        new RealCase("The quota of 2010 may have begun by 15 July", "cn-re-quota-2010h2/1", "2010-07-15", "measure.certainty=POSSIBLE", "2010-06-30", "unknown.recordedLater=true"),
        new RealCase("Shipments to Japan halted in October 2010, announced by nobody but reported", "CN>JP product:rare-earths", "2010-10-15", "headline=PROHIBITED; applies[measure=cn-jp-2010-09/1].certainty=CERTAIN", "2010-09-21", "headline=QUOTA"),
        new RealCase("The halt of 2010 never reached the United States", "CN>US product:rare-earths", "2010-10-15", "headline=QUOTA; applies#1", "2010-06-30", "headline=NONE"),
        new RealCase("Quotas of tungsten stood until the end of 2014", "CN>US element:W", "2014-12-31", "headline=QUOTA; applies[measure=cn-re-w-mo-export-quotas/1].status=IN_FORCE", "2012-03-12", "headline=NONE; applies!"),
        new RealCase("Quotas of tungsten ended with 2014, the licence was kept", "CN>US element:W", "2015-01-01", "headline=LICENCE; applies#1", "2014-12-30", "headline=QUOTA"),
        new RealCase("The export duties ended on 1 May 2015", "CN>US element:W", "2015-05-01", "headline=LICENCE; charges!", "2015-05-30", "headline=LICENCE; charges[measure=cn-re-w-mo-export-duties/1].status=IN_FORCE"),
        new RealCase("WTO consultations were requested on 13 March 2012", "wto-ds431", "2012-03-13", "instrument.proceedings[0].stage~consultations requested", "2012-03-12", "unknown.recordedLater=true"),
        new RealCase("The WTO panel ruled against the quotas on 26 March 2014", "wto-ds431", "2014-03-26", "instrument.proceedings[0].stage~panel report", "2014-03-25", "instrument.proceedings[0].stage~consultations requested"),
        new RealCase("The Appellate Body upheld in August 2014", "wto-ds431", "2014-09-01", "instrument.proceedings[0].stage~Appellate Body", "2014-07-31", "instrument.proceedings[0].stage~panel report"),
    ];

    public static TheoryData<RealCase> ChinaOnAmericanGoods =>
    [
        new RealCase("China charges US goods 84% on 10 April 2025, 34% as first announced", "US>CN product:cotton", "2025-04-10", "charges#1; charges[measure=cn-sctc-2025-4/1].value.amount=84", "2025-04-08", "charges[measure=cn-sctc-2025-4/1].value.amount=34"),
        new RealCase("China charges US goods 125% from 12 April 2025", "US>CN product:cotton", "2025-04-12", "charges[measure=cn-sctc-2025-4/1].value.amount=125", "2025-04-10", "charges[measure=cn-sctc-2025-4/1].value.amount=84"),
        new RealCase("After Geneva 24 points are suspended and 10 kept", "US>CN product:cotton", "2025-05-14", "charges[measure=cn-sctc-2025-4/1].value.amount=10; charges[measure=cn-sctc-2025-4/1].status=PARTLY_SUSPENDED", "2025-05-12", "charges[measure=cn-sctc-2025-4/1].value.amount=125"),
        new RealCase("The suspension was continued on 12 August 2025", "US>CN product:cotton", "2025-08-13", "charges[measure=cn-sctc-2025-4/1].value.amount=10", "2025-08-11", "charges[measure=cn-sctc-2025-4/1].value.amount=34"),
        new RealCase("The suspension was continued for a year from 10 November 2025", "US>CN product:cotton", "2025-11-15", "charges[measure=cn-sctc-2025-4/1].value.amount=10; charges[measure=cn-sctc-2025-4/1].nextChange.on=2026-11-11", "2025-11-04", "charges[measure=cn-sctc-2025-4/1].value.amount=34"),
        new RealCase("The 24 points come back on 11 November 2026", "US>CN product:cotton", "2026-11-11", "charges[measure=cn-sctc-2025-4/1].value.amount=34", "2025-11-04", "charges[measure=cn-sctc-2025-4/1].value.amount=34"),
        new RealCase("US logs are barred from March to 9 November 2025", "US>CN product:logs", "2025-11-09", "headline=PROHIBITED", "2025-03-03", "headline=NONE"),
        new RealCase("The bar on US logs is repealed on 10 November 2025", "US>CN product:logs", "2025-11-10", "headline=NONE; applies!", "2025-11-06", "headline=PROHIBITED"),
        new RealCase("The repealed bar on soybeans never reached other sellers", "US>CN product:soybeans party:Bunge", "2025-05-01", "headline=NONE", "2025-03-03", "headline=NONE"),
    ];

    public static TheoryData<RealCase> Elsewhere =>
    [
        new RealCase("Malaysia bars raw rare earths from 1 January 2024", "MY>CN product:raw-rare-earths", "2024-01-01", "headline=PROHIBITED; applies[measure=my-raw-re-ban-2024/1].status=IN_FORCE", "2023-09-10", "headline=NONE; announced!"),
        new RealCase("Malaysia's bar was announced on 31 December 2023", "my-raw-re-ban-2024/1", "2023-12-31", "measure.status=ANNOUNCED; measure.nextChange.on=2024-01-01", "2023-09-10", "unknown.recordedLater=true"),
        new RealCase("Malaysia's bar stays although the agreement with the US says no bans", "MY>US product:raw-rare-earths", "2026-03-01", "headline=PROHIBITED", "2025-09-30", "headline=PROHIBITED"),
        new RealCase("Indonesia bars bauxite ore from 10 June 2023", "ID>CN product:bauxite-ore", "2023-06-10", "headline=PROHIBITED", "2022-12-20", "headline=NONE; announced!"),
        new RealCase("Indonesia's bar was announced on 9 June 2023", "ID>CN product:bauxite-ore", "2023-06-09", "headline=NONE; announced[measure=id-bauxite-2023/1].nextChange.on=2023-06-10", "2022-12-20", "announced!"),
        new RealCase("Zimbabwe bars raw lithium ore at once on 20 December 2022", "ZW>CN product:raw-lithium-ore", "2022-12-20", "headline=PROHIBITED", "2022-12-19", "headline=NONE; applies!"),
        new RealCase("The Critical Raw Materials Act is in force from 23 May 2024", "eu-reg-2024-1252", "2024-05-23", "instrument.status=IN_FORCE", "2024-05-02", "unknown.recordedLater=true"),
        new RealCase("The Critical Raw Materials Act was announced on 22 May 2024", "eu-reg-2024-1252", "2024-05-22", "instrument.status=ANNOUNCED; instrument.nextChange.on=2024-05-23", "2024-05-02", "unknown.recordedLater=true"),
        new RealCase("47 strategic projects were selected on 25 March 2025", "eu-crma-strategic-projects-2025-03-25", "2025-03-25", "instrument.status=IN_FORCE", "2025-03-24", "unknown.recordedLater=true"),
        new RealCase("Australia's strategic reserve is a plan and a claim", "au-critical-minerals-strategic-reserve", "2025-04-24", "instrument.claims#1; instrument.measures!", "2025-04-23", "unknown.recordedLater=true"),
    ];

    public static TheoryData<RealCase> UnitedStates =>
    [
        new RealCase("The fentanyl duty starts at 10% on 4 February 2025", "CN>US hs:9503", "2025-02-04", "charges[measure=us-eo-14195/1].value.amount=10", "2025-01-31", "charges!"),
        new RealCase("The fentanyl duty is 20% from 4 March 2025", "CN>US hs:9503", "2025-03-04", "charges[measure=us-eo-14195/1].value.amount=20", "2025-03-02", "charges[measure=us-eo-14195/1].value.amount=10"),
        new RealCase("The fentanyl duty reaches Hong Kong, not Macao", "MO>US hs:9503", "2025-03-04", "charges!", "2025-01-31", "charges!"),
        new RealCase("The reciprocal duty is 84% on 9 April 2025, 34% as first ordered", "CN>US hs:9503", "2025-04-09", "charges[measure=us-eo-14257/1].value.amount=84", "2025-04-07", "charges[measure=us-eo-14257/1].value.amount=34"),
        new RealCase("The reciprocal duty is 125% from 10 April 2025", "CN>US hs:9503", "2025-04-10", "charges[measure=us-eo-14257/1].value.amount=125", "2025-04-08", "charges[measure=us-eo-14257/1].value.amount=84"),
        new RealCase("Geneva leaves 10% of the reciprocal duty", "CN>US hs:9503", "2025-05-14", "charges[measure=us-eo-14257/1].value.amount=10; charges[measure=us-eo-14257/1].status=PARTLY_SUSPENDED", "2025-05-11", "charges[measure=us-eo-14257/1].value.amount=125"),
        new RealCase("The Geneva suspension is extended on 12 August 2025", "CN>US hs:9503", "2025-08-12", "charges[measure=us-eo-14257/1].value.amount=10", "2025-08-10", "charges[measure=us-eo-14257/1].value.amount=34"),
        new RealCase("The extension ends at one minute past midnight, exclusive", "CN>US hs:9503", "2025-11-10T05:00Z", "charges[measure=us-eo-14257/1].value.amount=10", "2025-11-03", "charges[measure=us-eo-14257/1].value.amount=10"),
        new RealCase("A minute later only Order 14358 keeps it at 10%", "CN>US hs:9503", "2025-11-10T05:01Z", "charges[measure=us-eo-14257/1].value.amount=10", "2025-11-03", "charges[measure=us-eo-14257/1].value.amount=34"),
        new RealCase("Both emergency duties are void from the ruling of 20 February 2026", "CN>US hs:9503", "2026-02-20", "charges!", "2026-02-19", "charges[measure=us-eo-14195/1].value.amount=10; charges[measure=us-eo-14257/1].value.amount=10"),
        new RealCase("The fentanyl duty is annulled, but was collected until 24 February", "us-eo-14195/1", "2026-02-25", "measure.status=ANNULLED; measure.everApplied=YES; measure.enforcedUntil~2026-02-2", "2026-02-19", "measure.status=IN_FORCE; measure.enforcedUntil!"),
        new RealCase("Without the ruling 34% would come back on 10 November 2026", "us-eo-14257/1", "2026-11-10", "measure.status=ANNULLED", "2025-11-10", "measure.status=IN_FORCE; measure.value.amount=34"),
        new RealCase("Section 301 charges other critical minerals 25% from 27 September 2024", "CN>US product:other-critical-minerals", "2024-09-27", "charges[measure=us-ustr-301-2024-09/minerals].value.amount=25", "2024-09-12", "charges!"),
        new RealCase("Section 301 on magnets was announced through 2025", "CN>US product:ndfeb-magnet", "2025-12-31", "announced[measure=us-ustr-301-2024-09/magnets].nextChange.on=2026-01-01", "2024-09-12", "announced!"),
        new RealCase("Section 301 charges permanent magnets 25% from 2026", "CN>US product:ndfeb-magnet", "2026-01-01", "charges[measure=us-ustr-301-2024-09/magnets].value.amount=25", "2024-09-12", "charges[measure=us-ustr-301-2024-09/magnets]!"),
        new RealCase("Section 301 charges natural graphite 25% from 2026", "us-ustr-301-2024-09/graphite", "2026-01-01", "measure.status=IN_FORCE; measure.value.amount=25", "2024-09-12", "unknown.recordedLater=true"),
        new RealCase("The excluded goods of section 301 stay exempted after 29 November 2025", "CN>US product:section-301-listed-goods product:section-301-excluded-goods", "2025-12-15", "exempted[measure=us-ustr-301-2018/lists].nextChange.on=2026-11-10; charges[measure=us-ustr-301-2018/lists]!", "2025-10-31", "charges[measure=us-ustr-301-2018/lists].status=IN_FORCE; exempted!"),
        new RealCase("The threatened tariff of 100% was withdrawn before its day", "us-tariff-threat-2025-10-10", "2025-11-01", "instrument.status=WITHDRAWN", "2025-10-25", "instrument.status=IN_FORCE"),
        new RealCase("The section 232 investigation was initiated on 22 April 2025", "us-eo-14272", "2025-04-22", "instrument.proceedings[0].stage~initiated", "2025-04-14", "unknown.recordedLater=true"),
        new RealCase("Procurement bars magnets melted in China for the Pentagon", "CN>US product:ndfeb-magnet user:US_Department_of_Defense", "2020-01-01", "headline=PROHIBITED", "2019-04-29", "headline=NONE"),
        new RealCase("Procurement reaches mining and refining from 2027 only", "us-dfars-252.225-7052/mined", "2026-12-31", "measure.status=ANNOUNCED; measure.nextChange.on=2027-01-01", "2024-05-29", "unknown.recordedLater=true"),
        new RealCase("The list of 60 critical minerals is in force on 7 November 2025", "us-critical-minerals-list-2025", "2025-11-07", "instrument.status=IN_FORCE", "2025-11-06", "unknown.recordedLater=true"),
        new RealCase("The fact sheet's general licences are a claim and free nothing", "CN>US element:Ga", "2025-11-05", "headline=PROHIBITED", "2025-10-31", "headline=PROHIBITED"),
    ];

    [Theory, MemberData(nameof(China)), MemberData(nameof(ChinaOnAmericanGoods)), MemberData(nameof(Elsewhere)), MemberData(nameof(UnitedStates))]
    public Task A_real_case_is_answered_on_both_cuts(RealCase real) => real.HoldAsync(sample.Ledger.OverHttp);
}
