using System.Text.RegularExpressions;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Api.Asking;
using Ledger.Integration.Running;

namespace Ledger.Integration.Api;

/// <summary>A ledger exported by the command line and imported into an empty one.</summary>
[Collection(AsksTheSample.Name)]
public sealed partial class ExportAndImport(SampleLedger sample)
{
    private const string Good = """{"id":"good","instrumentAct":{"instrument":"good","act":{"announcedOn":"2025-01-01","jurisdictions":["CN"]},"citations":[{"url":"https://gazette.example","kind":"SOURCE_KIND_OFFICIAL"}],"effects":[{"instrumentPublished":{"kind":"INSTRUMENT_KIND_ORDER","issuers":["MOFCOM"],"title":"Good"}}]}}""";

    [Fact]
    public async Task An_exported_ledger_imported_into_an_empty_one_answers_equally()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Of("ledger.jsonl");
        var exported = await LedgerCommand.RunAsync(sample.Ledger, "export", "--output", file);
        Assert.True(exported.ExitStatus == 0, exported.ToString());
        await using var copy = await RunningLedger.StartEmptyAsync();
        var imported = await LedgerCommand.RunAsync(copy, "import", file);
        Assert.True(imported.ExitStatus == 0, imported.ToString());
        Assert.Equal(await sample.Ledger.PositionAsync(), await copy.PositionAsync());
        foreach (var question in Questions())
            Assert.Equal(await TextOf(sample.Ledger, question), await TextOf(copy, question));

        // The copy knows its lines as the export states them; the files that made the original state the same acts otherwise.
        foreach (var files in (string[][])[[file], [.. SampleFiles]])
        {
            var again = await LedgerCommand.RunAsync(copy, ["import", .. files]);
            Assert.True(again.ExitStatus == 0, again.ToString());
            Assert.StartsWith("0 recorded", again.Output, StringComparison.Ordinal);
        }
        Assert.Equal(await sample.Ledger.PositionAsync(), await copy.PositionAsync());

