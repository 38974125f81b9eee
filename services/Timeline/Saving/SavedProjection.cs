using Ledger.Adapters.Saving;
using Ledger.Events;
using Ledger.Kernel;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Sequencing;
using Microsoft.Extensions.Logging;

namespace Ledger.Timeline.Saving;

/// <summary>
/// The projection in a file, so that a start need not read the whole ledger. It is written whole or not at all, sealed, and made by one program for one
/// ledger: any other, or one that is not as it was written, is named, set aside and never used. Deleting it is always safe: the ledger is in the store.
/// </summary>
public sealed class SavedProjection(
    SavingFolder folder, PolicyStreams streams, TimeProvider time, ILogger<SavedProjection> logger, int worthSaving = SavingPace.WorthSaving)
{
    private const string FileName = "projection";

    /// <summary>"LEDGPROJ".</summary>
    private const long Magic = 0x4A4F52504744454C;

    /// <summary>
    /// By what program it was made: the rules of answers, and the build of everything that says what an event means. Another build may file events
    /// otherwise, and reads them anew.
    /// </summary>
    private static readonly string Program = $"{RulesVersion.Text} " + SealedHead.BuildsOf(
        typeof(SavedProjection), typeof(SealedFile), typeof(LedgerEvent), typeof(EventCodec), typeof(ExportControls.Domain.Ids), typeof(Agreements.Domain.AgreementLife), typeof(Facilities.Domain.FacilityLife));

    private readonly SealedHead _head = new(Magic, "saved projection", Program, streams.LedgerPrefix);
    private readonly SealedFile? _file = folder.File(FileName, logger);
    private readonly SavingPace _pace = new(time, worthSaving);
    private long _resolved;

    internal bool IsKept => _file is not null;

    /// <summary>Saves what is projected so far where it is time to, and more than is saved.</summary>
    internal void SaveWhenDue(LedgerMemory memory)
    {
        if (_pace.IsDue(memory.Latest.Count, memory.IsCaughtUp) && !IsSaved(memory))
            Save(memory);
    }

    /// <summary>Saves what was projected to catch up with the store, unless that is read again in no time.</summary>
    internal void SaveOnceCaughtUp(LedgerMemory memory)
    {
        if (_pace.IsDueOnceCaughtUp(memory.Latest.Count))
            Save(memory);
    }

    /// <summary>Saves it once more at the end, where that does not take long, and waits until what was saved last is on the disk.</summary>
    internal async Task SaveAtTheEndAsync(LedgerMemory memory)
    {
        if (_pace.IsShort && !IsSaved(memory))
            Save(memory);
        await SettledAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Saves what is projected so far. Events wait while it is copied to the file, answers do not; the file is forced to disk, and
    /// takes the place of the one before it, in the background. One that cannot be saved is no reason to stop: the store holds the ledger.
    /// </summary>
    internal void Save(LedgerMemory memory)
    {
        if (_file is null || memory.Latest.Count == 0)
            return;
        var (events, resolved) = (memory.Latest.Count, ResolvedIn(memory.Latest.Columns));
        _pace.Saved(events, _file.Save(to => memory.Rest(ledger => Write(ledger, to))));
        _resolved = resolved;
    }

    /// <summary>Waits until what was saved last is on the disk.</summary>
    internal Task SettledAsync() => _file?.SettledAsync() ?? Task.CompletedTask;

    /// <summary>Loads what was saved; null where nothing usable is there: it is then named, and set aside.</summary>
    /// <param name="read">Reads a stream's event at a revision from the store: it holds the ledger's last saved event, or the file is of another ledger.</param>
    /// <param name="documents">Where the documents are read, which are not in the file.</param>
    internal async Task<LedgerColumns?> LoadAsync(EventReading read, Documents documents, CancellationToken cancellation)
    {
        var loaded = _file is null ? null : await _file.LoadAsync(reader => ReadAsync(reader, read, documents, cancellation)).ConfigureAwait(false);
        _pace.Loaded(loaded?.Rows.Count ?? 0);
        _resolved = loaded is null ? 0 : ResolvedIn(loaded);
        return loaded;
    }

    /// <summary>Reads what is saved without using it, and leaves it where it is.</summary>
    internal async Task<InspectedProjection> InspectAsync(EventReading read, Documents documents, CancellationToken cancellation)
    {
        var (ledger, fault) = _file is null ? default : await _file.InspectAsync(reader => ReadAsync(reader, read, documents, cancellation)).ConfigureAwait(false);
        return new InspectedProjection(ledger is null ? null : new LedgerSnapshot(ledger, ledger.Rows.Count), fault);
    }

    private bool IsSaved(LedgerMemory memory) => (_pace.Events, _resolved) == (memory.Latest.Count, ResolvedIn(memory.Latest.Columns));

    /// <summary>Bytes of the records of measures that were made so far.</summary>
    private static long ResolvedIn(LedgerColumns ledger) => ledger.Index.Timelines.Store.Bytes.Length;

    private async Task<LedgerColumns> ReadAsync(SealedReader reader, EventReading read, Documents documents, CancellationToken cancellation)
    {
        var last = await _head.ReadAsync(reader, read, cancellation).ConfigureAwait(false);
        var request = Guid.Parse(reader.Text());
        reader.Sealed("its last command");
        var ledger = new LedgerColumns(streams, documents) { Last = new LastEvent(last.Stream, last.Revision, last.EventId, request) };
        SavedColumns.Load(ledger, reader);
        return ledger;
    }

    private void Write(LedgerColumns ledger, SealedWriter to)
    {
        var last = ledger.Last!;
        _head.Write(to, new DeliveredEvent(ledger.Rows[ledger.Rows.Count - 1].At, last.Stream, last.Revision, last.EventId));
        to.Text(last.RequestId.ToString());
        to.Seal();
        SavedColumns.Save(ledger, to);
    }
}

/// <summary>A saved projection as it was found.</summary>
/// <param name="Ledger">What it holds; null where there is none to be used.</param>
/// <param name="Fault">Why it is not to be used; null where it is, or where there is none.</param>
internal sealed record InspectedProjection(LedgerSnapshot? Ledger, string? Fault);
