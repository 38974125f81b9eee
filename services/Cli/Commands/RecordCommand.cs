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
                A command is a JSON object, over as many lines as you like: an id of your choice and one of instrumentAct,
                instrumentCorrection, instrumentRetraction, or the same of an agreement or a facility. An act that introduces a measure:

                  {
                    "id": "my-first-act",
                    "instrumentAct": {
                      "instrument": "xx-ministry-2026-1",
                      "act": { "announcedOn": "2026-01-15", "jurisdictions": ["CN"] },
                      "citations": [{ "documentNumber": "Announcement No. 1 of 2026", "url": "https://example.org/1", "kind": "SOURCE_KIND_OFFICIAL" }],
                      "effects": [
                        { "instrumentPublished": { "kind": "INSTRUMENT_KIND_ANNOUNCEMENT", "issuers": ["Ministry"], "year": 2026, "number": "1", "title": "Terbium under licence" } },
                        { "measureIntroduced": {
                            "measure": "xx-ministry-2026-1/1", "type": "MEASURE_TYPE_EXPORT_LICENCE", "requirement": "REQUIREMENT_LICENCE",
                            "period": { "starts": "2026-02-01" },
                            "scope": { "goods": { "only": ["element:Tb"] }, "exportedFrom": { "only": ["CN"] } } } }
                      ]
                    }
                  }

                The host serves the JSON Schema of all commands at /exchange.schema.json; deploy/sample holds two hundred of them.
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
        return (name, OnePerLine(name, content.ToArray()));
    }

    /// <summary>
    /// Of a file that already holds one command a line, the import says what is wrong with which line. Of one that does not, a fault in the
    /// middle of a command would be told of every line, so it is told here, once.
    /// </summary>
    private static byte[] OnePerLine(string name, byte[] content)
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
        catch (JsonException malformed)
        {
            return BeginsWithOneLine(content) ? content : throw new BadInputException($"{name}: not JSON: {ExchangeLines.Plain(malformed)}, at line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}");
        }
    }

    private static bool BeginsWithOneLine(byte[] content)
    {
        var text = content.AsSpan().TrimStart(" \t\r\n"u8);
        var line = text.IndexOf((byte)'\n') is >= 0 and var end ? text[..end] : text;
        return line.TrimEnd(" \t\r"u8).EndsWith("}"u8);
    }
}
