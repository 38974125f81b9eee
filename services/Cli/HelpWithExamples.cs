using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Ledger.Cli;

/// <summary>A command that shows, in its help, lines that can be typed as they stand.</summary>
internal sealed class ExampleCommand(string name, string description) : Command(name, description)
{
    /// <summary>Lines to type, each under what it asks.</summary>
    public IReadOnlyList<(string Asks, string Line)> Examples { get; init; } = [];

    /// <summary>What else somebody should know before using it; empty for nothing.</summary>
    public string Notes { get; init; } = "";
}

/// <summary>The usual help, then notes, examples and exit statuses.</summary>
internal sealed class HelpWithExamples(HelpAction usual) : SynchronousCommandLineAction
{
    private static readonly (string Asks, string Line)[] First =
    [
        ("May holmium made in China go to the United States on a day, as it was known a week before?",
            "ledger check --goods element:Ho --origin CN --destination US --effective 2025-11-15 --published 2025-11-08"),
        ("What does an act do, and what has become of it?", "ledger show cn-mofcom-2025-70 --effective today"),
        ("Which id has an act?", "ledger find \"No. 57 of 2025\""),
    ];

    private const string ExitStatuses =
        """
        Exit statuses:
          0  answered or recorded
          1  the server or this program failed
          2  bad input: an option, a date, a file that cannot be read
          3  refused by a rule of the ledger, or recorded differently under the same id
          4  not found
          5  the server cannot be reached, or did not answer in time
          6  some lines of a file failed; the others were done
          7  two ways of answering differ
        """;

    public override int Invoke(ParseResult parseResult)
    {
        var status = usual.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command as ExampleCommand;
        if (command?.Notes is { Length: > 0 } notes)
            output.WriteLine($"Notes:{Environment.NewLine}{Indented(notes)}{Environment.NewLine}");
        output.WriteLine("Examples:");
        foreach (var (asks, line) in command?.Examples ?? First)
            output.WriteLine($"  # {asks}{Environment.NewLine}  {line}");
        output.WriteLine();
        output.WriteLine(ExitStatuses);
        return status;
    }

    private static string Indented(string text) => "  " + text.ReplaceLineEndings(Environment.NewLine + "  ");
}
