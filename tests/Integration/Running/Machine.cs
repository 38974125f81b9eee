using System.Diagnostics;

namespace Ledger.Integration.Running;

/// <summary>What the machine that the tests run on allows.</summary>
internal static class Machine
{
    /// <summary>True where file systems may be mounted, which needs root and more than a plain container.</summary>
    public static bool MayMount { get; } = CanMount();

    /// <summary>Runs a program of the system to its end.</summary>
    /// <exception cref="InvalidOperationException">It did not end with 0.</exception>
    public static void Run(string program, params IReadOnlyList<string> args)
    {
        if (Status(program, args) is not 0 and var status)
            throw new InvalidOperationException($"{program} {string.Join(' ', args)} ended with {status}");
    }

    private static bool CanMount()
    {
        if (!Environment.IsPrivilegedProcess)
            return false;
        using var probe = new TemporaryFolder();
        if (Status("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", probe.Path]) != 0)
            return false;
        Run("umount", probe.Path);
        return true;
    }

    private static int Status(string program, IReadOnlyList<string> args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
