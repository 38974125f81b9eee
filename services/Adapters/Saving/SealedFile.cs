using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Ledger.Adapters.Saving;

/// <summary>Where a process saves what it has read of the ledger, so that its next start need not read it whole.</summary>
/// <param name="Path">A folder; null: nowhere.</param>
public sealed record SavingFolder(string? Path)
{
    /// <summary>A file in it; null where nothing is saved.</summary>
    public SealedFile? File(string name, ILogger logger) => Path is null ? null : new SealedFile(System.IO.Path.Combine(Path, name), logger);
}

/// <summary>
/// A copy of what the store holds, in a file that is written whole or not at all. One that is not as it was written, or is not of this ledger, is
/// named, set aside and never used. Deleting it is always safe.
/// </summary>
/// <param name="path">Of the file.</param>
/// <param name="logger">Told what is not used, and what could not be saved.</param>
public sealed class SealedFile(string path, ILogger logger)
{
    private readonly Lock _saving = new();
    private Task _settling = Task.CompletedTask;

    /// <summary>Writes it anew. It is forced to disk, and takes the place of the one before it, in the background.</summary>
    /// <returns>How long it took to write.</returns>
    public TimeSpan Save(Action<SealedWriter> write)
    {
        using var _ = _saving.EnterScope();
        // The one before may still be on its way to the disk.
        _settling.GetAwaiter().GetResult();
        var began = Stopwatch.GetTimestamp();
        FileStream? next = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            next = new FileStream(path + ".new", FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);
            write(new SealedWriter(next));
            _settling = Task.Run(() => Settle(next));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            next?.Dispose();
            logger.NotSaved(path, failed.Message);
        }
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Waits until what was saved last is on the disk.</summary>
    public Task SettledAsync() => _settling;

    /// <summary>Reads it; null where it is not there, or is set aside because it is not to be used.</summary>
    public async Task<T?> LoadAsync<T>(Func<SealedReader, Task<T>> read)
        where T : class
    {
        var (value, fault) = await InspectAsync(read).ConfigureAwait(false);
        if (fault is not null)
        {
            var aside = path + ".set-aside";
            File.Move(path, aside, overwrite: true);
            logger.SetAside(path, fault, aside);
        }
        return value;
    }

    /// <summary>Reads it and leaves it where it is.</summary>
    /// <returns>What is read, or why it is not to be used; neither where it is not there.</returns>
    public async Task<(T? Value, string? Fault)> InspectAsync<T>(Func<SealedReader, Task<T>> read)
        where T : class
    {
        if (!File.Exists(path))
            return (null, null);
        try
        {
            using var from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 20);
            var reader = new SealedReader(from, from.Length);
            var value = await read(reader).ConfigureAwait(false);
            return reader.IsAtEnd ? (value, null) : (null, "damaged: it goes on after its end");
        }
        catch (Exception unusable) when (unusable is SealedFormatException or EndOfStreamException or FormatException)
        {
            return (null, unusable.Message);
        }
    }

    private void Settle(FileStream next)
    {
        try
        {
            using (next)
                next.Flush(flushToDisk: true);
            File.Move(next.Name, path, overwrite: true);
        }
        catch (IOException failed)
        {
            logger.NotSaved(path, failed.Message);
        }
    }
}

/// <summary>What operations people read of saved files.</summary>
internal static partial class SealedFileLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} is not used ({Why}); it is set aside as {Aside}, and what it held is read anew from the store")]
    public static partial void SetAside(this ILogger logger, string file, string why, string aside);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} could not be saved ({Why}); the one before it stands, and the ledger goes on")]
    public static partial void NotSaved(this ILogger logger, string file, string why);
}
