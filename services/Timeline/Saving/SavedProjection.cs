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
public sealed class SavedProjection(SavingFolder folder, PolicyStreams streams, ILogger<SavedProjection> logger)
{
    private const string FileName = "projection";

    /// <summary>"LEDGPROJ", read as a number in the byte order of this machine: another order is another file.</summary>
    private const long Magic = 0x4A4F52504744454C;

    /// <summary>
    /// By what program it was made: the rules of answers, and the build of everything that says what an event means. Another build may file events
    /// otherwise, and reads them anew.
    /// </summary>
    private static readonly string Program = string.Join(
        ' ',
        ((Type[])[typeof(SavedProjection), typeof(SealedFile), typeof(LedgerEvent), typeof(EventCodec), typeof(ExportControls.Domain.Ids), typeof(Agreements.Domain.AgreementLife), typeof(Facilities.Domain.FacilityLife)])
            .Select(type => type.Module.ModuleVersionId.ToString("N")).Prepend(RulesVersion.Text));

    private readonly SealedFile? _file = folder.File(FileName, logger);

    /// <summary>How long the last saving kept the writer waiting; zero where nothing was saved yet.</summary>
    internal TimeSpan Took { get; private set; }

    /// <summary>Events that the saved projection holds.</summary>
    internal int Events { get; private set; }

    /// <summary>Bytes of the records of measures that were made up to then.</summary>
    internal long Resolved { get; private set; }

    internal bool IsKept => _file is not null;

    /// <summary>
    /// Saves what is projected so far. Events wait while it is copied to the file, answers do not; the file is forced to disk, and takes the place of the
    /// one before it, in the background.
    /// </summary>
    internal void Save(LedgerMemory memory)
    {
        if (_file is null)
            return;
        (Events, Resolved) = (memory.Latest.Count, memory.Latest.Index.Timelines.Store.Bytes.Length);
        Took = _file.Save(to => memory.Rest(ledger => Write(ledger, to)));
    }

    /// <summary>Waits until what was saved last is on the disk.</summary>
    internal Task SettledAsync() => _file?.SettledAsync() ?? Task.CompletedTask;

    /// <summary>Loads what was saved; null where nothing usable is there: it is then named, and set aside.</summary>
    /// <param name="read">Reads a stream's event at a revision from the store: it holds the ledger's last saved event, or the file is of another ledger.</param>
    /// <param name="documents">Where the documents are read, which are not in the file.</param>
    internal async Task<LedgerColumns?> LoadAsync(EventReading read, Documents documents, CancellationToken cancellation)
    {
        var loaded = _file is null ? null : await _file.LoadAsync(reader => ReadAsync(reader, read, documents, cancellation)).ConfigureAwait(false);
        if (loaded is not null)
            (Events, Resolved) = (loaded.Rows.Count, loaded.Index.Timelines.Store.Bytes.Length);
        return loaded;
    }

    /// <summary>Reads what is saved without using it, and leaves it where it is.</summary>
    internal async Task<InspectedProjection> InspectAsync(EventReading read, Documents documents, CancellationToken cancellation)
    {
        var (ledger, fault) = _file is null ? default : await _file.InspectAsync(reader => ReadAsync(reader, read, documents, cancellation)).ConfigureAwait(false);
        return new InspectedProjection(ledger is null ? null : new LedgerSnapshot(ledger, ledger.Rows.Count), fault);
    }

    private async Task<LedgerColumns> ReadAsync(SealedReader reader, EventReading read, Documents documents, CancellationToken cancellation)
    {
        var last = ReadHead(reader);
        var at = await SealedFile.HeldByStoreAsync(read, last.Stream, last.Revision, last.EventId, cancellation).ConfigureAwait(false);
        var ledger = new LedgerColumns(streams, documents) { Last = last };
        SavedColumns.Load(ledger, reader);
        return ledger.Rows[ledger.Rows.Count - 1].At == at ? ledger : throw new SealedFormatException("of another store: the last event that it knows stands elsewhere in this one");
    }

    private void Write(LedgerColumns ledger, SealedWriter to)
    {
        to.Number(Magic);
        to.Text(Program);
        to.Text(streams.LedgerPrefix);
        to.Text(ledger.Last?.Stream ?? "");
        to.Number(ledger.Last?.Revision ?? -1);
        to.Text((ledger.Last?.EventId ?? Guid.Empty).ToString());
        to.Text((ledger.Last?.RequestId ?? Guid.Empty).ToString());
        to.Seal();
        SavedColumns.Save(ledger, to);
    }

    private LastEvent ReadHead(SealedReader reader)
    {
        if (reader.Number() != Magic)
            throw new SealedFormatException("no saved projection, or of a machine of another byte order");
        var (program, prefix) = (reader.Text(), reader.Text());
        var (stream, revision, eventId, requestId) = (reader.Text(), reader.Number(), reader.Text(), reader.Text());
        reader.Sealed("its head");
        return program != Program ? throw new SealedFormatException("outdated: another version of the program made it")
            : prefix != streams.LedgerPrefix ? throw new SealedFormatException($"of another ledger: its streams begin with '{prefix}'")
            : new LastEvent(stream, revision, Guid.Parse(eventId), Guid.Parse(requestId));
    }
}

/// <summary>A saved projection as it was found.</summary>
/// <param name="Ledger">What it holds; null where there is none to be used.</param>
/// <param name="Fault">Why it is not to be used; null where it is, or where there is none.</param>
internal sealed record InspectedProjection(LedgerSnapshot? Ledger, string? Fault);
