namespace Ledger.Adapters.Running;

/// <summary>Threads of their own for what takes long before it first waits, so that those of the pool answer meanwhile.</summary>
public static class OwnThread
{
    /// <summary>Begins on a thread of its own, and goes on on the pool once it has waited.</summary>
    public static Task RunAsync(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
}
