using System.CommandLine;
using System.Text;
using Ledger.Api.Exchange;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger export</c>: the ledger as lines that record it elsewhere.</summary>
internal static class ExportCommand
{
    public static Command Create(ServerOptions server, TimeProvider time)
    {
        var output = new Option<string?>("--output") { HelpName = "file", Description = "Where to write; left out: standard output." };
        var command = new ExampleCommand("export", "Writes the whole ledger in the import format. Imported into an empty ledger it gives equal answers by effective and announced dates and position.")
        {
            Examples =
            [
                ("A copy on file", "ledger export --output ledger.jsonl"),
                ("From one ledger into another", "ledger export --output all.jsonl && ledger import all.jsonl --server http://127.0.0.1:9081"),
            ],
        };
        command.Options.Add(output);
        Session.Serve(command, server, time, session => ExportAsync(session, session.Parsed.GetValue(output), time));
        return command;
    }

    private static async Task<int> ExportAsync(Session session, string? file, TimeProvider time)
    {
        // A file appears whole or not at all.
        var partial = file is null ? null : $"{file}.part";
        var lines = await Progress.ShowAsync(session.Errors, "exporting", async advance =>
        {
            var stream = partial is null ? Console.OpenStandardOutput() : File.Create(partial);
            await using var _ = stream.ConfigureAwait(false);
            var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16) { NewLine = "\n" };
            await using var __ = writer.ConfigureAwait(false);
            long count = 0;
            await foreach (var line in new ExchangeExport(session.Server, time).LinesAsync(session.Cancel).ConfigureAwait(false))
            {
                await writer.WriteLineAsync(line.Text.AsMemory(), session.Cancel).ConfigureAwait(false);
                advance(line.Position + 1, line.LastPosition + 1, $"{++count} lines");
            }
            return count;
        }).ConfigureAwait(false);
        if (partial is not null)
        {
            File.Move(partial, file!, overwrite: true);
            await session.Errors.WriteAsync($"{lines} lines written to {file}.").ConfigureAwait(false);
        }
        return ExitStatus.Ok;
    }
}
