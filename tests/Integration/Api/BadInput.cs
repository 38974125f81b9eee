using System.Net;
using System.Text;
using Google.Rpc;
using Grpc.Core;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Api.Asking;
using static Ledger.Integration.Api.Asking.Acts;

namespace Ledger.Integration.Api;

/// <summary>Bad input on both surfaces: a typed error with the field, and nothing recorded.</summary>
public sealed class BadInput(EmptyLedger empty) : IClassFixture<EmptyLedger>
{
    private RunningLedger Ledger => empty.Ledger;

    [Theory]
    [InlineData("")]
    [InlineData("today")]
    [InlineData("2025-02-30")]
    [InlineData("2025-13-01")]
    [InlineData("15/11/2025")]
    [InlineData("2025-11")]
    [InlineData("2025-11-10T05:01")]
    [InlineData("99999-01-01")]
    [InlineData("2025-11-10T25:01Z")]
    public async Task An_effective_date_that_cannot_be_read_is_refused_and_never_today(string effective)
    {
        await Violations.Expect("at.effective", () => Ledger.Timeline.CheckAsync(new CheckRequest { At = Ask.At(effective), Question = new Question() }));
        await Violations.Expect("at.effective", () => Ledger.Timeline.ListInForceAsync(new ListInForceRequest { At = Ask.At(effective) }));
        await Violations.Expect("at.effective", () => Ledger.Timeline.ListCommitmentsAsync(new ListCommitmentsRequest { At = Ask.At(effective) }));
        using var answer = await Ledger.Http.GetAsync(new Uri($"/v1/entities/anything?at.effective={Uri.EscapeDataString(effective)}", UriKind.Relative));
        await Violations.Expect(HttpStatusCode.BadRequest, "at.effective", answer);
    }

    [Theory]
    [InlineData("?at.effective=2025-11-15&at.published=yesterday", "at.published")]
    [InlineData("?at.effective=2025-11-15&at.known=soon", "at.known")]
    [InlineData("?at.effective=2025-11-15&at.known=-5", "at.known")]
    [InlineData("?at.effective=2025-11-15&at.min_position=-1", "at.minPosition")]
    [InlineData("?at.effective=2025-11-15&page_size=-1", "pageSize")]
    [InlineData("?at.effective=2025-11-15&page_size=501", "pageSize")]
    [InlineData("?at.effective=2025-11-15&page_token=x", "pageToken")]
    [InlineData("?at.effective=2025-11-15&colour=red", "colour")]
    [InlineData("?at.effective=2025-11-15&at.colour=red", "at.colour")]
    public async Task A_query_parameter_that_is_no_good_is_named(string query, string field)
    {
        using var answer = await Ledger.Http.GetAsync(new Uri($"/v1/in-force{query}", UriKind.Relative));
        await Violations.Expect(HttpStatusCode.BadRequest, field, answer);
    }

