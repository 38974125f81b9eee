using Ledger.Adapters.EventLog;
using Ledger.Adapters.EventLog.Sqlite;
using Ledger.Events;
using Ledger.Kernel;
using Ledger.Adapters.Saving;
using Ledger.Timeline.Saving;
using Ledger.Timeline.Sequencing;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Sequencing;

/// <summary>How a ledger is caught up with at a start, while the documents to come are read already.</summary>
public sealed class SequencerSpecs : IAsyncDisposable
{
    /// <summary>More than are read ahead.</summary>
    private const int Events = 3000;

    /// <summary>So many are saved on the way that some are left at the end of it.</summary>
    private const int WorthSaving = 1000;

    private static readonly PolicyStreams Streams = PolicyStreams.Under("");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ledger-sequencer-");
    private readonly SqliteEventLog _log;
    private readonly LedgerMemory _memory;
    private readonly Documents _documents;
    private readonly SavedProjection _saved;
    private readonly Sequencer _sequencer;

    public SequencerSpecs()
    {
        _log = SqliteEventLog.Open(_folder.FullName);
        _documents = Documents.Of(_log);
        _memory = new LedgerMemory(Streams, _documents);
        var folder = new SavingFolder(Path.Combine(_folder.FullName, "saved"));
        _saved = new SavedProjection(folder, Streams, TimeProvider.System, NullLogger<SavedProjection>.Instance, WorthSaving);
        _sequencer = new Sequencer(_log, _memory, Streams, _documents, _saved);
    }

    [Fact]
    public async Task Everything_in_the_store_is_projected_in_its_order_and_then_what_comes()
    {
        await AppendAsync(0, Events, Claimed);
        await _sequencer.StartAsync(TestContext.Current.CancellationToken);
        await _memory.WaitForAsync(Events - 1, TestContext.Current.CancellationToken);
        await AppendAsync(Events, 1, Claimed);
        await _memory.WaitForAsync(Events, TestContext.Current.CancellationToken);
        Assert.True(_memory.IsCaughtUp);
        Assert.Equal(Enumerable.Range(0, Events + 1).Select(number => $"act-{number}"), Enumerable.Range(0, Events + 1).Select(position => _memory.Latest[position].Event.Entity));
    }

    [Fact]
    public async Task What_cannot_be_projected_is_named_also_while_more_is_read_ahead()
    {
        await AppendAsync(0, Events, number => number == 200 ? Corrected : Claimed(number));
        await _sequencer.StartAsync(TestContext.Current.CancellationToken);
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => _sequencer.ExecuteTask!);
        Assert.Contains("instrument-act-200 corrects act-7#1", fault.Message, StringComparison.Ordinal);
        Assert.False(_memory.IsCaughtUp);
    }

    [Fact]
    public async Task A_start_that_is_called_off_ends()
    {
        await AppendAsync(0, Events, Claimed);
        await _sequencer.StartAsync(TestContext.Current.CancellationToken);
        await _memory.WaitForAsync(0, TestContext.Current.CancellationToken);
        await _sequencer.StopAsync(TestContext.Current.CancellationToken);
        await _sequencer.ExecuteTask!;
    }

    [Fact]
    public async Task What_is_left_unsaved_of_a_long_catching_up_is_saved_at_its_end()
    {
        await AppendAsync(0, Events, Claimed);
        await _sequencer.StartAsync(TestContext.Current.CancellationToken);
        await _memory.WaitForAsync(Events - 1, TestContext.Current.CancellationToken);
        // A kill leaves what is saved by now.
        var before = TimeProvider.System.GetTimestamp();
        while (await SavedAsync() is var events && events != Events)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(before) < TimeSpan.FromSeconds(30), $"{events} events are saved of {Events}");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _sequencer.StopAsync(CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // The fault that was looked for.
        }
        _sequencer.Dispose();
        await _log.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static readonly EventCorrected Corrected = new("act-7#1", CorrectionKind.LedgerError, null, null, null, [], Claim("that there was no such act"));

    private static StatementRecorded Claimed(int number) => Claim($"the {number}th");

    private async Task<int> SavedAsync() => (await _saved.InspectAsync(_log.ReadAsync, _documents, TestContext.Current.CancellationToken)).Ledger?.Count ?? 0;

    private async Task AppendAsync(int first, int count, Func<int, EventBody> body)
    {
        var events = Enumerable.Range(first, count).Select(number => new LedgerEvent(
            new EventHeader(Guid.NewGuid(), $"instrument-act-{number}", 0, Instant.FromUnixTimeSeconds(number), Guid.NewGuid(), new string('0', 64), "spec"), $"act-{number}",
            body(number) is EventCorrected ? null : new ActPlace($"act-{number}", 1, LegalMoment.Parse("2025-01-01"), 0, null), ["CN"], null, null,
            [new Citation("https://example.org/", null, null, null, null, null, SourceKind.Official, null)], body(number)));
        var appends = events.Select(each => new StreamAppend(
            each.Header.Stream, -1, [new EventToStore(each.Header.EventId, WireNames.Of(each.Body), EventCodec.Encode(each), ReadOnlyMemory<byte>.Empty)])).ToList();
        Assert.All(await _log.AppendAsync(appends, TestContext.Current.CancellationToken), outcome => Assert.IsType<AppendOutcome.Appended>(outcome));
    }
}
