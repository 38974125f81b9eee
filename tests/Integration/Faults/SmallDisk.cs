using Ledger.Integration.Running;

namespace Ledger.Integration.Faults;

/// <summary>A file system in memory with little room, until disposed, and ballast by which it is filled and emptied.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _mount = new();

    private SmallDisk(string size) => Machine.Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", _mount.Path);

    /// <summary>The ledger's folder.</summary>
    public string Data => _mount.Of("data");

    private string Ballast => _mount.Of("ballast");

    /// <summary>Mounts it, or skips the test where that is not allowed.</summary>
    public static SmallDisk Mounted(string size)
    {
        if (!Machine.MayMount)
            Assert.Skip("a disk that fills needs a small tmpfs of its own, which only root may mount: run this as root, where mounting is allowed");
        return new SmallDisk(size);
    }

    /// <summary>Leaves so many bytes, or fewer, free.</summary>
    public void FillUpTo(long free)
    {
        using var ballast = new FileStream(Ballast, FileMode.Append);
        var room = new DriveInfo(_mount.Path).AvailableFreeSpace - free;
        ballast.Write(new byte[Math.Max(0, room)]);
    }

    /// <summary>Makes room.</summary>
    public void Empty() => File.Delete(Ballast);

    public void Dispose()
    {
        Machine.Run("umount", _mount.Path);
        _mount.Dispose();
    }
}
