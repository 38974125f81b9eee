using System.Diagnostics;
using System.Text.Json;
using Ledger.Adapters.EventLog;
using Ledger.Adapters.EventLog.Sqlite;
using Ledger.Events;
using Ledger.Kernel;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Ledger.Benchmarks.Generated;

/// <summary>A generated ledger in a folder that the host can open: recorded over nineteen years, as its recorder would have stored it.</summary>
internal static class GeneratedStore
{
    private const int AppendedAtOnce = 2000;
    private const long FirstSecond = 1_136_073_600; // 1 January 2006
    private const long Seconds = 600_000_000;

    /// <summary>Writes one of so many events.</summary>
    public static async Task WriteAsync(string data, int events, int seed)
    {
        await using var log = SqliteEventLog.Open(data);
        var (batch, command, waiting) = (new List<StreamAppend>(), new List<LedgerEvent>(), 0);
        var position = 0L;
        foreach (var recorded in new GeneratedLedger(seed, events).Events())
        {
            if (command.Count > 0 && command[^1].Header.RequestId != recorded.Header.RequestId)
                await AddAsync(isLast: false);
            command.Add(recorded with { Header = recorded.Header with { RecordedAt = Instant.FromUnixTimeSeconds(FirstSecond + (position++ * Seconds / events)) } });
        }
        await AddAsync(isLast: true);

        async Task AddAsync(bool isLast)
        {
            batch.Add(new StreamAppend(
                command[0].Header.Stream, command[0].Header.Revision - 1,
                [.. command.Select(each => new EventToStore(each.Header.EventId, WireNames.Of(each.Body), EventCodec.Encode(each), ReadOnlyMemory<byte>.Empty))]));
            waiting += command.Count;
            command.Clear();
            if (waiting < AppendedAtOnce && !isLast)
                return;
            foreach (var outcome in await log.AppendAsync(batch, CancellationToken.None))
                _ = outcome as AppendOutcome.Appended ?? throw new InvalidOperationException($"the generated ledger is not appended: {outcome}");
            (batch, waiting) = ([], 0);
        }
    }

    /// <summary>Events a second of a bare read of the rows on one thread, each document parsed as JSON and nothing made of it.</summary>
    public static double BareReadAndParse(string data)
    {
        var watch = Stopwatch.StartNew();
        using var connection = new SqliteConnection($"Data Source={Path.Combine(data, "ledger.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT position, stream, revision, event_id, type, data FROM events ORDER BY position";
        using var reader = command.ExecuteReader();
        var count = 0;
        while (reader.Read())
        {
            using var document = JsonDocument.Parse((byte[])reader[5]);
            count += document.RootElement.ValueKind == JsonValueKind.Object && reader.GetInt64(0) > 0 ? 1 : 0;
        }
        return count / watch.Elapsed.TotalSeconds;
    }
}
