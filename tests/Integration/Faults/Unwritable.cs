using Ledger.Integration.Running;

namespace Ledger.Integration.Faults;

/// <summary>
/// A folder that may not be written, until disposed. Root may write whatever the permissions say, so for root it is mounted read-only.
/// </summary>
internal sealed class Unwritable : IDisposable
{
    private readonly string _folder;
    private readonly UnixFileMode? _before;

    private Unwritable(string folder, UnixFileMode? before) => (_folder, _before) = (folder, before);

    public static Unwritable Made(string folder)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            var before = File.GetUnixFileMode(folder);
            foreach (var file in Directory.GetFiles(folder))
                File.SetUnixFileMode(file, UnixFileMode.UserRead);
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            return new Unwritable(folder, before);
        }
        if (!Machine.MayMount)
            Assert.Skip("root may write any folder, and a read-only one cannot be mounted here: run this as another user, or where root may mount");
        Machine.Run("mount", "--bind", folder, folder);
        Machine.Run("mount", "-o", "remount,bind,ro", folder);
        return new Unwritable(folder, null);
    }

    public void Dispose()
    {
        if (_before is { } before)
            File.SetUnixFileMode(_folder, before);
        else
            Machine.Run("umount", _folder);
    }
}
