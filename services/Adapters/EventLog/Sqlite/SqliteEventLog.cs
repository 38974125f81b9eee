using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Ledger.Adapters.Running;
using Microsoft.Data.Sqlite;

namespace Ledger.Adapters.EventLog.Sqlite;

/// <summary>
/// The embedded event store: one SQLite file, one writer. Whatever waits when the writer is free shares one transaction, each append in a
/// savepoint of its own, so that one disk flush serves them all and none depends on another's fate.
/// </summary>
public sealed class SqliteEventLog : IEventLog
{
    /// <summary>Appends that share a transaction at most: it bounds how long the first of them waits.</summary>
    private const int MostInOneTransaction = 1024;

    private const int ReadAtOnce = 512;

    /// <summary>Some hundred thousand events, that are read whole in half a second: a start waits so long to be sure of them, and no longer.</summary>
    private const long CheckedAtStart = 256 << 20;

    /// <summary>A start has the disk to itself for so long.</summary>
    private static readonly TimeSpan BeforeCheck = TimeSpan.FromSeconds(30);

    private const string Columns = "SELECT position, stream, revision, event_id, type, data, metadata, checksum FROM events";

    private readonly SqliteFolder _folder;
    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
    private readonly RecentEvents _recent = new();
    private readonly Task _writing;
    private SqliteWriter? _writer;
    private TaskCompletionSource _appended = NewSignal();
    private readonly CancellationTokenSource _closing = new();
    private long _last;
    private EventLogCorruptException? _damage;

    private sealed record Waiting(IReadOnlyList<StreamAppend> Appends, TaskCompletionSource<IReadOnlyList<AppendOutcome>> Outcome);

    private SqliteEventLog(SqliteFolder folder, TimeSpan beforeCheck)
    {
        _folder = folder;
        _writer = new SqliteWriter(folder);
        _last = _writer.Last;
        _folder.Note(_last);
        Checked = folder.IsLong ? CheckAsync(beforeCheck) : Task.CompletedTask;
        _writing = OwnThread.RunAsync(WriteAsync);
    }

    /// <summary>Ends when the whole file has been read. Of one that is damaged nothing is read or written from then on.</summary>
    public Task Checked { get; }

