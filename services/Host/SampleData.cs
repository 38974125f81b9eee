using Grpc.Net.Client;
using Ledger.Api.Exchange;

namespace Ledger.Host;

/// <summary>
/// Records the sample data on the first start, through the ordinary commands and the ordinary import. What was begun and not finished is
/// taken up by the next start: every line has its own request id, and none is recorded twice.
/// </summary>
internal static class SampleData
{
    private const string Marker = "sample.state";
    private const string Begun = "begun";
    private const string Done = "done";

    /// <summary>False where some line was not recorded; the lines are named on standard error.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="position">The ledger's last position; -1 when it is empty.</param>
    /// <param name="server">Where the services answer gRPC.</param>
    /// <param name="cancellation">Stops between lines.</param>
    public static async Task<bool> RecordAsync(string folder, long position, string server, CancellationToken cancellation)
    {
        var marker = Path.Combine(folder, Marker);
        var state = File.Exists(marker) ? await File.ReadAllTextAsync(marker, cancellation) : "";
        if (state == Done || (state != Begun && position >= 0))
            return true;
        await File.WriteAllTextAsync(marker, Begun, cancellation);
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "sample"), "*.jsonl").Order(StringComparer.Ordinal).ToList();
        var lines = files.Sum(file => File.ReadLines(file).Count(line => !string.IsNullOrWhiteSpace(line)));
        using var channel = GrpcChannel.ForAddress(server);
        var progress = new Progress(lines);
        var report = await new ExchangeImport(channel.CreateCallInvoker(), TimeProvider.System).RunAsync(files, dryRun: false, progress.Take, cancellation);
        cancellation.ThrowIfCancellationRequested();
        Progress.End(report);
        foreach (var fault in report.Faults)
            await Console.Error.WriteLineAsync($"  {fault}");
        if (!report.IsClean)
        {
            await Console.Error.WriteLineAsync($"{report.Faulty} lines of the sample data were not recorded; start again to go on, or start with --empty to do without");
            return false;
        }
        await File.WriteAllTextAsync(marker, Done, cancellation);
        return true;
    }

    /// <summary>One line that counts up on a terminal; a line for every tenth part elsewhere.</summary>
    private sealed class Progress(int lines)
    {
        private int _told;

        public void Take(LineResult line)
        {
            var tenth = (int)(line.Progress.Lines * 10 / Math.Max(1, lines));
            if (!Console.IsOutputRedirected)
                Console.Write($"\r  recording the sample data: {line.Progress.Lines} of {lines} acts");
            else if (tenth > _told)
                Console.WriteLine($"  recording the sample data: {line.Progress.Lines} of {lines} acts");
            _told = tenth;
        }

        public static void End(ImportReport report)
        {
            if (!Console.IsOutputRedirected)
                Console.WriteLine();
            Console.WriteLine($"  sample data recorded: {report.Recorded + report.AlreadyRecorded} acts, up to position {report.LastPosition}");
        }
    }
}
