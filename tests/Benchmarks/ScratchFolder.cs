namespace Ledger.Benchmarks;

/// <summary>A folder for this run, on the disk that temporary files are on.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ledger-bench-");

    /// <summary>A new empty folder in it.</summary>
    public string New(string name) => Directory.CreateDirectory(Path.Combine(_root.FullName, $"{name}-{Guid.NewGuid():N}")).FullName;

    public void Dispose() => _root.Delete(recursive: true);
}
