using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Ledger.Api.ExportControls.V1;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Api.Asking;
using static Ledger.Integration.Api.Asking.Acts;

namespace Ledger.Integration.Api;

/// <summary>
/// Requests that are no requests, as bytes: of another encoding, cut off, nested deeply, too large, of another content type, meant for another
/// host. A typed error with the field, nothing recorded, memory bounded.
/// </summary>
public sealed class BadBytes(EmptyLedger empty) : IClassFixture<EmptyLedger>
{
    private const int Limit = 4 * 1024 * 1024;

    private RunningLedger Ledger => empty.Ledger;

    [Fact]
    public async Task Text_that_is_not_utf8_is_named_by_its_field_over_grpc()
    {
        var question = new CheckRequest { At = Ask.At("2025-11-15"), Question = new Question { Goods = { "element:Dy", "element:##" }, Origin = "CN" } };
        await Sent("Check", Spoilt(question), "question.goods[1]", "not UTF-8");
        await Sent("Show", Spoilt(new ShowRequest { At = Ask.At("2025-11-15"), Id = "##" }), "id", "not UTF-8");
        var act = Act("spoilt", "2025-01-01", Licence("spoilt/1", "product:spoilt", "2025-02-01"));
        act.Effects[1].MeasureIntroduced.Scope.ExportedFrom.Only[0] = "##";
        var before = await Ledger.PositionAsync();
        await Sent("RecordAct", Spoilt(act), "effects[1].measureIntroduced.scope.exportedFrom.only[0]", "not UTF-8", ExportControlsService.Descriptor.FullName);
        Assert.Equal(before, await Ledger.PositionAsync());
    }

    [Fact]
    public async Task Bytes_that_are_no_message_are_named_by_the_field_they_break_off_in()
    {
        var whole = new CheckRequest { At = Ask.At("2025-11-15"), Question = new Question { Goods = { "element:Dy" } } }.ToByteArray();
        await Sent("Check", whole[..^3], "question", "");
        await Sent("Check", [0xFF, 0xFF, 0xFF, 0xFF], "$", "");
        await Sent("Check", [0x00], "$", "");
        // Groups nested in each other, the only way to nest deeper than the messages do: field 15, begun ten thousand times.
        await Sent("Check", [.. Enumerable.Repeat((byte)0x7B, 10_000)], "$", "");
    }

    [Theory]
    [InlineData("""{"at":{"effective":"2025-11-15","note":@},"question":{}}""")]
    [InlineData("""@""")]
    public async Task Json_nested_deeply_is_refused(string around) =>
        await Posted("/v1/check", Encoding.UTF8.GetBytes(around.Replace("@", new string('[', 5000) + new string(']', 5000), StringComparison.Ordinal)), "application/json", HttpStatusCode.BadRequest, "$");

    [Fact]
    public async Task Json_that_is_not_utf8_and_foreign_content_types_are_refused_and_nothing_is_recorded()
    {
        var before = await Ledger.PositionAsync();
        foreach (var path in (string[])["/v1/check", "/v1/instruments/x/acts", "/v1/facilities/x/corrections"])
        {
            await Posted(path, [.. "{\"requestId\":\""u8, 0xC3, 0x28, .. "\"}"u8], "application/json", HttpStatusCode.BadRequest, "$");
            await Posted(path, [.. "{}"u8], "text/plain", HttpStatusCode.UnsupportedMediaType, "content-type");
            await Posted(path, [.. "{}"u8], "application/grpc", HttpStatusCode.UnsupportedMediaType, "content-type");
            await Posted(path, [.. "a=b"u8], "application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType, "content-type");
        }
        Assert.Equal(before, await Ledger.PositionAsync());
    }

    [Fact]
    public async Task A_request_larger_than_4_MiB_is_malformed_on_both_surfaces()
    {
        var large = new CheckRequest { At = Ask.At("2025-11-15"), Question = new Question { Goods = { "product:" + new string('a', Limit + 1) } } };
        await Sent("Check", large.ToByteArray(), "$", "4194304");
        await Posted("/v1/check", Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(large)), "application/json", HttpStatusCode.RequestEntityTooLarge, "$");
    }

    [Fact]
    public async Task An_event_or_a_command_that_is_too_large_is_named_by_its_field()
    {
        var act = Act("large", "2025-01-01", Licence("large/1", "product:large", "2025-02-01"));
        act.Effects[1].Note = new string('n', 61 * 1024);
        await Violations.Expect("effects[1]", () => Ledger.Instruments.RecordActAsync(act));
        var many = Act("large", "2025-01-01", [.. Enumerable.Range(1, 20).Select(number => Licence($"large/{number}", "product:large", "2025-02-01"))]);
        foreach (var effect in many.Effects)
            effect.Note = new string('n', 50 * 1024);
        await Violations.Expect("effects", () => Ledger.Instruments.RecordActAsync(many));
        (await Ledger.OverHttp.ShowAsync(Ask.At("2025-01-01"), "large")).Expect("unknown.id=large");
    }

