using System.Buffers.Binary;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ledger.Adapters.EventLog.Sqlite;

/// <summary>
/// The data folder of an embedded ledger: <c>ledger.db</c> (SQLite, WAL), <c>ledger.lock</c> (held while a process has it) and
/// <c>ledger.head</c> (the last position known to be committed, by which a store file whose tail was cut is noticed).
/// </summary>
internal sealed class SqliteFolder : IDisposable
{
    /// <summary>Raised with every change of the tables; an older folder is upgraded step by step, a newer one refused.</summary>
    private const int FormatVersion = 1;

    /// <summary>"LEDG": tells our file from any other SQLite database.</summary>
    private const int ApplicationId = 0x4C454447;

    /// <summary>What durability rests on. The mode of the journal is kept in the file.</summary>
    private const string Durable = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000";

    private const string Schema =
        """
        CREATE TABLE events (
            position INTEGER PRIMARY KEY,
            stream TEXT NOT NULL,
            revision INTEGER NOT NULL,
            event_id BLOB NOT NULL UNIQUE,
            type TEXT NOT NULL,
            data BLOB NOT NULL,
            metadata BLOB NOT NULL,
            checksum INTEGER NOT NULL);
        CREATE UNIQUE INDEX events_by_stream ON events (stream, revision);
        """;

    /// <summary>Asks for the number of the last event; 0 for an empty store.</summary>
    public const string LastEvent = "SELECT COALESCE(MAX(position), 0) FROM events";

    /// <summary>A process with some gigabytes takes no longer to end.</summary>
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _lock;
    private readonly FileStream _head;

