using System.Text;
using Ledger.Integration.Api.Asking;
using Ledger.Integration.Running;

namespace Ledger.Integration.Api;

/// <summary>Bad input from files and on the command line: the place, the field, an exit status of its own, and nothing recorded.</summary>
public sealed class BadFiles(EmptyLedger empty) : IClassFixture<EmptyLedger>, IDisposable
{
    private const string Good = """{"id":"good","instrumentAct":{"instrument":"good","act":{"announcedOn":"2025-01-01","jurisdictions":["CN"]},"citations":[{"url":"https://gazette.example","kind":"SOURCE_KIND_OFFICIAL"}],"effects":[{"instrumentPublished":{"kind":"INSTRUMENT_KIND_ORDER","issuers":["MOFCOM"],"title":"Good"}}]}}""";

    private readonly TemporaryFolder folder = new();

    private RunningLedger Ledger => empty.Ledger;

    public static TheoryData<string, string, int, string> Spoilt => new()
    {
        { "\"2025-01-01\"", "\"2025-02-30\"", 2, "instrumentAct.act.announcedOn" },
        { "\"2025-01-01\"", "\"today\"", 2, "instrumentAct.act.announcedOn" },
        { "\"announcedOn\":\"2025-01-01\"", "\"announcedOn\":\"2025-01-01\",\"zone\":\"Mars/Olympus\"", 3, "instrumentAct.act.zone" },
        { "\"announcedOn\":\"2025-01-01\",", "", 2, "instrumentAct.act.announcedOn" },
        { "\"kind\":\"INSTRUMENT_KIND_ORDER\",", "", 2, "instrumentAct.effects[0].instrumentPublished.kind: missing" },
        { "\"kind\":\"SOURCE_KIND_OFFICIAL\"", "\"kind\":\"SOURCE_KIND_BEST\"", 2, "instrumentAct.citations[0].kind" },
        { "[\"CN\"]", "[\"ZZ\"]", 3, "instrumentAct.act.jurisdictions" },
        { "\"title\"", "\"titel\"", 2, "instrumentAct.effects[0].instrumentPublished.titel" },
        { "\"title\":\"Good\"", "\"title\":7", 2, "instrumentAct.effects[0].instrumentPublished.title" },
        { "\"good\",\"instrumentAct\"", "\"good\",\"requestId\":\"x\",\"instrumentAct\"", 2, "requestId" },
        { "\"Good\"", "\"\\ud800\"", 2, "" },
        { "\"Good\"", new string('[', 300) + new string(']', 300), 2, "depth" },
    };

    [Theory]
    [MemberData(nameof(Spoilt))]
    public async Task A_bad_command_is_named_by_its_field_in_record_and_in_import(string standing, string instead, int status, string field)
    {
        Assert.Contains(standing, Good, StringComparison.Ordinal);
        await Named(Encoding.UTF8.GetBytes(Good.Replace(standing, instead, StringComparison.Ordinal)), status, field.Length == 0 ? "good" : field);
    }

    [Fact]
    public async Task What_is_not_utf8_is_named_by_its_line()
    {
        var bytes = Encoding.UTF8.GetBytes(Good);
        bytes[bytes.AsSpan().IndexOf("Good"u8)] = 0xFF;
        await Named(bytes, 2, "not UTF-8");
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_named_and_let_go()
    {
        await Named(Encoding.UTF8.GetBytes(Good.Replace("Good", new string('g', 2 * 1024 * 1024), StringComparison.Ordinal)), 2, "longer than 1048576 bytes");
        await Named(Encoding.UTF8.GetBytes(Good.Replace("Good", new string('g', 100 * 1024), StringComparison.Ordinal)), 2, "instrumentAct.effects[0]");
    }

    [Fact]
    public async Task A_command_over_several_lines_that_is_no_json_is_named_once_with_its_line()
    {
        var file = folder.Of("act.json");
        await File.WriteAllTextAsync(file, "{\n  \"id\": \"x\"\n  \"instrumentAct\": {}\n}\n");
        var end = await LedgerCommand.RunAsync(Ledger, "record", file);
        Assert.True(end.ExitStatus == 2, end.ToString());
        Assert.Contains($"{file}: not JSON", Assert.Single(end.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("line 3", end.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--effective", "check", "--goods", "element:Ho", "--origin", "CN", "--effective", "2025-02-30")]
    [InlineData("--published", "check", "--goods", "element:Ho", "--origin", "CN", "--effective", "2025-11-15", "--published", "2025-13-01")]
    [InlineData("--known", "check", "--goods", "element:Ho", "--origin", "CN", "--effective", "2025-11-15", "--known", "-5")]
    [InlineData("--goods", "check", "--goods", "element:Xx", "--origin", "CN", "--effective", "2025-11-15")]
    [InlineData("--origin", "check", "--goods", "element:Ho", "--origin", "China", "--effective", "2025-11-15")]
    [InlineData("--page-size", "in-force", "--effective", "2025-11-15", "--page-size", "-1")]
    [InlineData("--page-size", "events", "--page-size", "-1")]
    [InlineData("--page-token", "commitments", "--effective", "2025-11-15", "--page-token", "x")]
    [InlineData("--page-size", "events", "--page-size", "many")]
    [InlineData("--kind", "in-force", "--effective", "2025-11-15", "--kind", "thing")]
    [InlineData("--announced-from", "events", "--announced-from", "2025-02-30")]
    public async Task A_bad_option_is_named_as_it_was_typed(string option, params string[] arguments)
    {
        var end = await LedgerCommand.RunAsync(Ledger, arguments);
        Assert.True(end.ExitStatus == 2, end.ToString());
        Assert.Contains(option, end.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", end.Errors, StringComparison.Ordinal);
        Assert.Equal("", end.Output);
    }

    public void Dispose() => folder.Dispose();

    private async Task Named(byte[] line, int status, string what)
    {
        var before = await Ledger.PositionAsync();
        var file = folder.Of("act.jsonl");
        await File.WriteAllBytesAsync(file, line);
        foreach (var (command, expected) in ((string, int)[])[("record", status), ("import", 6)])
        {
            var end = await LedgerCommand.RunAsync(Ledger, command, file);
            Assert.True(end.ExitStatus == expected, end.ToString());
            var fault = Assert.Single(end.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.Contains(file, fault, StringComparison.Ordinal);
            Assert.Contains(what, fault, StringComparison.Ordinal);
        }
        Assert.Equal(before, await Ledger.PositionAsync());
    }
}
