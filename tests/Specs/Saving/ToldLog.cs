using Microsoft.Extensions.Logging;

namespace Ledger.Specs.Saving;

/// <summary>Keeps what operations people would read.</summary>
internal sealed class ToldLog<T>(List<string> told) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => told.Add(formatter(state, exception));
}
