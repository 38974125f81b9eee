using System.Text.Json;
using Ledger.Adapters.EventLog;
using Ledger.Kernel;
using Ledger.Timeline.Sequencing;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Timeline.Announcing;

/// <summary>How long a lease lasts, and how often its holder renews it.</summary>
/// <param name="Duration">
/// A holder that has not renewed for so long must not act any more, and another may take the lease. Long enough that a pause of the process or an
/// election in the store loses nothing; it is how long announcements rest when the holder dies.
/// </param>
/// <param name="Renewal">A third of it: two renewals may fail.</param>
public sealed record LeaseTerms(TimeSpan Duration, TimeSpan Renewal)
{
    public static LeaseTerms Lasting(TimeSpan duration) => new(duration, duration / 3);
}

/// <summary>
/// The right to do what one instance alone may do (DESIGN section 2, <i>Replicas</i>): a stream to which holder and checkpoint are appended with the
/// expected revision, so that a stale holder's next write fails. No two clocks are compared: whoever waits for a lease takes it when, by its own
/// clock, nothing was appended for the whole duration; the holder counts from before it sent what it appended last, and so gives up earlier.
/// </summary>
/// <param name="log">The store that all instances share.</param>
/// <param name="streams">The ledger's prefix.</param>
/// <param name="task">What the lease is for; names its stream.</param>
/// <param name="holder">This instance, like no other.</param>
/// <param name="terms">How long it lasts.</param>
/// <param name="time">Measures durations, and stamps the notes for people.</param>
public sealed class Lease(IEventLog log, PolicyStreams streams, string task, string holder, LeaseTerms terms, TimeProvider time)
{
    /// <summary>The task of announcing the ledger's events.</summary>
    public const string Announcing = "announcer";

    private const string Type = "timeline.lease-noted.v1";

    /// <summary>Notes that are kept: the last alone is read, the others tell people how it came about.</summary>
    private const int NotesKept = 64;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly string _stream = StreamOf(streams, task);

    private bool _isBounded;

    /// <summary>The stream's last revision, as far as this instance knows.</summary>
    private long _revision = -1;

    /// <summary>When the holder sent what it appended last; null while this instance holds nothing.</summary>
    private long? _renewed;

    /// <summary>The revision that another holder's note was seen at, and since when nothing followed it.</summary>
    private (long Revision, long Since)? _watched;

    /// <summary>The ledger position up to which the task is done; -1 at the beginning. The holder's own to move.</summary>
    public long Checkpoint { get; private set; } = -1;

    /// <summary>True while this instance may act.</summary>
    public bool IsHeld => _renewed is { } renewed && time.GetElapsedTime(renewed) < terms.Duration;

