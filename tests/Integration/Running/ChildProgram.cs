using System.Collections.Concurrent;
using System.Diagnostics;

namespace Ledger.Integration.Running;

/// <summary>A program of the repository as a process of its own, from its build output. Disposing kills it if it still runs.</summary>
internal sealed class ChildProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();
    private readonly Task _ended;
    private TaskCompletionSource _spoke = NewSignal();

    private ChildProgram(string program, IReadOnlyList<string> args)
    {
        _process = Process.Start(new ProcessStartInfo("dotnet", [program, .. args]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        _ended = Task.WhenAll(ReadAsync(_process.StandardOutput), ReadAsync(_process.StandardError), _process.WaitForExitAsync());
    }

    public int ProcessId => _process.Id;

    public int ExitCode => _process.ExitCode;

    /// <summary>All that it wrote.</summary>
    public string Said => string.Join('\n', _said);

    /// <param name="project">The project's folder, such as <c>tests/Follower</c>.</param>
    /// <param name="assembly">The program's name, without its ending.</param>
    /// <param name="args">Its arguments.</param>
    public static ChildProgram Start(string project, string assembly, params IReadOnlyList<string> args) => new(Repository.ProgramOf(project, $"{assembly}.dll"), args);

    /// <summary>Waits until it has written a line that begins so.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public async Task SaysAsync(string beginning)
    {
        while (true)
        {
            var spoke = Volatile.Read(ref _spoke).Task;
            if (_said.Any(line => line.StartsWith(beginning, StringComparison.Ordinal)))
                return;
            if (await Task.WhenAny(spoke, _ended).WaitAsync(Patience) == _ended && !_said.Any(line => line.StartsWith(beginning, StringComparison.Ordinal)))
                throw new InvalidOperationException($"it ended with status {_process.ExitCode} instead of saying '{beginning}': {Said}");
        }
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> EndsAsync()
    {
        await _ended.WaitAsync(Patience);
        return _process.ExitCode;
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    public Task<int> TerminateAsync()
    {
        Signals.AskToEnd(_process);
        return EndsAsync();
    }

    /// <summary>SIGKILL, and waits until it is gone.</summary>
    public Task KillAsync()
    {
        _process.Kill();
        return EndsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await EndsAsync();
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            _said.Enqueue(line);
            Interlocked.Exchange(ref _spoke, NewSignal()).SetResult();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
