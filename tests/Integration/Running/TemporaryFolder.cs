namespace Ledger.Integration.Running;

/// <summary>A folder of its own under the system's temporary one; gone when disposed.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("ledger-").FullName;

    private TemporaryFolder(string path) => Path = path;

    /// <summary>
    /// A folder in memory where the machine has one: for what is read and written very often, and where losing power is not the question.
    /// </summary>
    public static TemporaryFolder InMemory() => Directory.Exists(Memory)
        ? new TemporaryFolder(Directory.CreateDirectory(System.IO.Path.Combine(Memory, $"ledger-{Guid.NewGuid():N}")).FullName)
        : new TemporaryFolder();

    public string Path { get; }

    /// <summary>A path inside it.</summary>
    public string Of(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
