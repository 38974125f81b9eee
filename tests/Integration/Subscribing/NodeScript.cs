using System.Diagnostics;
using Ledger.Integration.Running;

namespace Ledger.Integration.Subscribing;

/// <summary>A script of tests/ in Node.js, with the packages that tests/package.json names.</summary>
internal static class NodeScript
{
    private static string Folder { get; } = Repository.Of("tests");

    /// <summary>Why none can be run here; null where one can.</summary>
    public static string? Missing => Directory.Exists(Path.Combine(Folder, "node_modules", "amqplib")) ? null : "the packages of tests/package.json are not installed: npm --prefix tests install";

    public static async Task<(int Status, string Output, string Errors)> RunAsync(string script, params IReadOnlyList<string> arguments)
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, script), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.EndsAsync();
        return (node.ExitCode, await output, await errors);
    }
}
