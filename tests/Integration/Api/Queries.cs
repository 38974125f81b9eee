using System.Text;
using Grpc.Core;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Api.Asking;

namespace Ledger.Integration.Api;

/// <summary>Every query of timeline, on the sample data.</summary>
[Collection(AsksTheSample.Name)]
public sealed class Queries(SampleLedger sample)
{
    private RunningLedger Ledger => sample.Ledger;

    [Fact]
    public async Task Check_many_answers_in_order_at_one_position_and_names_a_malformed_line()
    {
        var request = new CheckManyRequest { At = Ask.At("2025-11-15") };
        request.Questions.Add(Ask.Trade("CN>US", "element:Dy"));
        request.Questions.Add(new Question { Goods = { "element:Qq" }, Origin = "CN" });
        request.Questions.Add(new Question { Goods = { "element:Dy" }, Origin = "China" });
        request.Questions.Add(Ask.Trade("CN>US", "element:Ho"));
        var answers = await Many(request);
        Assert.Equal([0, 1, 2, 3], answers.Select(answer => answer.Index));
        Assert.Equal(Requirement.Licence, answers[0].Answer.Headline);
        Assert.Contains("questions[1].goods[0]", answers[1].Error, StringComparison.Ordinal);
        Assert.Contains("questions[2].origin", answers[2].Error, StringComparison.Ordinal);
        Assert.Equal(Requirement.None, answers[3].Answer.Headline);
        Assert.Equal(answers[0].Answer.Answered, answers[3].Answer.Answered);
    }

    [Fact]
    public async Task Check_many_answers_as_check_does()
    {
        var trade = Ask.Trade("CN>US", "element:Ga");
        var one = await Ledger.Timeline.CheckAsync(new CheckRequest { At = Ask.At("2025-11-15"), Question = trade });
        var many = await Many(new CheckManyRequest { At = Ask.At("2025-11-15"), Questions = { trade } });
        Assert.Equal(one, many[0].Answer);
    }

    [Fact]
    public async Task Check_many_takes_10_000_questions_and_no_more()
    {
        var request = new CheckManyRequest { At = Ask.At("2025-11-15") };
        for (var i = 0; i < 10_001; i++)
            request.Questions.Add(new Question { Origin = "Q" });
        var refused = await Assert.ThrowsAsync<RpcException>(() => Many(request));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Equal("questions", Violations.Of(refused)[0].Field);
        request.Questions.RemoveAt(0);
        Assert.Equal(10_000, (await Many(request)).Count(answer => answer.Error.Length > 0));
    }

    [Fact]
    public async Task In_force_filters_by_every_kind_of_key()
    {
        (await InForce(new() { Kinds = { EntityKind.Measure }, Jurisdictions = { "MY" } })).Expect("entries#1; entries[0].id=my-raw-re-ban-2024/1; entries[0].status=in-force");
        (await InForce(new() { Kinds = { EntityKind.Measure }, Jurisdictions = { "CN" }, Statuses = { "suspended" }, Goods = { "element:Ho" } })).Expect("entries[id=cn-mofcom-2025-57/1].status=suspended; entries[id=cn-mofcom-2025-18/1]!");
        (await InForce(new() { Kinds = { EntityKind.Agreement }, Party = "MY", Statuses = { "signed" } })).Expect("entries#1; entries[0].id=us-my-art-2025");
        (await InForce(new() { Kinds = { EntityKind.Facility }, Stage = "cracking-and-leaching", Jurisdictions = { "AU" } })).Expect("entries#1; entries[0].id=lynas-kalgoorlie");
        (await InForce(new() { Kinds = { EntityKind.Facility }, Party = "Solvay" })).Expect("entries#1; entries[0].id=solvay-la-rochelle");
        var notChina = await Ledger.Timeline.ListInForceAsync(new ListInForceRequest { At = Ask.At("2025-11-30"), Kinds = { EntityKind.Measure }, NotJurisdictions = { "CN" }, PageSize = 500 });
        Assert.NotEmpty(notChina.Entries);
        Assert.DoesNotContain(notChina.Entries, entry => entry.Jurisdictions.Contains("CN"));
    }

