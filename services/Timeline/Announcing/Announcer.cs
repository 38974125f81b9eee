using Ledger.Adapters.Bus;
using Ledger.Adapters.EventLog;
using Ledger.Kernel;
using Ledger.Timeline.Sequencing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ledger.Timeline.Announcing;

/// <summary>
/// Announces every event, in ledger order, while this instance holds the lease. A batch is published at once and confirmed together; the checkpoint
/// moves after the confirms. What was published and not yet noted is published again by a successor: subscribers know it by its position.
/// </summary>
public sealed partial class Announcer(
    LedgerMemory memory, Announcements announcements, Lease lease, Func<IReadOnlyList<Announcement>, CancellationToken, Task> publish, TimeProvider time, ILogger<Announcer> logger)
    : BackgroundService
{
    /// <summary>Enough to keep the broker busy while it confirms, and few enough to be published well within a lease.</summary>
    private const int MostAtOnce = 256;

    /// <summary>At most these are published again after a crash; and a note in the store per batch would double what the store writes.</summary>
    private const int MostUnnoted = 2048;

    private static readonly TimeSpan NoteAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReleasePatience = TimeSpan.FromSeconds(2);

    private long _published;
    private long _noted;
    private long _notedAt;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => RunAsync(stoppingToken), CancellationToken.None);

    private async Task RunAsync(CancellationToken stopping)
    {
        try
        {
            while (true)
            {
                if (await TakeAsync(stopping).ConfigureAwait(false))
                    await HoldAsync(stopping).ConfigureAwait(false);
                else
                    await Task.Delay(FirstPause, time, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await ReleaseAsync().ConfigureAwait(false);
        }
    }

    private async Task<bool> TakeAsync(CancellationToken stopping)
    {
        try
        {
            return await lease.TryTakeAsync(stopping).ConfigureAwait(false);
        }
        catch (EventLogUnavailableException)
        {
            return false;
        }
    }

    /// <summary>Announces until the lease is lost.</summary>
    private async Task HoldAsync(CancellationToken stopping)
    {
        (_published, _noted, _notedAt) = (lease.Checkpoint, lease.Checkpoint, time.GetTimestamp());
        LogAnnouncing(logger, _published + 1);
        var (pause, isDeclared) = (new GrowingPause(FirstPause, LongestPause), false);
        while (lease.IsHeld)
        {
            try
            {
                // Nothing is published, and subscribers find something to bind to before the first event.
                if (!isDeclared)
                    await publish([], stopping).ConfigureAwait(false);
                isDeclared = true;
                if (!await RenewIfDueAsync(stopping).ConfigureAwait(false))
                    break;
                if (await GrewAsync(stopping).ConfigureAwait(false) && lease.IsHeld)
                    await PublishAsync(stopping).ConfigureAwait(false);
                pause.Reset();
                continue;
            }
            catch (BusUnavailableException away)
            {
                LogAway(logger, away.Message);
            }
            catch (EventLogUnavailableException)
            {
                // The lease is held as long as it lasts.
            }
            var (rest, renewal) = (pause.Next(), lease.UntilRenewal);
            rest = rest < renewal ? rest : renewal;
            await Task.Delay(rest < FirstPause ? FirstPause : rest, time, stopping).ConfigureAwait(false);
        }
        LogLost(logger, _published);
    }

    /// <summary>Publishes what is there, at most a batch; renews meanwhile, for a broker may take its time.</summary>
    private async Task PublishAsync(CancellationToken stopping)
    {
        var latest = memory.Latest;
        var next = _published + 1;
        var count = (int)Math.Min(latest.Count - next, MostAtOnce);
        var batch = new List<Announcement>(count);
        for (var i = 0; i < count; i++)
        {
            await latest.AheadAsync(next + i, stopping).ConfigureAwait(false);
            batch.Add(announcements.Of(latest[next + i]));
        }
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var publishing = publish(batch, lost.Token);
        while (!publishing.IsCompleted)
        {
            await Task.WhenAny(publishing, Task.Delay(lease.UntilRenewal, time, stopping)).ConfigureAwait(false);
            if (publishing.IsCompleted || await StillHeldAsync(stopping).ConfigureAwait(false))
                continue;
            await lost.CancelAsync().ConfigureAwait(false);
            break;
        }
        try
        {
            await publishing.ConfigureAwait(false);
            _published = next + count - 1;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // The lease went to another, which publishes them.
        }
    }

    private async Task<bool> StillHeldAsync(CancellationToken stopping)
    {
        try
        {
            return await RenewIfDueAsync(stopping).ConfigureAwait(false);
        }
        catch (EventLogUnavailableException)
        {
            await Task.Delay(FirstPause, time, stopping).ConfigureAwait(false);
            return lease.IsHeld;
        }
    }

    private async Task<bool> RenewIfDueAsync(CancellationToken stopping)
    {
        var unnoted = _published - _noted;
        if (lease.UntilRenewal > TimeSpan.Zero && unnoted < MostUnnoted && (unnoted == 0 || time.GetElapsedTime(_notedAt) < NoteAfter))
            return true;
        var published = _published;
        if (!await lease.RenewAsync(published, stopping).ConfigureAwait(false))
            return false;
        (_noted, _notedAt) = (published, time.GetTimestamp());
        return true;
    }

    /// <summary>Waits for something to publish, or until a note is due.</summary>
    private async Task<bool> GrewAsync(CancellationToken stopping)
    {
        if (memory.Latest.Position > _published)
            return true;
        var patience = _published > _noted && NoteAfter < lease.UntilRenewal ? NoteAfter : lease.UntilRenewal;
        using var due = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, stopping);
        try
        {
            await memory.WaitForAsync(_published + 1, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task ReleaseAsync()
    {
        using var patience = new CancellationTokenSource(ReleasePatience);
        try
        {
            await lease.ReleaseAsync(_published, patience.Token).ConfigureAwait(false);
        }
        catch (Exception late) when (late is EventLogUnavailableException or OperationCanceledException)
        {
            // It ends by itself.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "announcing from position {Position}")]
    private static partial void LogAnnouncing(ILogger logger, long position);

    [LoggerMessage(Level = LogLevel.Warning, Message = "another instance announces; this one had published up to position {Position}")]
    private static partial void LogLost(ILogger logger, long position);

    [LoggerMessage(Level = LogLevel.Information, Message = "waiting to announce: {Why}")]
    private static partial void LogAway(ILogger logger, string why);
}
