using System.CommandLine;
using Ledger.Api.Exchange;
using Spectre.Console;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger import</c>: records the lines of files.</summary>
internal static class ImportCommand
{
    public static Command Create(ServerOptions server, TimeProvider time)
    {
        var files = new Argument<string[]>("file") { Description = "Files of the exchange format, one JSON object a line, in the order to record them.", Arity = ArgumentArity.OneOrMore };
        var dryRun = new Option<bool>("--dry-run") { Description = "Let the ledger judge every line, and record nothing." };
        var command = new ExampleCommand("import", "Records files of commands, one a line. Importing again records nothing twice and goes on where it stopped.")
        {
            Notes =
                """
                Every line has an id. A line whose id stands recorded with other content is reported, not recorded; one that says the
                same in another way, as an export of this ledger does, counts as recorded before.
                A bad line is named by file, line, field and rule on standard error, the rest goes on, and the exit status is 6.
                A dry run judges each line against the ledger as it is: a line that rests on an earlier line of the same files, not
                recorded yet, is refused there though the import itself would accept it.
                """,
            Examples =
            [
                ("Judge first, then record", "ledger import --dry-run acts.jsonl && ledger import acts.jsonl"),
                ("Several files, in this order", "ledger import instruments.jsonl agreements.jsonl facilities.jsonl"),
            ],
        };
        command.Arguments.Add(files);
        command.Options.Add(dryRun);
        Session.Serve(command, server, time, session => ImportAsync(session, session.Parsed.GetRequiredValue(files), session.Parsed.GetValue(dryRun), time));
        return command;
    }

    private static async Task<int> ImportAsync(Session session, string[] files, bool dryRun, TimeProvider time)
    {
        if (files.FirstOrDefault(file => !File.Exists(file)) is { } missing)
            throw new BadInputException($"{missing}: no such file");
        var import = new ExchangeImport(session.Server, time);
        var report = await Progress.ShowAsync(session.Errors, dryRun ? "judging" : "recording", advance => import.RunAsync(
            files, dryRun,
            line =>
            {
                if (line.Fault is { } fault)
                    session.Errors.WriteAboveBar(fault.ToString());
                advance(line.Progress.BytesRead, line.Progress.BytesTotal, $"{line.Progress.Lines} lines");
            },
            session.Cancel)).ConfigureAwait(false);
        await session.Screen.WriteAsync(Summary(report, dryRun)).ConfigureAwait(false);
        return report.Stopped ? ExitStatus.Unreachable : report.Faulty > 0 ? ExitStatus.SomeLinesFailed : ExitStatus.Ok;
    }

    private static string Summary(ImportReport report, bool dryRun)
    {
        var counts = new List<string> { dryRun ? $"{report.Recorded} would be recorded" : $"{report.Recorded} recorded", $"{report.AlreadyRecorded} recorded before" };
        foreach (var (count, what) in (ReadOnlySpan<(long, string)>)
            [(report.Refused, "refused"), (report.Malformed, "malformed"), (report.Changed, "changed since they were recorded"), (report.Failed, "failed at the server")])
        {
            if (count > 0)
                counts.Add($"{count} {what}");
        }
        var position = report.LastPosition is { } last ? $"; the last at ledger position {last}" : "";
        return $"{string.Join(", ", counts)}{position}.{(report.Stopped ? " Stopped: the server cannot be reached; import again to go on." : "")}";
    }
}
