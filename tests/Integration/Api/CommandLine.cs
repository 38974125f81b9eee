using System.Text.RegularExpressions;
using Ledger.Integration.Api.Asking;
using Ledger.Integration.Running;

namespace Ledger.Integration.Api;

/// <summary>The command line against the sample data: what it says, and what it returns.</summary>
[Collection(AsksTheSample.Name)]
public sealed partial class CommandLine(SampleLedger sample)
{
    private static readonly string[] Truce = ["check", "--goods", "element:Ho", "--origin", "CN", "--destination", "US", "--effective", "2025-11-15", "--published", "2025-11-08"];

    [Fact]
    public async Task Check_tells_the_truce_in_the_sentences_that_a_reader_needs()
    {
        var told = await LedgerCommand.RunAsync(sample.Ledger, Truce);
        Assert.True(told.ExitStatus == 0, told.ToString());
        foreach (var sentence in (string[])
                 [
                     "Not restricted by the acts recorded", "No. 57 of 2025 is suspended by No. 70 of 2025 through 2026-11-10 and never applied",
                     "begins to apply on 2026-11-11, unless a later act changes it", "announced by 2025-11-08", "made in CN", "going to US",
                 ])
        {
            Assert.Contains(sentence, told.Output, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("\u001b", told.Output + told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_as_json_has_the_headline_of_the_api()
    {
        new Answer((await LedgerCommand.RunAsync(sample.Ledger, [.. Truce, "--json"])).Output).Expect("headline=REQUIREMENT_NONE; suspended[measure=cn-mofcom-2025-57/1].everApplied=NO");
        var dysprosium = await LedgerCommand.RunAsync(sample.Ledger, "check", "--goods", "element:Dy", "--origin", "CN", "--destination", "US", "--effective", "2025-11-15", "--json");
        new Answer(dysprosium.Output).Expect("headline=REQUIREMENT_LICENCE");
    }

    [Fact]
    public async Task Show_and_history_tell_Kuantan_without_colour()
    {
        var shown = await LedgerCommand.RunAsync(sample.Ledger, "show", "lamp-kuantan", "--effective", "2025-11-30");
        Assert.True(shown.ExitStatus == 0 && shown.Output.Contains("10,500 t/yr", StringComparison.Ordinal), shown.ToString());
        var history = await LedgerCommand.RunAsync(sample.Ledger, "history", "lamp-kuantan");
        Assert.True(history.ExitStatus == 0 && history.Output.Contains("caixin-2025-11#1", StringComparison.Ordinal), history.ToString());
        Assert.DoesNotContain("\u001b", shown.Output + history.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kuantn", "lamp-kuantan")]
    [InlineData("lamp-kuantn", "lamp-kuantan")]
    [InlineData("Linas Malaysia", "lamp-kuantan")]
    [InlineData("cn-mofcom-2025-75", "cn-mofcom-2025-55")]
    public async Task A_misspelt_word_finds_nothing_and_suggests(string written, string meant)
    {
        var end = await LedgerCommand.RunAsync(sample.Ledger, "find", written);
        Assert.True(end.ExitStatus == 4, end.ToString());
        Assert.Contains("did you mean", end.Errors, StringComparison.Ordinal);
        Assert.Contains(meant, end.Errors, StringComparison.Ordinal);
    }

    /// <summary>An example in a help text is typed by people as it stands.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("check")]
    [InlineData("in-force")]
    [InlineData("commitments")]
    [InlineData("find")]
    [InlineData("show")]
    [InlineData("history")]
    [InlineData("events")]
    public async Task Every_example_of_the_help_answers(string command)
    {
        var help = await LedgerCommand.RunAsync(sample.Ledger, command.Length > 0 ? [command, "--help"] : ["--help"]);
        var examples = help.Output.Split('\n').Where(line => line.StartsWith("  ledger ", StringComparison.Ordinal) && !line.Contains('[', StringComparison.Ordinal) && !line.Contains('>', StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            var end = await LedgerCommand.RunAsync(sample.Ledger, Arguments().Matches(example).Select(word => word.Value.Trim('"')).Skip(1));
            Assert.True(end.ExitStatus == 0 && end.Output.Length > 0, $"{example}: {end}");
        }
    }

    [Fact]
    public async Task Doctor_finds_the_sample_sound_before_and_after_it_is_rebuilt()
    {
        async Task ExaminedAsync(params string[] options)
        {
            var end = await LedgerCommand.RunAsync(sample.Ledger, ["doctor", "--seed", "20251107", .. options]);
            Assert.True(end.ExitStatus == 0, end.ToString());
            Assert.Contains("answers are the same bytes", end.Output, StringComparison.Ordinal);
        }
        await ExaminedAsync("--sample", "400");
        var rebuilt = await LedgerCommand.RunAsync(sample.Ledger, "rebuild");
        Assert.True(rebuilt.ExitStatus == 0, rebuilt.ToString());
        Assert.Matches("^Rebuilt from [0-9]+ events; it answers up to position [0-9]+, and is saved", rebuilt.Output);
        await ExaminedAsync("--sample", "400");
        var both = await LedgerCommand.RunAsync(sample.Ledger, "doctor", "--all", "--sample", "5");
        Assert.True(both.ExitStatus == 2, both.ToString());
    }

    [Fact]
    public async Task The_example_of_an_act_in_the_help_can_be_recorded()
    {
        var help = (await LedgerCommand.RunAsync(sample.Ledger, "record", "--help")).Output;
        using var folder = new TemporaryFolder();
        var file = folder.Of("act.json");
        await File.WriteAllTextAsync(file, help[help.IndexOf('{')..(help.LastIndexOf('}') + 1)]);
        var end = await LedgerCommand.RunAsync(sample.Ledger, "record", "--dry-run", file);
        Assert.True(end.ExitStatus == 0, end.ToString());
    }

    [Theory]
    [InlineData(2, "check", "--goods", "element:Ho", "--origin", "CN", "--effective", "yesterday")]
    [InlineData(2, "check", "--goods", "holmium", "--origin", "CN", "--effective", "2025-11-15")]
    [InlineData(2, "check", "--goods", "element:Ho", "--origin", "CN")]
    [InlineData(2, "in-force", "--effective", "2025-11-15", "--colour", "red")]
    [InlineData(2, "import", "/nowhere/acts.jsonl")]
    [InlineData(4, "show", "cn-mofcom-2099-1", "--effective", "2025-11-15")]
    [InlineData(4, "history", "cn-mofcom-2099-1")]
    [InlineData(0, "status")]
    public async Task Exit_statuses_tell_bad_input_from_not_found(int status, params string[] arguments)
    {
        var end = await LedgerCommand.RunAsync(sample.Ledger, arguments);
        Assert.True(end.ExitStatus == status, end.ToString());
        Assert.Equal(status != 0, end.Errors.Length > 0 || (status == 4 && end.Output.Length > 0));
    }

    [Fact]
    public async Task Nobody_at_the_address_is_exit_status_5()
    {
        var end = await LedgerCommand.RunAsync("http://127.0.0.1:1", ["status"]);
        Assert.True(end.ExitStatus == 5, end.ToString());
        Assert.Contains("http://127.0.0.1:1", end.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rule_that_refuses_is_exit_status_3_and_records_nothing()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Of("act.jsonl");
        await File.WriteAllTextAsync(file, """
            {"id":"refused","instrumentAct":{"instrument":"refused","act":{"announcedOn":"2025-01-01","jurisdictions":["CN"]},"citations":[{"url":"https://gazette.example","kind":"SOURCE_KIND_OFFICIAL"}],"effects":[{"measureRepealed":{"target":"refused/1"}}]}}
            """);
        var before = await sample.Ledger.PositionAsync();
        var end = await LedgerCommand.RunAsync(sample.Ledger, "record", file);
        Assert.True(end.ExitStatus == 3, end.ToString());
        Assert.Contains("XC-", end.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await sample.Ledger.PositionAsync());
    }

    [GeneratedRegex("\"[^\"]*\"|[^ ]+")]
    private static partial Regex Arguments();
}
