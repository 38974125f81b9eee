namespace Ledger.Adapters.EventLog;

/// <summary>Another process holds the data folder.</summary>
public sealed class EventLogLockedException(string folder)
    : Exception($"the data folder {folder} is held by another process: stop that one, or name another folder with --data");

/// <summary>The data folder is of a version that this program cannot read.</summary>
public sealed class EventLogVersionException(string message) : Exception(message);

/// <summary>What names a store cannot be read; the message says what to write instead.</summary>
public sealed class EventLogSettingException(string message) : Exception(message);