    /// <summary>
    /// Takes a folder, which is made where it is missing. A long file is read whole while it is in use already; what of it is damaged is named then, or by whoever comes upon it before.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="longFrom">Bytes beyond which the file is long.</param>
    /// <param name="beforeCheck">How long to wait before a long one is read whole; null: half a minute.</param>
    /// <exception cref="EventLogLockedException">Another process holds it.</exception>
    /// <exception cref="EventLogVersionException">It is of a newer version, or not a ledger's.</exception>
    /// <exception cref="EventLogCorruptException">Its bytes are not what was written.</exception>
    /// <exception cref="EventLogUnavailableException">The disk is full, or does not answer.</exception>
    public static SqliteEventLog Open(string folder, long longFrom = CheckedAtStart, TimeSpan? beforeCheck = null)
    {
        var taken = SqliteFolder.Take(folder, longFrom);
        try
        {
            return new SqliteEventLog(taken, beforeCheck ?? BeforeCheck);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    public async Task<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<StreamAppend> appends, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        RefuseDamaged();
        var waiting = new Waiting(appends, new TaskCompletionSource<IReadOnlyList<AppendOutcome>>(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_waiting.Writer.TryWrite(waiting))
            throw new EventLogUnavailableException("the store is closing; nothing of this command was recorded", null);
        return await waiting.Outcome.Task.ConfigureAwait(false);
    }

    public async IAsyncEnumerable<StoredEvent> ReadStreamAsync(string stream, long fromRevision, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var next = fromRevision;
        while (true)
        {
            var page = Read(
                $"{Columns} WHERE stream = $stream AND revision >= $from ORDER BY revision LIMIT $limit",
                ("$stream", stream), ("$from", next));
            foreach (var stored in page)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return stored;
            }
            if (page.Count < ReadAtOnce)
                yield break;
            next = page[^1].Revision + 1;
            await Task.Yield();
        }
    }

    public Task<StoredEvent?> ReadAsync(string stream, long revision, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(Read(
            $"{Columns} WHERE stream = $stream AND revision = $revision",
            ("$stream", stream), ("$revision", revision)).SingleOrDefault());
    }

    public Task<StoredEvent?> ReadLastAsync(string stream, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(Read(
            $"{Columns} WHERE stream = $stream ORDER BY revision DESC LIMIT 1",
            ("$stream", stream)).SingleOrDefault());
    }

    public async IAsyncEnumerable<StoredEvent> ReadAllAsync(
        LogPosition after, IReadOnlyList<string> streamPrefixes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = (long)after.Commit;
        var end = Volatile.Read(ref _last);
        while (last < end)
        {
            var (page, through) = PageAfter(last, streamPrefixes);
            foreach (var stored in page)
            {
                cancellation.ThrowIfCancellationRequested();
                yield return stored;
            }
            if (through == last)
                yield break;
            last = through;
            await Task.Yield();
        }
    }

    public async IAsyncEnumerable<SubscriptionMessage> SubscribeAsync(
        LogPosition after, IReadOnlyList<string> streamPrefixes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = (long)after.Commit;
        var saidCaughtUp = false;
        while (true)
        {
            var signal = Volatile.Read(ref _appended).Task;
            RefuseDamaged();
            while (last < Volatile.Read(ref _last))
            {
                var (page, through) = _recent.After(last, ReadAtOnce) is { } recent
                    ? (recent.Where(stored => IsUnder(stored.Stream, streamPrefixes)), (long)recent[^1].Position.Commit)
                    : PageAfter(last, streamPrefixes);
                foreach (var stored in page)
                {
                    cancellation.ThrowIfCancellationRequested();
                    yield return new SubscriptionMessage.EventAppeared(stored);
                }
                last = through;
            }
            if (!saidCaughtUp)
            {
                saidCaughtUp = true;
                yield return new SubscriptionMessage.CaughtUp();
            }
            await signal.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Keeps them all: positions are dense here, and one process alone needs no notes to agree with others.</summary>
    public Task KeepLastAsync(string stream, int events, CancellationToken cancellation) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        await _closing.CancelAsync().ConfigureAwait(false);
        await Checked.ConfigureAwait(false);
        _folder.CloseReaders();
        _writer?.Dispose();
        _folder.Dispose();
    }

    private async Task WriteAsync()
    {
        var batch = new List<Waiting>();
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            batch.Clear();
            var appends = 0;
            while (appends < MostInOneTransaction && _waiting.Reader.TryRead(out var next))
            {
                batch.Add(next);
                appends += next.Appends.Count;
            }
            Write(batch);
        }
    }

    private void Write(List<Waiting> batch)
    {
        try
        {
            _writer ??= new SqliteWriter(_folder);
            var (outcomes, appended) = _writer.Append(batch.SelectMany(waiting => waiting.Appends));
            _folder.Note(_writer.Last);
            _recent.Add(appended);
            Volatile.Write(ref _last, _writer.Last);
            Interlocked.Exchange(ref _appended, NewSignal()).SetResult();
            var at = 0;
            foreach (var waiting in batch)
            {
                waiting.Outcome.SetResult(outcomes.GetRange(at, waiting.Appends.Count));
                at += waiting.Appends.Count;
            }
        }
        catch (SqliteException failed)
        {
            // The transaction is rolled back with its connection; the next batch opens another.
            _writer?.Dispose();
            _writer = null;
            var fault = SqliteFaults.OnWriting(_folder.Database, failed);
            foreach (var waiting in batch)
                waiting.Outcome.SetException(fault);
        }
    }

    /// <summary>The next events of those under the prefixes, and how far was looked for them. Who follows one kind of stream does not wait for the others' documents.</summary>
    private (IEnumerable<StoredEvent> Events, long Through) PageAfter(long last, IReadOnlyList<string> prefixes)
    {
        var page = Read(
            prefixes is [_]
                ? "SELECT position, stream, revision, event_id, type, iif(substr(stream, 1, length($prefix)) = $prefix, data, 0), metadata, checksum FROM events WHERE position > $from ORDER BY position LIMIT $limit"
                : $"{Columns} WHERE position > $from ORDER BY position LIMIT $limit",
            reader => (Position: reader.GetInt64(0), Event: prefixes is [_] && reader.GetFieldType(5) == typeof(long) ? null : Row(reader)),
            ("$from", last), ("$prefix", prefixes[0]));
        for (var i = 0; i < page.Count; i++)
        {
            if (page[i].Position != last + 1 + i)
                throw new EventLogCorruptException($"{_folder.Database} lacks event {last + 1 + i}: restore it from a backup", null);
        }
        return (page.Select(row => row.Event).OfType<StoredEvent>().Where(stored => IsUnder(stored.Stream, prefixes)), last + page.Count);
    }

    private static bool IsUnder(string stream, IReadOnlyList<string> prefixes) => prefixes.Any(prefix => stream.StartsWith(prefix, StringComparison.Ordinal));

    private async Task CheckAsync(TimeSpan before)
    {
        try
        {
            await Task.Delay(before, _closing.Token).ConfigureAwait(false);
            await Task.Factory.StartNew(() => _folder.Check(_closing.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // It is read at the next start.
        }
        catch (EventLogCorruptException damage)
        {
            Volatile.Write(ref _damage, damage);
            // Whoever waits for the next event learns of it now.
            Interlocked.Exchange(ref _appended, NewSignal()).SetResult();
        }
        catch (EventLogUnavailableException)
        {
            // It was called off, or whoever reads or writes next is told the same: it is read again at the next start.
        }
    }

    private void RefuseDamaged()
    {
        if (Volatile.Read(ref _damage) is { } damage)
            throw new EventLogCorruptException(damage.Message, damage);
    }

    private List<StoredEvent> Read(string sql, params ReadOnlySpan<(string Name, object Value)> parameters) => Read(sql, Row, parameters);

    private List<T> Read<T>(string sql, Func<SqliteDataReader, T> row, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        RefuseDamaged();
        try
        {
            using var connection = _folder.Open(readOnly: true);
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters)
                command.Parameters.AddWithValue(name, value);
            command.Parameters.AddWithValue("$limit", ReadAtOnce);
            using var reader = command.ExecuteReader();
            var page = new List<T>();
            while (reader.Read())
                page.Add(row(reader));
            return page;
        }
        catch (SqliteException failed)
        {
            throw SqliteFaults.OnReading(_folder.Database, failed);
        }
    }

    private StoredEvent Row(SqliteDataReader reader)
    {
        var position = (ulong)reader.GetInt64(0);
        // A damaged row may hold values of other kinds than were written.
        if (reader[1] is not string stream || reader[2] is not long revision || reader[3] is not byte[] { Length: 16 } eventId || reader[4] is not string type
            || reader[5] is not byte[] data || reader[6] is not byte[] metadata || reader[7] is not long checksum)
            throw NotAsWritten($"event {position}");
        if (SqliteFaults.Checksum(stream, revision, eventId, type, data, metadata) != checksum)
            throw NotAsWritten($"event {position} (stream {stream}, revision {revision})");
        return new StoredEvent(new LogPosition(position, position), stream, revision, new Guid(eventId, bigEndian: true), type, data, metadata);
    }

    private EventLogCorruptException NotAsWritten(string which) => new($"{_folder.Database}: {which} is not as it was written; restore it from a backup", null);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