    [Theory]
    [InlineData("""{"at":{"effective":"2025-11-15"},"question":{"goods":["element:Xx"]}}""", "question.goods[0]")]
    [InlineData("""{"at":{"effective":"2025-11-15"},"question":{"goods":["dysprosium"]}}""", "question.goods[0]")]
    [InlineData("""{"at":{"effective":"2025-11-15"},"question":{"origin":"China"}}""", "question.origin")]
    [InlineData("""{"at":{"effective":"2025-11-15"},"question":{"exportedFrom":"XX"}}""", "question.exportedFrom")]
    [InlineData("""{"at":{"effective":"2025-11-15"}}""", "question")]
    [InlineData("""{"question":{}}""", "at.effective")]
    [InlineData("""{"at":{"effective":"2025-11-15"},"question":{"good":["element:Dy"]}}""", "question.good")]
    [InlineData("""{"at":{"effective":20251115},"question":{}}""", "at.effective")]
    [InlineData("""{"at":{"effective":"2025-11-15"},"question":{"goods":"element:Dy"}}""", "question.goods")]
    [InlineData("""{"at":{"effective":"2025-11-15","effective":"2025-11-16"},"question":{}}""", "$")]
    [InlineData("""{"at":{"effective":"2025-11-15"},"question":{}""", "$")]
    [InlineData("""[]""", "$")]
    public async Task A_body_that_is_no_good_is_named_by_its_field(string body, string field)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Ledger.Http.PostAsync(new Uri("/v1/check", UriKind.Relative), content);
        await Violations.Expect(HttpStatusCode.BadRequest, field, answer);
    }

    [Fact]
    public async Task A_malformed_act_is_named_by_its_field_and_nothing_is_recorded()
    {
        var before = await Ledger.PositionAsync();
        await Malformed("requestId", request => request.RequestId = "7");
        await Malformed("requestId", request => request.RequestId = "");
        await Malformed("act.announcedOn", request => request.Act.AnnouncedOn = "2025-02-30");
        await Malformed("act.announcedOn", request => request.Act.AnnouncedOn = "");
        await Malformed("act", request => request.Act = null);
        await Malformed("effects[1].measureIntroduced.period.starts", request => request.Effects[1].MeasureIntroduced.Period.Starts = "tomorrow");
        await Malformed("effects[1].measureIntroduced.type", request => request.Effects[1].MeasureIntroduced.Type = default, "missing");
        await Malformed("effects[1].measureIntroduced.type", request => request.Effects[1].MeasureIntroduced = new() { Measure = "malformed/1" }, "missing, and with it requirement");
        await Malformed("effects[1].measureIntroduced.value.unit", request => request.Effects[1].MeasureIntroduced.Value = new() { Amount = "1" }, "missing");
        await Malformed("effects[1]", request => request.Effects[1].ClearBody());
        await Malformed("citations[0].kind", request => request.Citations[0].Kind = default, "missing");
        Assert.Equal(before, await Ledger.PositionAsync());
    }

    [Theory]
    [InlineData("LG-01", "effects")]
    [InlineData("LG-03", "jurisdictions")]
    [InlineData("LG-08", "citations")]
    [InlineData("LG-14", "id")]
    [InlineData("XC-05", "period")]
    [InlineData("XC-16", "scope")]
    [InlineData("XC-17", "key")]
    [InlineData("XC-03", "measure")]
    public async Task A_rule_that_says_no_is_named_by_its_code_and_nothing_is_recorded(string rule, string broken)
    {
        var act = Act("bad", "2025-01-01", Licence("bad/1", "product:bad", "2025-02-01", "2025-03-01"));
        switch (broken)
        {
            case "effects": act.Effects.Clear(); break;
            case "jurisdictions": act.Act.Jurisdictions.Clear(); break;
            case "citations": act.Citations.Clear(); break;
            case "id": act.Instrument = "Bad Id"; break;
            case "period": act.Effects[1].MeasureIntroduced.Period.Through = "2025-01-15"; break;
            case "scope": act.Effects[1].MeasureIntroduced.Scope = new(); break;
            case "key": act.Effects[1].MeasureIntroduced.Scope.ExportedFrom.Only[0] = "XX"; break;
            default: act.Effects[1].MeasureIntroduced.Measure = "other/1"; break;
        }
        var before = await Ledger.PositionAsync();
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await Ledger.Instruments.RecordActAsync(act));
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        var info = refused.GetRpcStatus()!.GetDetail<ErrorInfo>();
        Assert.Equal(rule, info.Reason);
        Assert.NotEqual("", info.Metadata["field"]);
        Assert.NotEqual("", info.Metadata["why"]);
        Assert.Equal(before, await Ledger.PositionAsync());
    }

    [Fact]
    public async Task An_unknown_zone_is_refused_by_its_field()
    {
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await Ledger.Instruments.RecordActAsync(Act("zoned", "2025-01-01").In("CN", "Mars/Olympus")));
        Refused("LG-04", "act.zone", refused);
        Assert.Contains("Mars/Olympus", refused.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_ids_in_commands_are_refused_by_their_field()
    {
        await Ledger.Instruments.RecordActAsync(Act("known", "2025-01-01", Licence("known/1", "product:known", "2025-02-01")));
        var before = await Ledger.PositionAsync();
        Refused("XC-06", "effects[0].measureSuspended", await Assert.ThrowsAsync<RpcException>(async () => await Ledger.Instruments.RecordActAsync(Later("known", "later", "2025-03-01", Suspended("nobody/1", "2025-03-01")))));
        Refused("LG-09", "corrects", await Assert.ThrowsAsync<RpcException>(async () => await Ledger.Instruments.CorrectEventAsync(Correction("known", "known#9", Repealed("known/1", "2025-03-01")))));
        Refused("LG-09", "retracts", await Assert.ThrowsAsync<RpcException>(async () => await Ledger.Instruments.RetractEventAsync(Retraction("nobody", "nobody#1"))));
        Assert.Equal(before, await Ledger.PositionAsync());
    }

    [Theory]
    [InlineData("events?page_size=-1", "pageSize")]
    [InlineData("events?page_size=1001", "pageSize")]
    [InlineData("events?from_position=-1", "fromPosition")]
    [InlineData("events?page_token=-1", "pageToken")]
    [InlineData("events?announced_from=2025-02-30", "announcedFrom")]
    [InlineData("events?recorded_from=yesterday", "recordedFrom")]
    [InlineData("commitments?at.effective=2025-11-15&page_size=-1", "pageSize")]
    [InlineData("find?text=x&limit=-1", "limit")]
    [InlineData("find", "text")]
    [InlineData("history/x?known=-7", "known")]
    [InlineData("entities/x?at.effective=2025-11-15&id=y", "id")]
    public async Task Every_list_refuses_what_is_no_page_of_it_by_the_field(string query, string field)
    {
        using var answer = await Ledger.Http.GetAsync(new Uri($"/v1/{query}", UriKind.Relative));
        await Violations.Expect(HttpStatusCode.BadRequest, field, answer);
    }

    [Fact]
    public async Task Validate_only_shows_the_events_and_records_nothing()
    {
        var before = await Ledger.PositionAsync();
        var act = Act("valid", "2025-01-01", Licence("valid/1", "product:valid", "2025-02-01"));
        act.ValidateOnly = true;
        var would = (await Ledger.Instruments.RecordActAsync(act)).Recorded;
        Assert.Equal(["valid#1", "valid#2"], would.Events.Select(shown => shown.Reference));
        Assert.False(would.HasPosition);
        Assert.All(would.Events, shown => Assert.DoesNotContain("recordedAt", shown.Document, StringComparison.Ordinal));
        Assert.Equal(before, await Ledger.PositionAsync());
        act.ValidateOnly = false;
        Assert.False((await Ledger.Instruments.RecordActAsync(act)).Recorded.AlreadyRecorded);
    }

    [Fact]
    public async Task The_same_request_id_records_once_and_another_command_under_it_is_told_apart()
    {
        var act = Act("once", "2025-01-01", Licence("once/1", "product:once", "2025-02-01"));
        var first = (await Ledger.Instruments.RecordActAsync(act)).Recorded;
        var again = (await Ledger.Instruments.RecordActAsync(act)).Recorded;
        Assert.True(again.AlreadyRecorded);
        Assert.Equal(first.Position, again.Position);
        act.Act.AnnouncedOn = "2025-01-02";
        var other = await Assert.ThrowsAsync<RpcException>(async () => await Ledger.Instruments.RecordActAsync(act));
        Assert.Equal(StatusCode.AlreadyExists, other.StatusCode);
    }

    [Fact]
    public async Task A_position_that_is_not_reached_in_time_is_unavailable()
    {
        var at = Ask.At("2025-11-15");
        at.MinPosition = 1_000_000;
        var late = await Assert.ThrowsAsync<RpcException>(async () =>
            await Ledger.Timeline.ShowAsync(new ShowRequest { At = at, Id = "x" }, deadline: TimeProvider.System.GetUtcNow().AddMilliseconds(300).UtcDateTime));
        Assert.Contains(late.StatusCode, new[] { StatusCode.Unavailable, StatusCode.DeadlineExceeded });
    }

    private static void Refused(string rule, string field, RpcException refused)
    {
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        var info = refused.GetRpcStatus()!.GetDetail<ErrorInfo>();
        Assert.Equal((rule, field), (info.Reason, info.Metadata["field"]));
    }

    private async Task Malformed(string field, Action<global::Ledger.Api.ExportControls.V1.RecordActRequest> spoil, string why = "")
    {
        var act = Act("malformed", "2025-01-01", Licence("malformed/1", "product:malformed", "2025-02-01"));
        spoil(act);
        await Violations.Expect(field, () => Ledger.Instruments.RecordActAsync(act), why);
    }
}
