using System.CommandLine;
using System.Diagnostics;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger move</c>: from one store to another. The host does it, which knows the stores; this finds the host and passes on what it says.</summary>
internal static class MoveCommand
{
    private const string Variable = "LEDGER_HOST";
    private const string Program = "Ledger.Host.dll";

    public static Command Create()
    {
        var from = new Option<string>("--from") { HelpName = "store", Description = "The store that holds the ledger: sqlite:FOLDER, a folder, or esdb://…", Required = true };
        var to = new Option<string>("--to") { HelpName = "store", Description = "The store to copy it to.", Required = true };
        var prefix = new Option<string?>("--prefix") { HelpName = "text", Description = "The ledger's prefix on a shared store; the same on both sides." };
        var command = new ExampleCommand("move", "Copies a ledger from one store to another, and verifies that both are equal.")
        {
            Examples =
            [
                ("From the embedded store to a server of EventStoreDB", "ledger move --from sqlite:data --to \"esdb://localhost:2113?tls=false\""),
                ("And back, into a new folder", "ledger move --from \"esdb://localhost:2113?tls=false\" --to sqlite:copy"),
            ],
            Notes = $"""
                Documents, order, ids and metadata are kept; broken off, it goes on when it is run again. Stop the ledger first: nobody may record meanwhile.
                A destination that holds other events is refused. The source is only read.
                It is done by the host ({Program}), found beside this program, in the source tree's build output, or where {Variable} says; output
                and exit status are the host's: 0 moved and equal, 2 a store's name cannot be read, 4 a folder is held by a running ledger, 6 a store
                does not answer, 7 a store is damaged, 9 the destination holds other events, 10 the copy is not equal, 130 broken off.
                """,
        };
        command.Options.Add(from);
        command.Options.Add(to);
        command.Options.Add(prefix);
        command.SetAction(async parsed =>
        {
            string[] arguments = ["move", "--from", parsed.GetRequiredValue(from), "--to", parsed.GetRequiredValue(to), .. parsed.GetValue(prefix) is { } stated ? (string[])["--prefix", stated] : []];
            if (Find() is not { } host)
            {
                await Console.Error.WriteLineAsync($"ledger: {Program} was not found: build services/Host, or say where it is with {Variable}").ConfigureAwait(false);
                return ExitStatus.BadInput;
            }
            return await RunAsync(host, arguments).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(string host, string[] arguments)
    {
        var isLibrary = host.EndsWith(".dll", StringComparison.Ordinal);
        using var process = Process.Start(new ProcessStartInfo(isLibrary ? "dotnet" : host, isLibrary ? [host, .. arguments] : arguments) { UseShellExecute = false })!;
        // A signal of the terminal reaches both; the host says how it ended.
        Console.CancelKeyPress += (_, pressed) => pressed.Cancel = true;
        await process.WaitForExitAsync().ConfigureAwait(false);
        return process.ExitCode;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } stated)
            return File.Exists(stated) ? stated : null;
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var beside = Path.Combine(here.FullName, Program);
        if (File.Exists(beside))
            return beside;
        // …/services/Cli/bin/<configuration>/<framework>/
        var services = here.Parent?.Parent?.Parent?.Parent;
        var built = services is null ? "" : Path.Combine(services.FullName, "Host", "bin", here.Parent!.Name, here.Name, Program);
        return File.Exists(built) ? built : null;
    }
}
