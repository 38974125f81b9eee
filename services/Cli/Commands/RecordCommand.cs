using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using Ledger.Api.Exchange;
using Ledger.Cli.Rendering;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger record</c>: records one command, or a few, and shows the events.</summary>
internal static class RecordCommand
{
    private const int MostBytes = 16 * 1024 * 1024;

    public static Command Create(ServerOptions server, TimeProvider time)
    {
        var file = new Argument<string>("file") { Description = "A file with one command, or several, in the import format; '-' or left out: standard input.", DefaultValueFactory = _ => "-" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the events that would be recorded, and record nothing." };
        var command = new ExampleCommand("record", "Records an act, a correction or a retraction, and shows the events it became.")
        {
            Notes =
                """
                A command is a JSON object as a line of an import file has it, here over as many lines as you like:
                an id of your choice, and one of instrumentAct, instrumentCorrection, instrumentRetraction, agreementAct, …, facilityRetraction.
                The same id never records twice, so that sending it again after a failure is safe.
                """,
            Examples =
            [
                ("Show what an act would record", "ledger record --dry-run act.json"),
                ("Record it", "ledger record act.json"),
                ("From another program", "generate-act | ledger record --json"),
            ],
        };
        command.Arguments.Add(file);
        command.Options.Add(dryRun);
        command.Options.Add(server.Json);
        Session.Serve(command, server, time, async session =>
        {
            var path = session.Parsed.GetRequiredValue(file);
            var (name, lines) = await ReadAsync(path, session.Cancel).ConfigureAwait(false);
            return await RecordAsync(session, name, lines, session.Parsed.GetValue(dryRun), time).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RecordAsync(Session session, string name, byte[] lines, bool dryRun, TimeProvider time)
    {
        var faults = new List<LineFault>();
        var count = 0;
        using var content = new MemoryStream(lines);
        await foreach (var line in new ExchangeImport(session.Server, time).LinesAsync(name, content, dryRun, session.Cancel).ConfigureAwait(false))
        {
            count++;
            if (line.Fault is { } fault)
            {
                faults.Add(fault);
                await session.Errors.SayAsync(fault.ToString()).ConfigureAwait(false);
            }
            if (line.Recorded is { } recorded)
                await (session.Json ? session.Screen.WriteAsync(Json.Of(recorded)) : RecordedPage.ShowAsync(session.Screen, recorded, dryRun)).ConfigureAwait(false);
        }
        if (count == 0)
            throw new BadInputException($"{name}: holds no command");
        if (faults.Count == 0)
            return ExitStatus.Ok;
        return faults[^1].Outcome == LineOutcome.Unreachable ? ExitStatus.Unreachable : count > 1 ? ExitStatus.SomeLinesFailed : faults[0].Outcome switch
        {
            LineOutcome.Malformed => ExitStatus.BadInput,
            LineOutcome.Refused or LineOutcome.Changed => ExitStatus.Refused,
            _ => ExitStatus.Failed,
        };
    }

    /// <summary>Reads commands that may stand over several lines each, and puts each on one.</summary>
    private static async Task<(string Name, byte[] Lines)> ReadAsync(string path, CancellationToken cancel)
    {
        var name = path == "-" ? "standard input" : path;
        if (path != "-" && !File.Exists(path))
            throw new BadInputException($"{path}: no such file");
        var stream = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
        await using var _ = stream.ConfigureAwait(false);
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancel).ConfigureAwait(false)) > 0;)
        {
            content.Write(buffer, 0, read);
            if (content.Length > MostBytes)
                throw new BadInputException($"{name}: more than {MostBytes} bytes; 'ledger import' reads files of any length");
        }
        return (name, OnePerLine(content.ToArray()));
    }

    /// <summary>Content that is not a sequence of JSON values is left as it is, for the import to say what is wrong with which line.</summary>
    private static byte[] OnePerLine(byte[] content)
    {
        var lines = new ArrayBufferWriter<byte>(content.Length + 1);
        try
        {
            var json = new Utf8JsonReader(content, new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = 64 });
            while (json.Read())
            {
                var start = (int)json.TokenStartIndex;
                json.Skip();
                var value = content.AsSpan(start, (int)json.BytesConsumed - start).ToArray();
                // Line ends inside a JSON value are blanks: in text they are escaped.
                value.AsSpan().ReplaceAny(System.Buffers.SearchValues.Create("\r\n"u8), (byte)' ');
                lines.Write(value);
                lines.Write("\n"u8);
            }
            return lines.WrittenSpan.ToArray();
        }
        catch (JsonException)
        {
            return content;
        }
    }
}
