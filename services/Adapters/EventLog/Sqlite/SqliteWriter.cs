using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Ledger.Adapters.EventLog.Sqlite;

/// <summary>The one writing connection, with its statements prepared. Used by one thread at a time.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin, _commit, _savepoint, _release, _undo, _head, _insert;

    public SqliteWriter(SqliteFolder folder)
    {
        _connection = folder.Open(readOnly: false);
        _begin = Prepared("BEGIN IMMEDIATE");
        _commit = Prepared("COMMIT");
        _savepoint = Prepared("SAVEPOINT one");
        _release = Prepared("RELEASE one");
        _undo = Prepared("ROLLBACK TO one");
        _head = Prepared("SELECT COALESCE(MAX(revision), -1) FROM events WHERE stream = $stream", "$stream");
        _insert = Prepared(
            "INSERT INTO events (position, stream, revision, event_id, type, data, metadata, checksum) VALUES ($position, $stream, $revision, $id, $type, $data, $metadata, $checksum)",
            "$position", "$stream", "$revision", "$id", "$type", "$data", "$metadata", "$checksum");
        using var last = Prepared(SqliteFolder.LastEvent);
        Last = (long)last.ExecuteScalar()!;
    }

    /// <summary>Number of the last event committed; 0 for an empty store.</summary>
    public long Last { get; private set; }

    /// <summary>Appends in one transaction, each append in a savepoint of its own. Durable when it returns.</summary>
    /// <returns>One outcome for each append, and the events appended, in order.</returns>
    public (List<AppendOutcome> Outcomes, List<StoredEvent> Appended) Append(IEnumerable<StreamAppend> appends)
    {
        var (outcomes, appended) = (new List<AppendOutcome>(), new List<StoredEvent>());
        var last = Last;
        _begin.ExecuteNonQuery();
        foreach (var append in appends)
        {
            if (append.Bytes > StreamAppend.MostBytes)
            {
                outcomes.Add(new AppendOutcome.TooLarge(StreamAppend.MostBytes));
                continue;
            }
            _savepoint.ExecuteNonQuery();
            _head.Parameters[0].Value = append.Stream;
            var current = (long)_head.ExecuteScalar()!;
            if (current != append.ExpectedRevision)
            {
                outcomes.Add(new AppendOutcome.WrongRevision(current));
            }
            else
            {
                var before = last;
                try
                {
                    foreach (var stored in append.Events)
                    {
                        Insert(++last, append.Stream, ++current, stored);
                        appended.Add(new StoredEvent(
                            new LogPosition((ulong)last, (ulong)last), append.Stream, current, stored.EventId, stored.Type, stored.Data, stored.Metadata)
                            { Decoded = stored.Decoded });
                    }
                    outcomes.Add(new AppendOutcome.Appended(current, new LogPosition((ulong)last, (ulong)last)));
                }
                catch (SqliteException taken) when (taken.SqliteErrorCode == 19)
                {
                    // An event id that is in the store already: the command was recorded there, and its caller must look.
                    _undo.ExecuteNonQuery();
                    appended.RemoveAll(stored => (long)stored.Position.Commit > before);
                    last = before;
                    outcomes.Add(new AppendOutcome.WrongRevision(append.ExpectedRevision));
                }
            }
            _release.ExecuteNonQuery();
        }
        _commit.ExecuteNonQuery();
        Last = last;
        return (outcomes, appended);
    }

    public void Dispose()
    {
        foreach (var command in new[] { _begin, _commit, _savepoint, _release, _undo, _head, _insert })
            command.Dispose();
        _connection.Dispose();
    }

    private void Insert(long position, string stream, long revision, EventToStore stored)
    {
        var id = stored.EventId.ToByteArray(bigEndian: true);
        var parameters = _insert.Parameters;
        parameters[0].Value = position;
        parameters[1].Value = stream;
        parameters[2].Value = revision;
        parameters[3].Value = id;
        parameters[4].Value = stored.Type;
        parameters[5].Value = Bytes(stored.Data);
        parameters[6].Value = Bytes(stored.Metadata);
        parameters[7].Value = SqliteFaults.Checksum(stream, revision, id, stored.Type, stored.Data.Span, stored.Metadata.Span);
        _insert.ExecuteNonQuery();
    }

    private static byte[] Bytes(ReadOnlyMemory<byte> memory) =>
        MemoryMarshal.TryGetArray(memory, out var segment) && segment.Offset == 0 && segment.Count == segment.Array!.Length ? segment.Array : memory.ToArray();

    private SqliteCommand Prepared(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter(name, null));
        command.Prepare();
        return command;
    }
}
