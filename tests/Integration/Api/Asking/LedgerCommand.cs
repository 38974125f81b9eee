using System.Diagnostics;
using Ledger.Integration.Running;

namespace Ledger.Integration.Api.Asking;

/// <summary>What a run of the command line came to.</summary>
public sealed record CommandEnd(int ExitStatus, string Output, string Errors)
{
    public override string ToString() => $"exit status {ExitStatus}\n{Output}\n{Errors}";
}

/// <summary>The command line as its users run it: a process of its own, its output piped.</summary>
internal static class LedgerCommand
{
    /// <summary>Runs <c>ledger</c> with these arguments against a ledger.</summary>
    public static Task<CommandEnd> RunAsync(RunningLedger ledger, params IEnumerable<string> arguments) => RunAsync(ledger.GrpcAddress, arguments);

    /// <summary>Runs <c>ledger</c> with these arguments against an address.</summary>
    public static async Task<CommandEnd> RunAsync(string server, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var argument in (string[])[Program, .. arguments, "--server", server])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.EndsAsync();
        return new CommandEnd(process.ExitCode, await output, await errors);
    }

    /// <summary>The command line's build output, of the configuration these tests were built in.</summary>
    private static string Program { get; } = Repository.ProgramOf("services/Cli", "ledger.dll");
}
