namespace Ledger.Integration.Running;

/// <summary>A folder of its own under the system's temporary one; gone when disposed.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Path = Directory.CreateTempSubdirectory("ledger-").FullName;

    public string Path { get; }

    /// <summary>A path inside it.</summary>
    public string Of(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