    /// <summary>How long this instance may wait before it renews.</summary>
    public TimeSpan UntilRenewal => _renewed is { } renewed && terms.Renewal - time.GetElapsedTime(renewed) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    /// <summary>Takes the lease if nobody holds it; sets the checkpoint to what the last holder left.</summary>
    /// <exception cref="EventLogUnavailableException">The store is away: whether it was taken is unknown, and it is not held.</exception>
    public async Task<bool> TryTakeAsync(CancellationToken cancellation)
    {
        _renewed = null;
        var last = await log.ReadLastAsync(_stream, cancellation).ConfigureAwait(false);
        var note = last is null ? null : Read(last);
        var revision = last?.Revision ?? -1;
        if (note is { Released: false } && note.Holder != holder && !IsAbandoned(revision))
            return false;
        _revision = revision;
        if (!await AppendAsync(note?.Checkpoint ?? -1, released: false, cancellation).ConfigureAwait(false))
            return false;
        await BoundAsync(cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Renews the lease and moves the checkpoint; false when another has it: then this instance steps down at once.</summary>
    /// <exception cref="EventLogUnavailableException">The store is away. The lease is held as long as it lasts, and renewing may be tried again.</exception>
    public async Task<bool> RenewAsync(long checkpoint, CancellationToken cancellation)
    {
        if (_renewed is null)
            return false;
        if (await NoteAsync(checkpoint, released: false, cancellation).ConfigureAwait(false))
            return true;
        _renewed = null;
        return false;
    }

    /// <summary>Gives the lease up, so that another need not wait for its end.</summary>
    /// <exception cref="EventLogUnavailableException">The store is away: the lease ends by itself.</exception>
    public async Task ReleaseAsync(long checkpoint, CancellationToken cancellation)
    {
        if (_renewed is not null && IsHeld)
            await NoteAsync(checkpoint, released: true, cancellation).ConfigureAwait(false);
        _renewed = null;
    }

    /// <summary>
    /// Leaves in another store what the last holder left in this one, as given up: the task is taken up there from its checkpoint. A store where the
    /// task has been taken up already is left as it is.
    /// </summary>
    /// <exception cref="EventLogUnavailableException">A store is away.</exception>
    public static async Task CarryOverAsync(IEventLog from, IEventLog to, PolicyStreams streams, string task, CancellationToken cancellation)
    {
        var stream = StreamOf(streams, task);
        if (await from.ReadLastAsync(stream, cancellation).ConfigureAwait(false) is not { } last || await to.ReadLastAsync(stream, cancellation).ConfigureAwait(false) is not null)
            return;
        var left = Read(last) with { Released = true };
        // Somebody who takes it up at the same moment has written first, and it stays as that one has it.
        await to.AppendAsync([new StreamAppend(stream, -1, [ToStore(NameBasedGuid.Of(last.EventId, "carried over"), left)])], cancellation).ConfigureAwait(false);
    }

    /// <summary>A holder renews for years; the stream must not grow with them.</summary>
    private async Task BoundAsync(CancellationToken cancellation)
    {
        try
        {
            if (!_isBounded)
                await log.KeepLastAsync(_stream, NotesKept, cancellation).ConfigureAwait(false);
            _isBounded = true;
        }
        catch (EventLogUnavailableException)
        {
            // A stream that grows costs room, and the lease is held all the same; the next time it is taken this is tried again.
        }
    }

    private async Task<bool> NoteAsync(long checkpoint, bool released, CancellationToken cancellation)
    {
        if (await AppendAsync(checkpoint, released, cancellation).ConfigureAwait(false))
            return true;
        // The answer to an earlier note may have been lost, or not been waited for: then the last is this instance's own, and it goes on from there.
        if (await log.ReadLastAsync(_stream, cancellation).ConfigureAwait(false) is not { } last || Read(last) is not { Released: false } note || note.Holder != holder)
            return false;
        _revision = last.Revision;
        return await AppendAsync(checkpoint, released, cancellation).ConfigureAwait(false);
    }

    private bool IsAbandoned(long revision)
    {
        if (_watched is not { } watched || watched.Revision != revision)
            _watched = watched = (revision, time.GetTimestamp());
        return time.GetElapsedTime(watched.Since) >= terms.Duration;
    }

    private async Task<bool> AppendAsync(long checkpoint, bool released, CancellationToken cancellation)
    {
        var sent = time.GetTimestamp();
        var note = new Note(holder, checkpoint, released, InstantPattern.ExtendedIso.Format(Instant.FromDateTimeOffset(time.GetUtcNow())));
        // The id names the holder: a store that answers a repeated id as done must not take one instance's note for another's.
        var stored = ToStore(NameBasedGuid.Of(NameBasedGuid.LedgerNamespace, $"{_stream} {_revision + 1} {holder} {note.At} {checkpoint}"), note);
        var outcomes = await log.AppendAsync([new StreamAppend(_stream, _revision, [stored])], cancellation).ConfigureAwait(false);
        if (outcomes[0] is not AppendOutcome.Appended done)
            return false;
        (_revision, _renewed, _watched, Checkpoint) = (done.Revision, sent, null, checkpoint);
        return true;
    }

    private static string StreamOf(PolicyStreams streams, string task) => $"{streams.LedgerPrefix}lease-{task}";

    private static EventToStore ToStore(Guid id, Note note) => new(id, Type, JsonSerializer.SerializeToUtf8Bytes(note, Json), "{}"u8.ToArray());

    private static Note Read(StoredEvent stored) =>
        JsonSerializer.Deserialize<Note>(stored.Data.Span, Json) ?? throw new EventLogCorruptException($"stream {stored.Stream}, revision {stored.Revision}: no note of a lease", null);

    /// <param name="Holder">The instance.</param>
    /// <param name="Checkpoint">The ledger position up to which the task is done.</param>
    /// <param name="Released">True where the holder gave it up.</param>
    /// <param name="At">By the holder's clock; for people.</param>
    private sealed record Note(string Holder, long Checkpoint, bool Released, string At);
}
