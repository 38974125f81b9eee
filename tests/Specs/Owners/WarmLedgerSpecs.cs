using Ledger.Adapters.EventLog;
using Ledger.Adapters.EventLog.Sqlite;
using Ledger.Adapters.Owners;
using Ledger.Adapters.Saving;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Specs.Telling;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Owners;

/// <summary>What an owner holds of a store with more events than it has room for.</summary>
public sealed class WarmLedgerSpecs : IAsyncDisposable
{
    private const int Room = 6;
    private const int Instruments = 12;
    private const int Written = 300;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ledger-owner-");
    private readonly SqliteEventLog _log;
    private WarmLedger _warm;
    private CancellationTokenSource _stop = new();
    private readonly Dictionary<string, long> _revisions = [];
    private Task _following = Task.CompletedTask;

    public WarmLedgerSpecs()
    {
        _log = SqliteEventLog.Open(_folder.FullName);
        _warm = Owner();
    }

    [Fact]
    public async Task A_start_holds_what_there_is_room_for_and_what_a_command_rests_on_is_read()
    {
        await StartAsync();
        Assert.Equal(2, _warm.EventsHeld);
        var command = Act.Of("act-late", "2025-11-07", Publish("70"), Suspend($"act-{Instruments - 1}/1", "2025-11-10")).Command;
        Assert.Null(_warm.Hold(command));
        Assert.Contains("act-11/1 is not recorded", Decided(command), StringComparison.Ordinal);
        using (await _warm.HoldAsync(command, Cancellation))
        {
            Assert.Equal("accepted", Decided(command));
            using var again = _warm.Hold(command);
            Assert.NotNull(again);
        }
        Assert.InRange(_warm.EventsHeld, 1, Room);
    }

    [Fact]
    public async Task What_acts_on_a_target_is_read_with_it()
    {
        await StartAsync();
        await AppendAsync("act-suspends", Publish("70"), Suspend("act-11/1", "2025-11-10"));
        await CaughtUpAsync("act-suspends");
        var ending = Act.Of("act-ends", "2025-12-01", Publish("80"), EndSuspension("act-suspends#2", "2025-12-10")).Command;
        using var held = await _warm.HoldAsync(ending, Cancellation);
        Assert.Equal("accepted", Decided(ending));
        Assert.Equal(1, RevisionHeld("act-suspends"));
        Assert.Equal(1, RevisionHeld("act-11"));
    }

    [Fact]
    public async Task What_is_in_use_stays_and_the_rest_makes_room()
    {
        await StartAsync();
        var commands = Enumerable.Range(0, Instruments).Select(number => Act.Of($"act-{number}", "2025-10-09", Publish("70")).Command).ToList();
        var held = new List<IDisposable>();
        foreach (var command in commands)
            held.Add(await _warm.HoldAsync(command, Cancellation));
        Assert.Equal(Instruments * 2, _warm.EventsHeld);
        held[^1].Dispose();
        held[0].Dispose();
        using (var first = _warm.Hold(commands[1]))
            Assert.NotNull(first);
        Assert.Null(_warm.Hold(commands[^1]));
        held.ForEach(each => each.Dispose());
        Assert.Equal(Room, _warm.EventsHeld);
    }

    [Fact]
    public async Task A_command_on_an_instrument_that_is_not_there_leaves_nothing_behind()
    {
        await StartAsync();
        var command = Act.Of("act-new", "2025-11-07", Publish("70")).Command;
        using (var held = _warm.Hold(command))
            Assert.NotNull(held);
        Assert.Equal(-1, _warm.RevisionOf("instrument-act-new"));
        await AppendAsync("act-new", Publish("70"));
        await CaughtUpAsync("act-new");
        Assert.Equal(0, RevisionHeld("act-new"));
    }

