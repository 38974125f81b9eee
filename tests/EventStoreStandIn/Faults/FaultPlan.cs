namespace Ledger.EventStoreStandIn.Faults;

/// <summary>How an answer is lost.</summary>
public enum Loss
{
    /// <summary>The call is cut.</summary>
    Reset,

    /// <summary>The call goes on, and the answer never comes.</summary>
    Silent,
}

/// <summary>Which faults are to come. Each is asked for with a number of times, and used up by them. Safe for concurrent use.</summary>
public sealed class FaultPlan(int seed)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _left = [];
    private readonly Random _random = new(seed);
    private TaskCompletionSource? _stalled;

    /// <summary>Seed of the shuffles.</summary>
    public int Seed => seed;

    public Loss Loss { get; private set; }

    /// <summary>Whom calls are sent to by <c>not-leader</c>; empty: the node that leads.</summary>
    public (string Host, int Port) NamedLeader { get; private set; } = ("", 0);

    /// <summary>Batch answers are shuffled among so many; 0 and 1: sent as they come.</summary>
    public int ReorderWindow { get; private set; }

    /// <summary>A subscription is cut after so many events; 0: never.</summary>
    public int CutEvery { get; private set; }

    public void LoseAnswers(int count, Loss how)
    {
        lock (_gate)
            (_left["lose"], Loss) = (count, how);
    }

    public void NotLeader(int count, int after, string host, int port)
    {
        lock (_gate)
            (_left["not-leader"], _left["not-leader-after"], NamedLeader) = (count, after, (host, port));
    }

    public void Duplicate(int count)
    {
        lock (_gate)
            _left["duplicate"] = count;
    }

    public void Reorder(int window) => ReorderWindow = window;

    public void CutSubscriptions(int every) => CutEvery = every;

    /// <summary>Nothing is answered until it is over.</summary>
    public void Stall(TimeSpan time)
    {
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _stalled, stalled)?.TrySetResult();
        _ = Task.Delay(time).ContinueWith(_ => stalled.TrySetResult(), TaskScheduler.Default);
    }

    public void Clear()
    {
        lock (_gate)
            _left.Clear();
        (ReorderWindow, CutEvery) = (0, 0);
        Interlocked.Exchange(ref _stalled, null)?.TrySetResult();
    }

    public bool LosesThis() => Use("lose");

    public bool DuplicatesThis() => Use("duplicate");

    public bool SendsThisAway()
    {
        lock (_gate)
        {
            if (_left.GetValueOrDefault("not-leader") == 0)
                return false;
            if (_left.GetValueOrDefault("not-leader-after") > 0)
            {
                _left["not-leader-after"]--;
                return false;
            }
            return UseLocked("not-leader");
        }
    }

    public Task StalledAsync(CancellationToken cancellation) => Volatile.Read(ref _stalled)?.Task.WaitAsync(cancellation) ?? Task.CompletedTask;

    public void Shuffle<T>(Span<T> items)
    {
        lock (_gate)
            _random.Shuffle(items);
    }

    public override string ToString()
    {
        lock (_gate)
            return string.Join(", ", _left.Where(fault => fault.Value > 0).Select(fault => $"{fault.Key} {fault.Value}").Append($"reorder {ReorderWindow}").Append($"cut every {CutEvery}"));
    }

    private bool Use(string fault)
    {
        lock (_gate)
            return UseLocked(fault);
    }

    private bool UseLocked(string fault)
    {
        if (_left.GetValueOrDefault(fault) == 0)
            return false;
        _left[fault]--;
        return true;
    }
}
