using System.Globalization;

namespace Ledger.EventStoreStandIn.Storing;

/// <summary>A node of the folder, as the others see it.</summary>
public sealed record Member(string Host, int Port, bool IsLeader, bool IsAlive);

/// <summary>
/// Which of the processes over one folder leads: the one that holds its lock. A process that dies lets go of it; one that resigns waits a
/// moment before it may take it again.
/// </summary>
public sealed class Leadership : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Told = TimeSpan.FromMilliseconds(250);

    private readonly string _lock, _members, _me;
    private readonly TimeProvider _time;
    private readonly Timer _telling;
    private FileStream? _held;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private volatile bool _isLeader;

    public Leadership(string folder, string host, int port, TimeProvider time)
    {
        _members = Directory.CreateDirectory(Path.Combine(folder, "members")).FullName;
        _lock = Path.Combine(folder, "leader.lock");
        _me = Path.Combine(_members, string.Create(CultureInfo.InvariantCulture, $"{host} {port}"));
        _time = time;
        _telling = new Timer(_ => Tell(), null, TimeSpan.Zero, Told);
    }

    public bool IsLeader => _isLeader;

    /// <summary>The processes that said lately that they live.</summary>
    public IReadOnlyList<Member> Members => [.. Directory.GetFiles(_members).Select(Read).OfType<Member>()];

    /// <summary>Another process's account, by what it wrote last; null for none.</summary>
    public Member? Leader => Members.FirstOrDefault(member => member.IsLeader && member.IsAlive);

    public bool TryTake()
    {
        if (_time.GetUtcNow() < _notBefore)
            return false;
        try
        {
            _held = new FileStream(_lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return false;
        }
        _isLeader = true;
        Tell();
        return true;
    }

    /// <summary>Lets another process lead. What waits to be written is refused.</summary>
    public void Resign(TimeSpan pause)
    {
        _notBefore = _time.GetUtcNow() + pause;
        _isLeader = false;
        Tell();
        _held?.Dispose();
        _held = null;
    }

    public void Dispose()
    {
        _telling.Dispose();
        _held?.Dispose();
        File.Delete(_me);
    }

    private void Tell()
    {
        try
        {
            File.WriteAllText(_me, _isLeader ? "leads" : "follows");
        }
        catch (IOException)
        {
            // Another thread tells the same.
        }
    }

    private Member? Read(string file)
    {
        try
        {
            var parts = Path.GetFileName(file).Split(' ');
            var isAlive = _time.GetUtcNow() - File.GetLastWriteTimeUtc(file) < Silence;
            return new Member(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), isAlive && File.ReadAllText(file) == "leads", isAlive);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
