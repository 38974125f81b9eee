using System.Globalization;

namespace Ledger.Subscriber;

/// <summary>
/// Keeps the checkpoint in a file of its own, replaced atomically and flushed to the disk after the handler has returned. The file does not share
/// a transaction with the handler's effects: after a crash between the two, the handler is called for the last event again.
/// </summary>
/// <param name="path">The checkpoint's file; its folder must be there.</param>
/// <param name="handle">Called for one event after another.</param>
public sealed class FileCheckpointedHandler(string path, Func<PolicyEvent, CancellationToken, Task> handle) : ICheckpointedHandler
{
    public async Task<long> PositionAsync(CancellationToken cancellation)
    {
        if (!File.Exists(path))
            return -1;
        var text = await File.ReadAllTextAsync(path, cancellation).ConfigureAwait(false);
        return long.TryParse(text.AsSpan().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var position)
            ? position
            : throw new InvalidDataException($"{path} holds no ledger position");
    }

    public async Task HandleAsync(PolicyEvent recorded, CancellationToken cancellation)
    {
        await handle(recorded, cancellation).ConfigureAwait(false);
        Keep(recorded.Position);
    }

    public Task PassAsync(long position, CancellationToken cancellation)
    {
        Keep(position);
        return Task.CompletedTask;
    }

    private void Keep(long position)
    {
        var written = $"{path}.new";
        using (var file = new FileStream(written, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(position.ToString(CultureInfo.InvariantCulture)));
            file.Flush(flushToDisk: true);
        }
        File.Move(written, path, overwrite: true);
    }
}