    private SqliteFolder(string folder, FileStream @lock)
    {
        _lock = @lock;
        Database = Path.Combine(folder, "ledger.db");
        _head = new FileStream(Path.Combine(folder, "ledger.head"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
    }

    public string Database { get; }

    /// <summary>True where reading all of it takes so long that a start cannot wait for it: <see cref="Check"/> is then still owed.</summary>
    public bool IsLong { get; private set; }

    /// <summary>Takes the folder for this process, and makes or checks what is in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="longFrom">Bytes beyond which the file is not read whole before it is used.</param>
    /// <exception cref="EventLogLockedException">Another process holds it.</exception>
    /// <exception cref="EventLogVersionException">It is of a newer version, or not a ledger's.</exception>
    /// <exception cref="EventLogCorruptException">Its bytes are not what was written.</exception>
    public static SqliteFolder Take(string folder, long longFrom)
    {
        Directory.CreateDirectory(folder);
        var held = new SqliteFolder(folder, Lock(folder));
        try
        {
            held.Prepare(longFrom);
            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Reads all of it, while others read and write, until it is called off: takes some seconds for each million events, and minutes where nothing of the file is in memory.</summary>
    /// <exception cref="EventLogCorruptException">Its bytes are not what was written.</exception>
    /// <exception cref="EventLogUnavailableException">It was called off in the middle, or the disk does not answer.</exception>
    public void Check(CancellationToken calledOff)
    {
        try
        {
            // A connection of its own: its pages are no use to anybody else.
            using var connection = Connection(readOnly: true, pooled: false);
            connection.Open();
            using var _ = calledOff.Register(() => raw.sqlite3_interrupt(connection.Handle));
            if (!calledOff.IsCancellationRequested)
                CheckWhole(connection);
        }
        catch (SqliteException failed)
        {
            throw SqliteFaults.OnReading(Database, failed);
        }
    }

    /// <summary>Opens a connection with the settings that durability rests on.</summary>
    public SqliteConnection Open(bool readOnly)
    {
        var connection = Connection(readOnly);
        connection.Open();
        Execute(connection, "PRAGMA busy_timeout = 5000");
        if (!readOnly)
            Execute(connection, Durable);
        return connection;
    }

    /// <summary>
    /// Notes the last committed position. Not forced to disk: after a power cut the note may be older than the store, never newer than what
    /// was committed.
    /// </summary>
    public void Note(long position)
    {
        Span<byte> note = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(note, position);
        BinaryPrimitives.WriteInt64LittleEndian(note[8..], ~position);
        RandomAccess.Write(_head.SafeFileHandle, note, 0);
    }

    /// <summary>
    /// Closes the connections that read. The last connection to close folds the -wal into the database, which one that only reads cannot.
    /// </summary>
    public void CloseReaders()
    {
        using var connection = Connection(readOnly: true);
        SqliteConnection.ClearPool(connection);
    }

    public void Dispose()
    {
        CloseReaders();
        _head.Dispose();
        _lock.Dispose();
    }

    private SqliteConnection Connection(bool readOnly, bool pooled = true) => new(new SqliteConnectionStringBuilder
    {
        DataSource = Database,
        Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
        Pooling = readOnly && pooled,
    }.ToString());

    private void Prepare(long longFrom)
    {
        try
        {
            using var connection = Connection(readOnly: false);
            connection.Open();
            var version = Scalar(connection, "PRAGMA user_version");
            var application = Scalar(connection, "PRAGMA application_id");
            if (version == 0 && application == 0 && Scalar(connection, "SELECT COUNT(*) FROM sqlite_schema") == 0)
            {
                Execute(connection, Durable);
                Execute(connection, $"BEGIN IMMEDIATE; {Schema} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {FormatVersion}; COMMIT;");
            }
            else if (application != ApplicationId)
            {
                throw new EventLogVersionException($"{Database} is a SQLite file, but not a ledger's: name another folder with --data");
            }
            else if (version > FormatVersion)
            {
                throw new EventLogVersionException($"{Database} has format {version}, and this program knows formats up to {FormatVersion}: run the program that wrote it, or a newer one");
            }
            else if (version < FormatVersion)
            {
                throw new EventLogVersionException($"{Database} has format {version}, which no released program wrote: restore it from a backup");
            }
            // Only now, because it writes to the file: one that is not ours is left as it is.
            Execute(connection, Durable);
            CheckEnds(connection);
            IsLong = new FileInfo(Database).Length > longFrom;
            if (!IsLong)
                CheckWhole(connection);
            // Whether the file may be written is learnt now, and not by the first command.
            Execute(connection, $"BEGIN IMMEDIATE; PRAGMA application_id = {ApplicationId}; ROLLBACK;");
        }
        catch (SqliteException failed)
        {
            throw SqliteFaults.OnOpening(Database, failed);
        }
    }

    /// <summary>What takes no longer for a long store than for a short one: that its tables are ours, and that its tail is there.</summary>
    private void CheckEnds(SqliteConnection connection)
    {
        if (Text(connection, "SELECT group_concat(sql, ';' || char(10)) || ';' FROM (SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid)") != Schema)
            throw new EventLogCorruptException($"{Database} is damaged (its tables are not described as they were made): restore it from a backup", null);
        var last = Scalar(connection, LastEvent);
        if (Noted() is { } noted && noted > last)
            throw new EventLogCorruptException($"{Database} ends at event {last}, but event {noted} had been recorded: its tail was cut; restore it from a backup, with its -wal file", null);
    }

    /// <summary>Reads every page.</summary>
    private void CheckWhole(SqliteConnection connection)
    {
        // The quick check does not compare the indexes with the table, and where a stream stands is read from an index.
        if (Text(connection, "PRAGMA integrity_check(1)") is not "ok" and var fault)
            throw new EventLogCorruptException($"{Database} is damaged ({fault}): restore it from a backup", null);
        // As of one moment, also while events are recorded.
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT ({LastEvent}), (SELECT COUNT(*) FROM events)";
        using var reader = command.ExecuteReader();
        reader.Read();
        var (last, count) = (reader.GetInt64(0), reader.GetInt64(1));
        if (count != last)
            throw new EventLogCorruptException($"{Database} holds {count} events, and the last one is numbered {last}: events are missing; restore it from a backup", null);
    }

    private long? Noted()
    {
        Span<byte> note = stackalloc byte[16];
        if (RandomAccess.Read(_head.SafeFileHandle, note, 0) != note.Length)
            return null;
        var position = BinaryPrimitives.ReadInt64LittleEndian(note);
        if (BinaryPrimitives.ReadInt64LittleEndian(note[8..]) != ~position)
            throw new EventLogCorruptException($"{_head.Name} is damaged: check {Database} against a backup, then delete it", null);
        return position;
    }

    /// <summary>Takes the lock, and waits a moment for a process that is just ending: one that was killed holds it until its memory has been cleared away.</summary>
    private static FileStream Lock(string folder)
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return new FileStream(Path.Combine(folder, "ledger.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException held) when (SqliteFaults.IsHeld(held))
            {
                if (Stopwatch.GetElapsedTime(began) > Ending)
                    throw new EventLogLockedException(folder);
                Thread.Sleep(BetweenTries);
            }
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string sql) => (long)Value(connection, sql)!;

    private static string? Text(SqliteConnection connection, string sql) => Value(connection, sql) as string;

    private static object? Value(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
