using System.Diagnostics;
using Ledger.Adapters.EventLog;
using Ledger.Events;
using Ledger.Kernel;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Sequencing;
using Microsoft.Extensions.Logging;

namespace Ledger.Timeline.Saving;

/// <summary>Where the projection is saved.</summary>
/// <param name="Path">A folder; null: nowhere, and each start reads the whole ledger.</param>
public sealed record ProjectionFolder(string? Path);

/// <summary>
/// The projection in a file, so that a start need not read the whole ledger. It is written whole or not at all, sealed, and made by one program for one
/// ledger: any other, or one that is not as it was written, is named, set aside and never used. Deleting it is always safe: the ledger is in the store.
/// </summary>
public sealed class SavedProjection(ProjectionFolder folder, PolicyStreams streams, ILogger<SavedProjection> logger)
{
    private const string FileName = "projection";

    /// <summary>"LEDGPROJ", read as a number in the byte order of this machine: another order is another file.</summary>
    private const long Magic = 0x4A4F52504744454C;

    private static readonly TimeSpan Unavailable = TimeSpan.FromSeconds(1);

    /// <summary>
    /// By what program it was made: the rules of answers, and the build of everything that says what an event means. Another build may file events
    /// otherwise, and reads them anew.
    /// </summary>
    private static readonly string Program = string.Join(
        ' ',
        ((Type[])[typeof(SavedProjection), typeof(LedgerEvent), typeof(EventCodec), typeof(ExportControls.Domain.Ids), typeof(Agreements.Domain.AgreementLife), typeof(Facilities.Domain.FacilityLife)])
            .Select(type => type.Module.ModuleVersionId.ToString("N")).Prepend(RulesVersion.Text));

    /// <summary>Reads a stream's event at a revision; null where it has none there.</summary>
    internal delegate Task<StoredEvent?> Reading(string stream, long revision, CancellationToken cancellation);

    private readonly Lock _saving = new();
    private Task _settling = Task.CompletedTask;

    /// <summary>How long the last saving kept the writer waiting; zero where nothing was saved yet.</summary>
    internal TimeSpan Took { get; private set; }

    /// <summary>Events that the saved projection holds.</summary>
    internal int Events { get; private set; }

    /// <summary>Records of measures that were made up to then.</summary>
    internal int Resolved { get; private set; }

    internal bool IsKept => folder.Path is not null;

    /// <summary>
    /// Saves what is projected so far. Events wait while it is copied to the file, answers do not; the file is forced to disk, and takes the place of the
    /// one before it, in the background.
    /// </summary>
    internal void Save(LedgerMemory memory)
    {
        if (folder.Path is not { } path)
            return;
        using var _ = _saving.EnterScope();
        // The one before may still be on its way to the disk.
        _settling.GetAwaiter().GetResult();
        var (watch, file) = (Stopwatch.StartNew(), Path.Combine(path, FileName));
        (Events, Resolved) = (memory.Latest.Count, memory.Latest.Index.Timelines.Store.Records.Count);
        FileStream? next = null;
        try
        {
            Directory.CreateDirectory(path);
            next = new FileStream(file + ".new", FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);
            memory.Rest(ledger => Write(ledger, new ProjectionWriter(next)));
            Took = watch.Elapsed;
            _settling = Task.Run(() => Settle(next, file));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            next?.Dispose();
            logger.NotSaved(file, failed.Message);
        }
    }

    /// <summary>Waits until what was saved last is on the disk.</summary>
    internal Task SettledAsync() => _settling;

    /// <summary>Loads what was saved; null where nothing usable is there: it is then named, and set aside.</summary>
    /// <param name="read">Reads a stream's event at a revision from the store: it holds the ledger's last saved event, or the file is of another ledger.</param>
    /// <param name="documents">Where the documents are read, which are not in the file.</param>
    internal async Task<LedgerColumns?> LoadAsync(Reading read, Documents documents, CancellationToken cancellation)
    {
        if (File is not { } file)
            return null;
        try
        {
            var ledger = await ReadAsync(file, read, documents, cancellation).ConfigureAwait(false);
            (Events, Resolved) = (ledger.Rows.Count, ledger.Index.Timelines.Store.Records.Count);
            return ledger;
        }
        catch (Exception unusable) when (unusable is ProjectionFormatException or EndOfStreamException or FormatException)
        {
            var aside = file + ".set-aside";
            System.IO.File.Move(file, aside, overwrite: true);
            logger.SetAside(file, unusable.Message, aside);
            return null;
        }
    }

