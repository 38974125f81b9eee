using System.Threading.Channels;

namespace Ledger.Adapters.Owners;

/// <summary>
/// Commands that wait to be decided, in the order in which they came. At most one of a stream is out at a time: what it leaves behind, the
/// stream's next one is decided on.
/// </summary>
internal sealed class WaitingLine
{
    private readonly Channel<WaitingCommand> _incoming = Channel.CreateUnbounded<WaitingCommand>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, Queue<WaitingCommand>> _parked = [];
    private readonly Lock _gate = new();

    public void Add(WaitingCommand command) => _incoming.Writer.TryWrite(command);

    /// <summary>False once stopping is asked for.</summary>
    public async Task<bool> MoreAsync(CancellationToken stopping)
    {
        try
        {
            return await _incoming.Reader.WaitToReadAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public bool TryTake(out WaitingCommand? command) => _incoming.Reader.TryRead(out command);

    /// <summary>Takes what waits, at most one command of each stream; the others of a stream are parked behind it.</summary>
    public List<WaitingCommand> TakeBatch(int most)
    {
        var batch = new List<WaitingCommand>();
        while (batch.Count < most && _incoming.Reader.TryRead(out var next))
        {
            lock (_gate)
            {
                if (_parked.TryGetValue(next.Stream, out var behind))
                {
                    behind.Enqueue(next);
                    continue;
                }
                _parked.Add(next.Stream, new Queue<WaitingCommand>());
            }
            batch.Add(next);
        }
        return batch;
    }

    /// <summary>Gives back the streams of a batch; those to be decided again go before what is parked behind them.</summary>
    public void Return(IEnumerable<WaitingCommand> batch, IReadOnlySet<WaitingCommand> again)
    {
        lock (_gate)
        {
            foreach (var command in batch)
            {
                _parked.Remove(command.Stream, out var behind);
                if (again.Contains(command))
                    Add(command);
                foreach (var next in behind!)
                    Add(next);
            }
        }
    }
}
