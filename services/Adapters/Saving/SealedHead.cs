using Ledger.Adapters.EventLog;

namespace Ledger.Adapters.Saving;

/// <summary>An event as the store delivered it.</summary>
/// <param name="At">Where the store holds it.</param>
/// <param name="Stream">The stream's full name.</param>
/// <param name="Revision">Revision in the stream.</param>
/// <param name="EventId">Its id.</param>
public sealed record DeliveredEvent(LogPosition At, string Stream, long Revision, Guid EventId);

/// <summary>Reads a stream's event at a revision; null where it has none there.</summary>
public delegate Task<StoredEvent?> EventReading(string stream, long revision, CancellationToken cancellation);

/// <summary>
/// With what a saved file begins: what file it is, which program made it, of which ledger, and the last event of which everything is in it. Another program may read
/// events otherwise; and a file of another ledger, or of a copy of this one whose events stand elsewhere, would go on from a place of its own.
/// </summary>
/// <param name="Magic">Eight letters, read as a number in the byte order of this machine: another order is another file.</param>
/// <param name="What">What such a file holds, in a word or two.</param>
/// <param name="Program">Which program makes it: what is not the same word for word is not read.</param>
/// <param name="Prefix">Of the streams that it is about.</param>
public sealed record SealedHead(long Magic, string What, string Program, string Prefix)
{
    private static readonly TimeSpan Unavailable = TimeSpan.FromSeconds(1);

    /// <summary>The builds of the assemblies that hold these types.</summary>
    public static string BuildsOf(params IEnumerable<Type> types) => string.Join(' ', types.Select(type => type.Module.ModuleVersionId.ToString("N")));

    /// <summary>Writes it.</summary>
    /// <param name="to">The file.</param>
    /// <param name="last">The last event of which everything is in it.</param>
    public void Write(SealedWriter to, DeliveredEvent last)
    {
        to.Number(Magic);
        to.Text(Program);
        to.Text(Prefix);
        to.Text(last.Stream);
        to.Number(last.Revision);
        to.Text(last.EventId.ToString());
        to.Number((long)last.At.Commit);
        to.Number((long)last.At.Prepare);
        to.Seal();
    }

    /// <summary>Reads it, and checks that the store holds the last event where the file says.</summary>
    /// <param name="from">The file.</param>
    /// <param name="read">Reads an event from the store. A store that is away is waited for, here as everywhere.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="SealedFormatException">It is another file, of another program or ledger, or damaged.</exception>
    public async Task<DeliveredEvent> ReadAsync(SealedReader from, EventReading read, CancellationToken cancellation)
    {
        if (from.Number() != Magic)
            throw new SealedFormatException($"no {What}, or of a machine of another byte order");
        var (program, prefix, stream, revision, eventId) = (from.Text(), from.Text(), from.Text(), from.Number(), from.Text());
        var at = new LogPosition((ulong)from.Number(), (ulong)from.Number());
        from.Sealed("its head");
        if (program != Program)
            throw new SealedFormatException("outdated: another version of the program made it");
        if (prefix != Prefix)
            throw new SealedFormatException($"of another ledger: its streams begin with '{prefix}'");
        var last = new DeliveredEvent(at, stream, revision, Guid.Parse(eventId));
        if (await InStoreAsync(last, read, cancellation).ConfigureAwait(false) is not { } held || held.EventId != last.EventId)
            throw new SealedFormatException("of another ledger: the store does not hold the last event that it knows");
        return held.Position == at ? last : throw new SealedFormatException("of another store: the last event that it knows stands elsewhere in this one");
    }

    private static async Task<StoredEvent?> InStoreAsync(DeliveredEvent last, EventReading read, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await read(last.Stream, last.Revision, cancellation).ConfigureAwait(false);
            }
            catch (EventLogUnavailableException)
            {
                await Task.Delay(Unavailable, cancellation).ConfigureAwait(false);
            }
        }
    }
}
