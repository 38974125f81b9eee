using System.Diagnostics;

namespace Ledger.Benchmarks;

/// <summary>What it takes to run somebody else's server for the length of a benchmark.</summary>
internal static class LocalServer
{
    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It ended with another status than 0.</exception>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        // A server outlives the program that starts it and would hold a redirected output open.
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "exec \"$@\" >/dev/null 2>&1", "bash", program, .. arguments]))!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with status {process.ExitCode}");
    }
}
