using System.Text;
using Ledger.Adapters.EventLog;
using Ledger.Api.Common.V1;
using Ledger.Events;
using Ledger.Kernel;
using NodaTime;

namespace Ledger.Benchmarks;

/// <summary>Appends what a recorder would store of commands like one that was recorded, each on a stream of its own, without any owner deciding it.</summary>
internal sealed class AppendedCommands
{
    private readonly IEventLog _log;
    private readonly IReadOnlyList<LedgerEvent> _like;
    private readonly string _prefix;

    /// <param name="like">A command as it was answered.</param>
    /// <param name="log">The store.</param>
    public AppendedCommands(Recorded like, IEventLog log)
    {
        _log = log;
        _like = [.. like.Events.Select(recorded => EventCodec.Decode(Encoding.UTF8.GetBytes(recorded.Document)))];
        _prefix = like.Stream[..^_like[0].Entity.Length];
    }

    /// <exception cref="InvalidOperationException">The store did not append it.</exception>
    public async Task AppendAsync(string round, int number)
    {
        var (entity, request, now) = ($"appended-{round}-{number}", Guid.NewGuid(), SystemClock.Instance.GetCurrentInstant());
        var events = _like.Select(one => one with
        {
            Entity = entity,
            Header = one.Header with { EventId = Guid.NewGuid(), Stream = _prefix + entity, RequestId = request, RecordedAt = now },
        });
        var append = new StreamAppend(
            _prefix + entity, _like[0].Header.Revision - 1, [.. events.Select(one => new EventToStore(one.Header.EventId, WireNames.Of(one.Body), EventCodec.Encode(one), ReadOnlyMemory<byte>.Empty))]);
        if ((await _log.AppendAsync([append], CancellationToken.None))[0] is not AppendOutcome.Appended)
            throw new InvalidOperationException($"{append.Stream} is not appended");
    }
}