    [Fact]
    public async Task A_start_with_saved_notes_reads_what_was_recorded_since_and_decides_on_all_of_it()
    {
        await StartAsync();
        await StopAsync();
        await AppendAsync("act-suspends", Publish("70"), Suspend("act-11/1", "2025-11-10"));
        await AppendAsync("act-0", Claim("something"));
        _warm = Owner();
        await FollowAsync();
        // The first to be read is the first to be held.
        Assert.Equal(1, RevisionHeld("act-suspends"));
        Assert.Equal(-1, RevisionHeld("act-0"));
        Assert.All(_revisions, stream => Assert.Equal(stream.Value, _warm.RevisionOf($"instrument-{stream.Key}")));
        var ending = Act.Of("act-ends", "2025-12-01", Publish("3"), EndSuspension("act-suspends#2", "2025-12-10")).Command;
        using var held = await _warm.HoldAsync(ending, Cancellation);
        Assert.Equal(1, RevisionHeld("act-11"));
        Assert.Contains("act-3", Decided(ending), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_that_are_written_while_they_are_read_and_let_go_of_are_taken_without_gaps()
    {
        await StartAsync();
        using var enough = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(reader => Task.Run(async () =>
        {
            for (var number = reader; !enough.IsCancellationRequested; number += 5)
            {
                var name = $"act-{number % Instruments}";
                using var held = await _warm.HoldAsync(Act.Of(name, "2025-10-09", Claim("something")).Command, Cancellation);
                var (known, read) = (_warm.RevisionOf($"instrument-{name}"), RevisionHeld(name));
                Assert.InRange(read, known, long.MaxValue);
                await Task.Delay(1, Cancellation);
            }
        }, Cancellation)).ToList();
        for (var number = 0; number < Written; number++)
            await AppendAsync($"act-{number % Instruments}", Claim($"the {number}th"));
        await enough.CancelAsync();
        await Task.WhenAll(readers);
        foreach (var (entity, revision) in _revisions)
        {
            await CaughtUpAsync(entity);
            using var held = await _warm.HoldAsync(Act.Of(entity, "2025-10-09", Claim("something")).Command, Cancellation);
            Assert.Equal(revision, RevisionHeld(entity));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _log.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A store of instruments with a measure each, and an owner that has caught up with it.</summary>
    private async Task StartAsync()
    {
        for (var number = 0; number < Instruments; number++)
            await AppendAsync($"act-{number}", Publish($"{number}"), Introduce($"act-{number}/1", "2025-11-08"));
        await FollowAsync();
    }

    /// <summary>Saves notes from a few events on.</summary>
    private async Task FollowAsync()
    {
        _stop = new CancellationTokenSource();
        var file = new SealedFile(Path.Combine(_folder.FullName, "notes"), NullLogger.Instance);
        _following = new OwnerFollowing(_log, _warm, "instrument-", new SavedNotes(file, "instrument-", typeof(ExportControlsLedger), worthSaving: Instruments)).RunAsync(_stop.Token);
        while (!_warm.IsWarm)
            await Task.Delay(5, Cancellation);
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _stop.Dispose();
    }

    private WarmLedger Owner() => new(_log, new ExportControlsLedger(), "instrument-", Room);

    private Task CaughtUpAsync(string entity) => _warm.WaitForAsync($"instrument-{entity}", _revisions[entity], TimeSpan.FromSeconds(30), Cancellation);

    private long RevisionHeld(string entity) => _warm.Read($"instrument-{entity}", (_, stream) => stream.Revision);

    private string Decided(Command command) => _warm.Read($"instrument-{command.Entity}", (ledger, _) => ledger.Decide(command)) switch
    {
        Decision<DecidedEvent>.Refused refused => string.Join("; ", refused.Refusals),
        _ => "accepted",
    };

    private async Task AppendAsync(string entity, params EventBody[] bodies)
    {
        var last = _revisions.GetValueOrDefault(entity, -1);
        var events = bodies.Select((body, index) => new LedgerEvent(
            new EventHeader(Guid.NewGuid(), $"instrument-{entity}", last + 1 + index, Instant.FromUnixTimeSeconds(0), Guid.NewGuid(), new string('0', 64), "spec"), entity,
            new ActPlace(entity, (int)last + 2 + index, LegalMoment.Parse("2025-10-09"), 0, null), ["CN"], null, null, [Act.Gazette], body)).ToList();
        var append = new StreamAppend(
            $"instrument-{entity}", last, [.. events.Select(each => new EventToStore(each.Header.EventId, WireNames.Of(each.Body), EventCodec.Encode(each), ReadOnlyMemory<byte>.Empty))]);
        Assert.IsType<AppendOutcome.Appended>(Assert.Single(await _log.AppendAsync([append], Cancellation)));
        _revisions[entity] = last + bodies.Length;
    }
}
