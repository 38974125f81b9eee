using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;

namespace Ledger.EventStoreStandIn.Storing;

/// <summary>
/// The events of one folder. The leader writes: whatever waits shares one flush to the disk. Others follow what it writes.
/// </summary>
public sealed class EventStore : IAsyncDisposable
{
    private const int MostInOneFlush = 1024;

    private static readonly TimeSpan FollowEvery = TimeSpan.FromMilliseconds(10);

    private readonly EventFile _file;
    private readonly Channel<Write> _waiting = Channel.CreateUnbounded<Write>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stopping = new();
    private readonly Leadership _leadership;
    private readonly TimeProvider _time;
    private readonly Task _running;
    private TimeSpan? _resigning;

    public EventStore(string folder, Leadership leadership, TimeProvider time)
    {
        _file = new EventFile(folder);
        (_leadership, _time) = (leadership, time);
        ReadOn();
        if (_leadership.TryTake())
            Lead();
        _running = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    public EventIndex Index { get; } = new();

    public Leadership Leadership => _leadership;

    public void Enqueue(Write write)
    {
        if (!_waiting.Writer.TryWrite(write))
            write.Done(new WriteOutcome.NotLeader());
    }

    /// <summary>Reads events by their places in the index; those that lie together are read at once.</summary>
    public EventRecord Read(IndexEntry entry, ref ReadAhead ahead) => EventRecord.Read(ahead.Of(_file, entry), entry.Position);

    public EventRecord Read(IndexEntry entry)
    {
        var none = default(ReadAhead);
        return Read(entry, ref none);
    }

    /// <summary>Lets another process lead, between two flushes, and does not lead again for a time.</summary>
    public void Resign(TimeSpan pause)
    {
        lock (_stopping)
            _resigning = pause;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _stopping.CancelAsync();
        await _running;
        _leadership.Dispose();
        _file.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var batch = new List<Write>();
        while (!_stopping.IsCancellationRequested)
        {
            if (Resigned() is { } pause)
                _leadership.Resign(pause);
            if (_leadership.IsLeader)
            {
                if (!await MoreAsync())
                    continue;
                batch.Clear();
                while (batch.Count < MostInOneFlush && _waiting.Reader.TryRead(out var next))
                    batch.Add(next);
                WriteAll(batch);
                continue;
            }
            while (_waiting.Reader.TryRead(out var refused))
                refused.Done(new WriteOutcome.NotLeader());
            ReadOn();
            if (_leadership.TryTake())
                Lead();
            else
                await Task.Delay(FollowEvery, CancellationToken.None);
        }
        while (_waiting.Reader.TryRead(out var late))
            late.Done(new WriteOutcome.NotLeader());
    }

    private async Task<bool> MoreAsync()
    {
        // Now and then it looks whether it still leads.
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        pause.CancelAfter(TimeSpan.FromMilliseconds(50));
        try
        {
            return await _waiting.Reader.WaitToReadAsync(pause.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private TimeSpan? Resigned()
    {
        lock (_stopping)
        {
            var pause = _resigning;
            _resigning = null;
            return pause;
        }
    }

    private void Lead()
    {
        // What the leader before wrote last, whole, and nothing that it only began.
        ReadOn();
        _file.CutTorn();
    }

    private void ReadOn()
    {
        var before = Index.Count;
        _file.ReadOn(record =>
        {
            var length = 4 + 16 + 8 + 8 + 1 + 16 + System.Text.Encoding.UTF8.GetByteCount(record.Stream) + System.Text.Encoding.UTF8.GetByteCount(record.Type) + record.Metadata.Length + record.Data.Length;
            Take(record.Stream, record.Type, record.Position, length, record.Data);
        });
        if (Index.Count > before)
            Index.Publish();
    }

    private void Take(string stream, string type, long position, int length, ReadOnlyMemory<byte> data)
    {
        Index.Add(stream, type, position, length, isTombstone: type == "$streamDeleted");
        if (type == "$metadata" && stream.StartsWith("$$", StringComparison.Ordinal))
            StreamMetadata.Apply(data, Index.Stream(stream[2..]));
    }

    private void WriteAll(List<Write> batch)
    {
        var frames = new ArrayBufferWriter<byte>();
        var deciding = new WriteDecisions(Index, this);
        var created = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks;
        var at = _file.End;
        var taken = new List<(string Stream, NewEvent Event, long Position, int Length)>();
        var outcomes = new List<WriteOutcome>(batch.Count);
        foreach (var write in batch)
        {
            var (outcome, appends) = deciding.Decide(write);
            foreach (var (stream, first, events) in appends)
            {
                var records = new ArrayBufferWriter<byte>();
                var revision = first;
                foreach (var stored in events)
                {
                    var start = records.WrittenCount;
                    EventRecord.Write(records, stream, revision++, created, stored);
                    taken.Add((stream, stored, at + EventFile.HeadLength + start, records.WrittenCount - start));
                }
                EventFile.Frame(records.WrittenSpan, frames.GetSpan(EventFile.HeadLength));
                frames.Advance(EventFile.HeadLength);
                frames.Write(records.WrittenSpan);
                at += EventFile.HeadLength + records.WrittenCount;
                if (outcome is WriteOutcome.Stored stored2 && (stream == write.Stream || write.Kind == WriteKind.Delete))
                    outcome = stored2 with { Position = taken[^1].Position };
            }
            outcomes.Add(outcome);
        }
        if (frames.WrittenCount > 0)
        {
            _file.Write(frames.WrittenMemory);
            foreach (var (stream, stored, position, length) in taken)
                Take(stream, stored.Type, position, length, stored.Data);
            Index.Publish();
        }
        for (var i = 0; i < batch.Count; i++)
            batch[i].Done(Placed(outcomes[i], batch[i]));
    }

    /// <summary>An append that was there already, perhaps since this very flush, has the position of its last event.</summary>
    private WriteOutcome Placed(WriteOutcome outcome, Write write) =>
        outcome is WriteOutcome.Stored { Position: 0 } again && write is { Kind: WriteKind.Append, Events.Count: > 0 }
            ? again with { Position = Index[Index.Stream(write.Stream)[again.Revision]].Position }
            : outcome;
}

/// <summary>A part of the file that was read at once, for events that lie together.</summary>
public struct ReadAhead
{
    private const int AtOnce = 256 * 1024;

    private byte[]? _bytes;
    private long _from;
    private int _length;

    /// <summary>The bytes of a record. They stay as they are: the next part is read into memory of its own.</summary>
    public ReadOnlyMemory<byte> Of(EventFile file, IndexEntry entry)
    {
        if (_bytes is null || entry.Position < _from || entry.Position + entry.Length > _from + _length)
        {
            // One event alone is read alone; whoever comes back for the next is likely to read on. Behind the end there is only room, which the
            // next write fills: read now, it would be taken for what is written there later.
            var ahead = (int)Math.Min(AtOnce, file.End - entry.Position);
            var wanted = _bytes is null ? entry.Length : Math.Max(entry.Length, ahead);
            _bytes = new byte[wanted];
            _from = entry.Position;
            _length = file.ReadFully(_bytes, _from);
        }
        return _bytes.AsMemory((int)(entry.Position - _from), entry.Length);
    }
}

/// <summary>The part of a stream's metadata that cuts it.</summary>
internal static class StreamMetadata
{
    public static void Apply(ReadOnlyMemory<byte> json, StreamIndex stream)
    {
        try
        {
            using var read = JsonDocument.Parse(json);
            stream.TruncateBefore = Number(read.RootElement, "$tb") ?? 0;
            stream.MaxCount = Number(read.RootElement, "$maxCount");
        }
        catch (JsonException)
        {
            // Metadata that nobody can read cuts nothing.
        }
    }

    private static long? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : null;
}