    [Fact]
    public async Task In_force_comes_in_pages_at_one_position_and_whole()
    {
        var whole = await Ledger.Timeline.ListInForceAsync(new ListInForceRequest { At = Ask.At("2025-11-30"), PageSize = 500 });
        Assert.Equal("", whole.NextPageToken);
        var paged = new List<Entry>();
        var request = new ListInForceRequest { At = Ask.At("2025-11-30"), PageSize = 7 };
        do
        {
            var page = await Ledger.Timeline.ListInForceAsync(request);
            Assert.Equal(whole.Answered.Position, page.Answered.Position);
            paged.AddRange(page.Entries);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal(whole.Entries, paged);
        Assert.Equal(paged.Count, paged.Select(entry => (entry.Kind, entry.Id)).Distinct().Count());
    }

    [Fact]
    public async Task A_page_token_of_another_question_is_refused_by_its_field()
    {
        var first = await Ledger.Timeline.ListInForceAsync(new ListInForceRequest { At = Ask.At("2025-11-30"), PageSize = 5 });
        await Violations.Expect("pageToken", () => Ledger.Timeline.ListInForceAsync(new ListInForceRequest { At = Ask.At("2025-12-01"), PageToken = first.NextPageToken }));
        await Violations.Expect("pageToken", () => Ledger.Timeline.ListInForceAsync(new ListInForceRequest { At = Ask.At("2025-11-30"), PageToken = first.NextPageToken, Jurisdictions = { "CN" } }));
        await Violations.Expect("pageToken", () => Ledger.Timeline.ListCommitmentsAsync(new ListCommitmentsRequest { At = Ask.At("2025-11-30"), PageToken = first.NextPageToken }));
        await Violations.Expect("pageToken", () => Ledger.Timeline.ListEventsAsync(new ListEventsRequest { PageToken = "nonsense" }));
    }

    [Fact]
    public async Task Find_knows_numbers_titles_parties_and_plants()
    {
        (await Find("No. 57 of 2025")).Expect("matches[0].id=cn-mofcom-2025-57");
        (await Find("Critical Raw Materials Act")).Expect("matches[0].id=eu-reg-2024-1252");
        (await Find("Maaden")).Expect("matches[id=mp-maaden-mou-2025].kind=AGREEMENT");
        (await Find("Kuantan")).Expect("matches[id=lamp-kuantan].kind=FACILITY");
        (await Find("mountain pass")).Expect("matches[0].id=mp-mountain-pass");
    }

    [Fact]
    public async Task A_misspelt_id_suggests_and_an_unknown_one_shows_as_unknown()
    {
        (await Find("lamp-kuantn")).Expect("matches!; suggestions~lamp-kuantan");
        (await Ledger.OverHttp.ShowAsync(Ask.At("2025-11-30"), "cn-mofcom-2025-75")).Expect("unknown.id=cn-mofcom-2025-75; unknown.recordedLater=false");
        (await Ledger.OverHttp.ShowAsync(Ask.At("2025-11-30", known: "3"), "lamp-kuantan")).Expect("unknown.recordedLater=true");
    }

    [Fact]
    public async Task Show_answers_each_kind_of_entity_as_itself()
    {
        (await Ledger.OverHttp.ShowAsync(Ask.At("2025-11-15"), "cn-mofcom-2024-46")).Expect("instrument.id=cn-mofcom-2024-46; instrument.measures#4; instrument.name~46");
        (await Ledger.OverHttp.ShowAsync(Ask.At("2025-11-15"), "cn-mofcom-2024-46/2")).Expect("clause.id=cn-mofcom-2024-46/2; clause.measures#2; clause.status=SUSPENDED");
        (await Ledger.OverHttp.ShowAsync(Ask.At("2025-11-15"), "cn-mofcom-2024-46/2/a")).Expect("measure.id=cn-mofcom-2024-46/2/a; measure.instrument=cn-mofcom-2024-46");
        (await Ledger.OverHttp.ShowAsync(Ask.At("2025-11-15"), "busan-2025")).Expect("agreement.id=busan-2025");
        (await Ledger.OverHttp.ShowAsync(Ask.At("2025-11-15"), "lamp-kuantan")).Expect("facility.id=lamp-kuantan");
    }

    [Fact]
    public async Task History_has_every_event_with_its_dates_and_sources_and_obeys_the_cuts()
    {
        var all = await Ledger.Timeline.GetHistoryAsync(new GetHistoryRequest { Id = "lamp-kuantan" });
        Assert.Equal(all.Entries.Select(entry => entry.Position).Order(), all.Entries.Select(entry => entry.Position));
        Assert.All(all.Entries, entry => Assert.True(entry.RecordedAt.Length > 0 && entry.Citations.Count > 0 && entry.Actor.Length > 0));
        Assert.Contains(all.Entries, entry => entry.Reference == "caixin-2025-11#1" && entry.Role == HistoryRole.Corrected);
        Assert.Contains(all.Entries, entry => entry.Reference == "caixin-2025-11#1@1" && entry.Role == HistoryRole.Correction);
        var early = await Ledger.Timeline.GetHistoryAsync(new GetHistoryRequest { Id = "lamp-kuantan", Published = "2016-12-31" });
        Assert.InRange(early.Entries.Count, 1, all.Entries.Count - 1);
        Assert.All(early.Entries, entry => Assert.True(string.CompareOrdinal(entry.AnnouncedOn, "2017") < 0));
    }

    [Fact]
    public async Task Events_come_in_ledger_order_from_a_position_and_pages_resume()
    {
        var position = await Ledger.PositionAsync();
        var read = new List<long>();
        var request = new ListEventsRequest { FromPosition = 100, PageSize = 90 };
        do
        {
            var page = await Ledger.Timeline.ListEventsAsync(request);
            read.AddRange(page.Events.Select(recorded => recorded.Position));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal(Enumerable.Range(100, (int)position - 99).Select(at => (long)at), read);
    }

    [Fact]
    public async Task Events_are_filtered_by_stream_type_jurisdiction_and_dates()
    {
        var suspensions = await Events(new() { Types_ = { "exportcontrols.measure-suspended.v1" }, Jurisdictions = { "CN" }, AnnouncedFrom = "2025-11-01", AnnouncedThrough = "2025-11-08" });
        Assert.Equal(6, suspensions.Count);
        Assert.All(suspensions, recorded => Assert.Equal("instrument-cn-mofcom-2025-70", recorded.Stream));
        Assert.All(await Events(new() { Stream = "lamp-kuantan" }), recorded => Assert.Equal("facility-lamp-kuantan", recorded.Stream));
        Assert.Equal(await Events(new() { Stream = "lamp-kuantan" }), await Events(new() { Stream = "facility-lamp-kuantan" }));
        Assert.All(await Events(new() { Types_ = { "agreements." } }), recorded => Assert.StartsWith("agreements.", recorded.Type, StringComparison.Ordinal));
        Assert.Empty(await Events(new() { RecordedThrough = "2020-01-01T00:00:00Z" }));
        Assert.NotEmpty(await Events(new() { RecordedFrom = "2020-01-01T00:00:00Z" }));
    }

    [Fact]
    public async Task Status_counts_what_is_kept()
    {
        var status = await Ledger.Timeline.GetStatusAsync(new GetStatusRequest());
        Assert.True(status.Position > 400 && status.Instruments > 60 && status.Measures > 40 && status.Agreements > 40 && status.Facilities > 25, status.ToString());
        Assert.Equal("SQLite", status.Store);
        Assert.Contains("tzdb", status.RulesVersion, StringComparison.Ordinal);
    }

    [Theory, InlineData("/health/live"), InlineData("/health/ready")]
    public async Task Health_is_told_over_http(string path)
    {
        using var answer = await Ledger.Http.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal("Healthy", await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The messages of health and reflection are written by hand here: two bytes spare a package.</summary>
    [Fact]
    public async Task Health_is_told_over_grpc()
    {
        var serving = new byte[] { 0x08, 0x01 };
        Assert.Equal(serving, await Ledger.Invoker.AsyncUnaryCall(Raw(MethodType.Unary, "grpc.health.v1.Health", "Check"), null, new CallOptions(), []));
    }

    [Fact]
    public async Task Reflection_lists_the_four_services()
    {
        byte[] listServices = [0x3A, 0x00];
        using var call = Ledger.Invoker.AsyncDuplexStreamingCall(Raw(MethodType.DuplexStreaming, "grpc.reflection.v1alpha.ServerReflection", "ServerReflectionInfo"), null, new CallOptions());
        await call.RequestStream.WriteAsync(listServices);
        Assert.True(await call.ResponseStream.MoveNext(default));
        var services = Encoding.UTF8.GetString(call.ResponseStream.Current);
        foreach (var service in (string[])["agreements.v1.AgreementsService", "exportcontrols.v1.ExportControlsService", "facilities.v1.FacilitiesService", "timeline.v1.TimelineService"])
            Assert.Contains($"ledger.{service}", services, StringComparison.Ordinal);
        await call.RequestStream.CompleteAsync();
    }

    private static Method<byte[], byte[]> Raw(MethodType type, string service, string method) =>
        new(type, service, method, Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes), Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes));

    private async Task<List<CheckManyResponse>> Many(CheckManyRequest request)
    {
        using var call = Ledger.Timeline.CheckMany(request);
        var answers = new List<CheckManyResponse>();
        while (await call.ResponseStream.MoveNext(default))
            answers.Add(call.ResponseStream.Current);
        return answers;
    }

    private Task<Answer> InForce(ListInForceRequest request)
    {
        request.At = Ask.At("2025-11-30");
        return Ledger.OverHttp.AskAsync(request);
    }

    private Task<Answer> Find(string text) => Ledger.OverHttp.AskAsync(new FindRequest { Text = text });

    private async Task<List<Event>> Events(ListEventsRequest request)
    {
        request.PageSize = 1000;
        return [.. (await Ledger.Timeline.ListEventsAsync(request)).Events];
    }
}