    /// <summary>Sixteen at once, each of 64 MiB: held whole they would be a gigabyte.</summary>
    [Fact]
    public async Task Large_requests_at_once_do_not_fill_the_memory()
    {
        var before = Ledger.MostMemory;
        var large = new byte[64 * 1024 * 1024];
        await Task.WhenAll(Enumerable.Range(0, 16).Select(number => number % 2 == 0
            ? Sent("Check", large, "$", "4194304")
            : Posted("/v1/check", large, "application/json", HttpStatusCode.RequestEntityTooLarge, "$")));
        Assert.InRange(Ledger.MostMemory - before, 0, 300L * 1024 * 1024);
    }

    [Theory]
    [InlineData("ledger.example")]
    [InlineData("127.0.0.1.ledger.example")]
    [InlineData("localhost.")]
    [InlineData("10.0.0.1:8081")]
    public async Task A_foreign_host_is_refused_on_both_ports(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/status") { Headers = { Host = host } };
        using var answer = await Ledger.Http.SendAsync(request);
        await Violations.Expect(HttpStatusCode.Forbidden, "host", answer);

        using var called = await CalledAsync(host, "application/grpc");
        Assert.Equal(HttpStatusCode.OK, called.StatusCode);
        Assert.Equal(((int)StatusCode.PermissionDenied).ToString(), Assert.Single(called.Headers.GetValues("grpc-status")));
        var status = Google.Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(Assert.Single(called.Headers.GetValues("grpc-status-details-bin"))));
        Assert.Equal("host", Assert.Single(status.GetDetail<BadRequest>()!.FieldViolations).Field);
    }

    [Fact]
    public async Task A_foreign_content_type_on_the_grpc_port_is_refused()
    {
        using var answer = await CalledAsync($"localhost:{Ledger.Grpc.Port}", "application/json");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
    }

    [Fact]
    public async Task An_encoded_slash_in_a_path_is_the_slash_of_an_id()
    {
        await Ledger.Instruments.RecordActAsync(Act("slash", "2025-01-01", Licence("slash/1", "product:slash", "2025-02-01")));
        foreach (var path in (string[])["slash/1", "slash%2F1", "slash%2f1"])
        {
            new Answer(await Ledger.Http.GetStringAsync(new Uri($"/v1/entities/{path}?at.effective=2025-03-01", UriKind.Relative))).Expect("measure.id=slash/1");
            new Answer(await Ledger.Http.GetStringAsync(new Uri($"/v1/history/{path}", UriKind.Relative))).Expect("entries#1; entries[0].entity=slash");
        }
        await Posted("/v1/instruments/slash%2F1/acts", Encoding.UTF8.GetBytes("{}"), "application/json", HttpStatusCode.BadRequest, "requestId");
    }

    [Theory]
    [InlineData("instruments/x/acts", "instrument")]
    [InlineData("agreements/x/corrections", "agreement")]
    [InlineData("facilities/x/retractions", "facility")]
    public async Task A_body_that_names_another_entity_than_the_path_is_refused_by_the_field(string path, string field)
    {
        await Posted($"/v1/{path}", Encoding.UTF8.GetBytes($$"""{"{{field}}":"y"}"""), "application/json", HttpStatusCode.BadRequest, field);
        // The same as the path says it is no fault: what is missing next is named.
        await Posted($"/v1/{path}", Encoding.UTF8.GetBytes($$"""{"{{field}}":"x"}"""), "application/json", HttpStatusCode.BadRequest, "requestId");
    }

    /// <summary>A message with every '#' replaced by a byte that no UTF-8 has.</summary>
    private static byte[] Spoilt(IMessage message) => [.. message.ToByteArray().Select(each => each == (byte)'#' ? (byte)0xFF : each)];

    private async Task Sent(string method, byte[] message, string field, string why, string service = "ledger.timeline.v1.TimelineService")
    {
        var raw = new Method<byte[], byte[]>(MethodType.Unary, service, method, Marshallers.Create<byte[]>(b => b, b => b), Marshallers.Create<byte[]>(b => b, b => b));
        await Violations.Expect(field, () => Ledger.Invoker.AsyncUnaryCall(raw, null, new CallOptions(), message), why);
    }

    private async Task Posted(string path, byte[] body, string type, HttpStatusCode status, string field)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        // The server may refuse by the length alone: the body is sent only once it asks for it, or the refusal could be lost with the connection.
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = content, Headers = { ExpectContinue = true } };
        using var answer = await Ledger.Http.SendAsync(request);
        await Violations.Expect(status, field, answer);
    }

    /// <summary>A call of GetStatus as bytes of HTTP/2, under a host name and content type of the caller's choice.</summary>
    private async Task<HttpResponseMessage> CalledAsync(string host, string contentType)
    {
        var frame = new byte[5];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), 0);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Ledger.Grpc, "/ledger.timeline.v1.TimelineService/GetStatus"))
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame) { Headers = { ContentType = new MediaTypeHeaderValue(contentType) } },
            Headers = { Host = host },
        };
        request.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        return await client.SendAsync(request);
    }
}
