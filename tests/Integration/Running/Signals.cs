using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Ledger.Integration.Running;

/// <summary>The signals by which an operator, or a machine that fails, ends a process.</summary>
internal static class Signals
{
    private const int Terminate = 15;

    /// <summary>SIGTERM: asks a process to end, which <see cref="Process"/> itself cannot.</summary>
    public static void AskToEnd(Process process)
    {
        if (Send(process.Id, Terminate) != 0)
            throw new InvalidOperationException($"process {process.Id} cannot be signalled: errno {Marshal.GetLastPInvokeError()}");
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Send(int process, int signal);
}