    /// <summary>Reads what is saved without using it, and leaves it where it is.</summary>
    internal async Task<InspectedProjection> InspectAsync(Reading read, Documents documents, CancellationToken cancellation)
    {
        if (File is not { } file)
            return new InspectedProjection(null, null);
        try
        {
            var ledger = await ReadAsync(file, read, documents, cancellation).ConfigureAwait(false);
            return new InspectedProjection(new LedgerSnapshot(ledger, ledger.Rows.Count), null);
        }
        catch (Exception unusable) when (unusable is ProjectionFormatException or EndOfStreamException or FormatException)
        {
            return new InspectedProjection(null, unusable.Message);
        }
    }

    /// <summary>The file where one is saved; null where none is.</summary>
    private string? File => folder.Path is { } path && Path.Combine(path, FileName) is var file && System.IO.File.Exists(file) ? file : null;

    private async Task<LedgerColumns> ReadAsync(string file, Reading read, Documents documents, CancellationToken cancellation)
    {
        using var from = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 20);
        var reader = new ProjectionReader(from, from.Length);
        var last = ReadHead(reader);
        if (!await IsInAsync(read, last, cancellation).ConfigureAwait(false))
            throw new ProjectionFormatException("of another ledger: the store does not hold the last event that it knows");
        var ledger = new LedgerColumns(streams, documents) { Last = last };
        SavedColumns.Load(ledger, reader);
        return reader.IsAtEnd ? ledger : throw new ProjectionFormatException("damaged: it goes on after its end");
    }

    private void Write(LedgerColumns ledger, ProjectionWriter to)
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

    private LastEvent ReadHead(ProjectionReader reader)
    {
        if (reader.Number() != Magic)
            throw new ProjectionFormatException("no saved projection, or of a machine of another byte order");
        var (program, prefix) = (reader.Text(), reader.Text());
        var (stream, revision, eventId, requestId) = (reader.Text(), reader.Number(), reader.Text(), reader.Text());
        reader.Sealed("its head");
        return program != Program ? throw new ProjectionFormatException("outdated: another version of the program made it")
            : prefix != streams.LedgerPrefix ? throw new ProjectionFormatException($"of another ledger: its streams begin with '{prefix}'")
            : new LastEvent(stream, revision, Guid.Parse(eventId), Guid.Parse(requestId));
    }

    private static async Task<bool> IsInAsync(Reading read, LastEvent last, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await read(last.Stream, last.Revision, cancellation).ConfigureAwait(false) is { } stored && stored.EventId == last.EventId;
            }
            catch (EventLogUnavailableException)
            {
                // A store that is away at the start is waited for, here as everywhere.
                await Task.Delay(Unavailable, cancellation).ConfigureAwait(false);
            }
        }
    }

    private void Settle(FileStream next, string file)
    {
        try
        {
            using (next)
                next.Flush(flushToDisk: true);
            System.IO.File.Move(next.Name, file, overwrite: true);
        }
        catch (IOException failed)
        {
            logger.NotSaved(file, failed.Message);
        }
    }
}

/// <summary>A saved projection as it was found.</summary>
/// <param name="Ledger">What it holds; null where there is none to be used.</param>
/// <param name="Fault">Why it is not to be used; null where it is, or where there is none.</param>
internal sealed record InspectedProjection(LedgerSnapshot? Ledger, string? Fault);

/// <summary>What operations people read of it.</summary>
internal static partial class SavedProjectionLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} is not used ({Why}); it is set aside as {Aside}, and the projection is rebuilt from the store")]
    public static partial void SetAside(this ILogger logger, string file, string why, string aside);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} could not be saved ({Why}); the one before it stands, and the ledger goes on")]
    public static partial void NotSaved(this ILogger logger, string file, string why);
}