        var second = folder.Of("second.jsonl");
        Assert.Equal(0, (await LedgerCommand.RunAsync(copy, "export", "--output", second)).ExitStatus);
        Assert.Equal(await File.ReadAllTextAsync(file), await File.ReadAllTextAsync(second));
    }

    [Fact]
    public async Task An_export_imported_where_it_came_from_is_recorded_already()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Of("ledger.jsonl");
        await using var ledger = await RunningLedger.StartWithSampleAsync();
        Assert.Equal(0, (await LedgerCommand.RunAsync(ledger, "export", "--output", file)).ExitStatus);
        var before = await ledger.PositionAsync();
        var again = await LedgerCommand.RunAsync(ledger, "import", file);
        Assert.True(again.ExitStatus == 0, again.ToString());
        Assert.StartsWith("0 recorded", again.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("changed", again.Output + again.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await ledger.PositionAsync());
    }

    [Fact]
    public async Task Bad_and_changed_lines_are_named_the_rest_goes_on_and_the_exit_status_is_6()
    {
        await using var ledger = await RunningLedger.StartEmptyAsync();
        using var folder = new TemporaryFolder();
        var file = folder.Of("acts.jsonl");
        await File.WriteAllLinesAsync(file,
        [
            Good,
            Good.Replace("\"good\"", "\"dated\"", StringComparison.Ordinal).Replace("2025-01-01", "2025-02-30", StringComparison.Ordinal),
            Good.Replace("\"good\"", "\"unknown\"", StringComparison.Ordinal).Replace("\"title\"", "\"titel\"", StringComparison.Ordinal),
            "{not json",
            Good.Replace("\"good\"", "\"refused\"", StringComparison.Ordinal).Replace("{\"instrumentPublished\":{\"kind\":\"INSTRUMENT_KIND_ORDER\",\"issuers\":[\"MOFCOM\"],\"title\":\"Good\"}}", "{\"measureRepealed\":{\"target\":\"nothing/1\"}}", StringComparison.Ordinal),
            Good.Replace("\"good\"", "\"better\"", StringComparison.Ordinal),
        ]);
        var end = await LedgerCommand.RunAsync(ledger, "import", file);
        Assert.True(end.ExitStatus == 6, end.ToString());
        Assert.StartsWith("2 recorded", end.Output, StringComparison.Ordinal);
        var faults = end.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Named(faults, $"{file}:2 (dated)", "announcedOn");
        Named(faults, $"{file}:3 (unknown)", "titel");
        Named(faults, $"{file}:4", "not JSON");
        Named(faults, $"{file}:5 (refused)", "XC-01");
        (await ledger.OverHttp.ShowAsync(Ask.At("2025-01-01"), "better")).Expect("instrument.id=better");

        await File.WriteAllLinesAsync(file, [Good.Replace("\"title\":\"Good\"", "\"title\":\"Better\"", StringComparison.Ordinal)]);
        var changed = await LedgerCommand.RunAsync(ledger, "import", file);
        Assert.True(changed.ExitStatus == 6, changed.ToString());
        Assert.Contains("1 changed since they were recorded", changed.Output, StringComparison.Ordinal);
        (await ledger.OverHttp.ShowAsync(Ask.At("2025-01-01"), "good")).Expect("instrument.title=Good");
    }

    [Fact]
    public async Task A_dry_run_judges_and_records_nothing()
    {
        await using var ledger = await RunningLedger.StartEmptyAsync();
        using var folder = new TemporaryFolder();
        var file = folder.Of("acts.jsonl");
        await File.WriteAllTextAsync(file, Good);
        var end = await LedgerCommand.RunAsync(ledger, "import", "--dry-run", file);
        Assert.True(end.ExitStatus == 0, end.ToString());
        Assert.StartsWith("1 would be recorded", end.Output, StringComparison.Ordinal);
        Assert.Equal(-1, await ledger.PositionAsync());
    }

    private static IEnumerable<string> SampleFiles => Directory.GetFiles(Path.Combine(HostProcess.Folder, "sample"), "*.jsonl").Order(StringComparer.Ordinal);

    private static void Named(string[] faults, string place, string what) =>
        Assert.True(faults.Any(fault => fault.StartsWith(place, StringComparison.Ordinal) && fault.Contains(what, StringComparison.Ordinal)), $"no fault at {place} of {what} in\n{string.Join('\n', faults)}");

    private static async Task<string> TextOf(RunningLedger ledger, Google.Protobuf.IMessage question) =>
        RecordedAt.Replace((await ledger.OverHttp.AskAsync(question)).Text, "\"recordedAt\":\"\"");

    private static IEnumerable<Google.Protobuf.IMessage> Questions()
    {
        foreach (var effective in (string[])["2010-10-15", "2020-01-01", "2025-04-10", "2025-11-15", "2026-05-01", "2026-11-11"])
        {
            foreach (var (published, known) in ((string, string)[])[("", ""), ("2025-11-08", ""), ("2026-01-31", "300"), ("", "150"), ("", "401")])
            {
                var at = Ask.At(effective, published, known);
                yield return new CheckRequest { At = at, Question = Ask.Trade("CN>US", "element:Dy") };
                yield return new CheckRequest { At = at, Question = Ask.Trade("CN>US", "element:Ho", "hs:2846") };
                yield return new ListInForceRequest { At = at, PageSize = 500 };
                yield return new ListCommitmentsRequest { At = at, PageSize = 500 };
                yield return new ShowRequest { At = at, Id = "lamp-kuantan" };
                yield return new ShowRequest { At = at, Id = "cn-mofcom-2025-70" };
                yield return new ShowRequest { At = at, Id = "busan-2025" };
            }
        }
        yield return new GetHistoryRequest { Id = "lamp-kuantan" };
        yield return new GetHistoryRequest { Id = "cn-mofcom-2025-57" };
    }

    /// <summary>When it was recorded is each ledger's own.</summary>
    [GeneratedRegex("\"recordedAt\":\\s*\"[^\"]*\"")]
    private static partial Regex RecordedAt { get; }
}
