namespace Ledger.Adapters.EventLog;

/// <summary>Another process holds the data folder.</summary>
public sealed class EventLogLockedException(string folder)
    : Exception($"the data folder {folder} is held by another process: stop that one, or name another folder with --data");

/// <summary>The data folder is of a version that this program cannot read.</summary>
public sealed class EventLogVersionException(string message) : Exception(message);
