using Ledger.Adapters.EventLog.EventStore;
using Ledger.Adapters.EventLog.Sqlite;

namespace Ledger.Adapters.EventLog;

/// <summary>
/// Opens a store by what names it in settings: <c>sqlite:FOLDER</c>, a folder alone, or a connection string of EventStoreDB or KurrentDB
/// (<c>esdb://…</c>) as the official clients write them.
/// </summary>
public static class EventLogs
{
    private const string Sqlite = "sqlite:";

    /// <summary>Opens a store; a folder is made where it is missing. A server need not be up yet.</summary>
    /// <exception cref="EventLogSettingException">The name cannot be read.</exception>
    public static IEventLog Open(string store) => ConnectionString.IsOne(store)
        ? new EventStoreEventLog(EventStoreClientSettings.Create(store))
        : SqliteEventLog.Open(Folder(store));

    /// <summary>Opens a store that must be there: nothing is made where a name is misspelt.</summary>
    /// <exception cref="EventLogSettingException">The name cannot be read, or the folder holds no ledger.</exception>
    public static IEventLog OpenExisting(string store) => ConnectionString.IsOne(store) || File.Exists(Path.Combine(Folder(store), "ledger.db"))
        ? Open(store)
        : throw new EventLogSettingException($"{Folder(store)} holds no ledger");

    /// <summary>The store as a user may be shown it: where it is, and no password.</summary>
    /// <exception cref="EventLogSettingException">The name cannot be read.</exception>
    public static string Display(string store) => ConnectionString.IsOne(store) ? EventStoreClientSettings.Create(store).ToString() : Path.GetFullPath(Folder(store));

    /// <summary>The store in plain words, for a ledger's status: without host, folder or password.</summary>
    public static string Describe(string store) => ConnectionString.IsOne(store) ? "EventStoreDB" : "SQLite";

    private static string Folder(string store)
    {
        var folder = store.StartsWith(Sqlite, StringComparison.OrdinalIgnoreCase) ? store[Sqlite.Length..] : store;
        if (folder.Length == 0 || folder.Contains("://", StringComparison.Ordinal))
            throw new EventLogSettingException($"'{store}' names no store: state sqlite:FOLDER, a folder, or a connection string such as esdb://localhost:2113?tls=false");
        return folder;
    }
}
