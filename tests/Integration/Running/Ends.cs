using System.Diagnostics;

namespace Ledger.Integration.Running;

/// <summary>Waits for programs that end by themselves, and for no longer than they may take.</summary>
internal static class Ends
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Waits until a program has ended; one that does not is killed.</summary>
    /// <exception cref="TimeoutException">It did not end.</exception>
    public static async Task EndsAsync(this Process program)
    {
        try
        {
            await program.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            program.Kill();
            throw new TimeoutException($"{program.StartInfo.FileName} {string.Join(' ', program.StartInfo.ArgumentList)} did not end in {Patience.TotalSeconds:N0} s");
        }
    }
}
