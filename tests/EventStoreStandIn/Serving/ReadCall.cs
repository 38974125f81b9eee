using Grpc.Core;
using Ledger.Adapters.EventLog.EventStore.Protocol;
using Ledger.EventStoreStandIn.Faults;
using Ledger.EventStoreStandIn.Storing;

namespace Ledger.EventStoreStandIn.Serving;

/// <summary>One read or subscription. The next event is read only when the last one has been taken, so that a slow client costs no memory.</summary>
internal sealed class ReadCall(EventStore store, FaultPlan faults, StandInSettings settings, IServerStreamWriter<ReadResp> responses, ServerCallContext context)
{
    /// <summary>Events considered between two checkpoints where a filter states no window of its own.</summary>
    private const uint UsualWindow = 32;

    private readonly EventIndex _index = store.Index;
    private readonly CancellationToken _over = context.CancellationToken;
    private ReadAhead _ahead;
    private bool _idsAsStrings;
    private int _sent;

    public async Task RunAsync(ReadOptions options)
    {
        if (options.UuidOption is null || options.UuidOption.FormCase == UuidOption.FormOneofCase.None)
            await Task.Delay(System.Threading.Timeout.Infinite, _over);
        if (options.ExtentCase == ReadOptions.ExtentOneofCase.None || options.FilteringCase == ReadOptions.FilteringOneofCase.None)
            throw ProtocolFaults.Invalid("count or subscription, and filter or no_filter, must be stated");
        _idsAsStrings = options.UuidOption!.FormCase == UuidOption.FormOneofCase.String;
        var isSubscription = options.ExtentCase == ReadOptions.ExtentOneofCase.Subscription;
        switch (options.SourceCase)
        {
            case ReadOptions.SourceOneofCase.Stream when options.FilteringCase == ReadOptions.FilteringOneofCase.Filter:
                throw ProtocolFaults.Invalid("A stream is read without a filter");
            case ReadOptions.SourceOneofCase.Stream when options.Stream.FromCase == StreamOptions.FromOneofCase.None:
            case ReadOptions.SourceOneofCase.All when options.All.FromCase == AllOptions.FromOneofCase.None:
                throw ProtocolFaults.Unknown("Exception was thrown by handler.");
            case ReadOptions.SourceOneofCase.Stream:
                await (isSubscription ? SubscribeToStreamAsync(options.Stream) : ReadStreamAsync(options));
                break;
            case ReadOptions.SourceOneofCase.All:
                await (isSubscription ? SubscribeToAllAsync(options) : ReadAllAsync(options));
                break;
            default:
                throw ProtocolFaults.Invalid("Stream or all must be stated");
        }
    }

    private async Task ReadStreamAsync(ReadOptions options)
    {
        var name = Wire.Name(options.Stream.StreamIdentifier);
        var stream = _index.Find(name);
        if (stream?.IsTombstoned == true)
            throw ProtocolFaults.StreamDeleted(name);
        if (stream is null || stream.Last < 0 || stream.IsSoftDeleted)
        {
            await responses.WriteAsync(new ReadResp { StreamNotFound = new ReadResp.Types.StreamNotFound { StreamIdentifier = options.Stream.StreamIdentifier } }, _over);
            return;
        }
        var (first, last) = (stream.First, stream.Last);
        var stated = options.Stream.FromCase switch
        {
            StreamOptions.FromOneofCase.Revision => options.Stream.Revision > long.MaxValue ? long.MaxValue : (long)options.Stream.Revision,
            StreamOptions.FromOneofCase.Start => 0,
            _ => long.MaxValue,
        };
        var left = options.Count;
        if (options.ReadDirection == ReadOptions.Types.Direction.Forwards)
        {
            for (var revision = Math.Max(stated, first); revision <= last && left > 0; revision++, left--)
                await SendAsync(_index[stream[revision]]);
        }
        else
        {
            for (var revision = Math.Min(stated, last); revision >= first && left > 0; revision--, left--)
                await SendAsync(_index[stream[revision]]);
        }
        if (options.ControlOption?.Compatibility >= 1)
            await responses.WriteAsync(new ReadResp { LastStreamPosition = (ulong)last }, _over);
    }

    private async Task ReadAllAsync(ReadOptions options)
    {
        var filter = EventFilter.Of(options, _index);
        var left = options.Count;
        if (options.ReadDirection == ReadOptions.Types.Direction.Forwards)
        {
            var from = options.All.FromCase switch
            {
                AllOptions.FromOneofCase.Position => Place(options),
                AllOptions.FromOneofCase.Start => 0,
                _ => _index.Count,
            };
            for (var entry = from; entry < _index.Count && left > 0; entry++)
            {
                if (!filter.Takes(_index[entry]))
                    continue;
                await SendAsync(_index[entry]);
                left--;
            }
            return;
        }
        var before = options.All.FromCase switch
        {
            AllOptions.FromOneofCase.Position => Place(options),
            AllOptions.FromOneofCase.Start => 0,
            _ => _index.Count,
        };
        for (var entry = before - 1; entry >= 0 && left > 0; entry--)
        {
            if (!filter.Takes(_index[entry]))
                continue;
            await SendAsync(_index[entry]);
            left--;
        }
    }

    private async Task SubscribeToStreamAsync(StreamOptions options)
    {
        var name = Wire.Name(options.StreamIdentifier);
        await ConfirmAsync();
        var next = options.FromCase switch
        {
            StreamOptions.FromOneofCase.Revision => (long)options.Revision + 1,
            StreamOptions.FromOneofCase.Start => 0,
            _ => (_index.Find(name)?.Last ?? -1) + 1,
        };
        var saidCaughtUp = false;
        while (true)
        {
            var grown = _index.Grown;
            var stream = _index.Find(name);
            if (stream?.IsTombstoned == true)
                throw ProtocolFaults.StreamDeleted(name);
            for (next = Math.Max(next, stream?.First ?? 0); next <= (stream?.Last ?? -1); next++)
                await SendAsync(_index[stream![next]], isSubscription: true);
            if (stream is not null)
                saidCaughtUp = await SayCaughtUpAsync(saidCaughtUp);
            await grown.WaitAsync(_over);
        }
    }

    private async Task SubscribeToAllAsync(ReadOptions options)
    {
        var filter = EventFilter.Of(options, _index);
        var isFiltered = options.FilteringCase == ReadOptions.FilteringOneofCase.Filter;
        if (isFiltered && options.Filter.CheckpointIntervalMultiplier == 0)
            throw ProtocolFaults.Unknown("Exception was thrown by handler.");
        var interval = isFiltered ? (long)(options.Filter.WindowCase == FilterOptions.WindowOneofCase.Max ? options.Filter.Max : UsualWindow) * options.Filter.CheckpointIntervalMultiplier : long.MaxValue;
        var next = options.All.FromCase switch
        {
            AllOptions.FromOneofCase.Position => PlaceAfter(options),
            AllOptions.FromOneofCase.Start => 0,
            _ => _index.Count,
        };
        await ConfirmAsync();
        var (considered, saidCaughtUp) = (0L, false);
        while (true)
        {
            var grown = _index.Grown;
            for (; next < _index.Count; next++)
            {
                var entry = _index[next];
                if (filter.Takes(entry))
                    await SendAsync(entry, isSubscription: true);
                if (++considered % interval == 0)
                    await responses.WriteAsync(new ReadResp { Checkpoint = Wire.At(entry.Position) }, _over);
            }
            saidCaughtUp = await SayCaughtUpAsync(saidCaughtUp);
            await grown.WaitAsync(_over);
        }
    }

    /// <summary>A position that is no event's start is an error; one past the end is the end.</summary>
    private int Place(ReadOptions options)
    {
        var (entry, isExact) = _index.At(options.All.Position.CommitPosition);
        return isExact || entry == _index.Count
            ? entry
            // A read says so in its own words, and a subscription breaks down.
            : throw ProtocolFaults.Unknown(options.ExtentCase == ReadOptions.ExtentOneofCase.Subscription
                ? "Exception was thrown by handler."
                : $"Unexpected {(options.FilteringCase == ReadOptions.FilteringOneofCase.Filter ? "Filtered" : "")}ReadAllResult: Error");
    }

    private int PlaceAfter(ReadOptions options) => Math.Min(Place(options) + 1, _index.Count);

    private Task ConfirmAsync() => responses.WriteAsync(new ReadResp { Confirmation = new ReadResp.Types.Confirmation { SubscriptionId = Guid.NewGuid().ToString() } }, _over);

    private async Task<bool> SayCaughtUpAsync(bool said)
    {
        if (!said && settings.SaysCaughtUp)
            await responses.WriteAsync(new ReadResp { CaughtUp = Wire.Nothing }, _over);
        return true;
    }

    private async Task SendAsync(IndexEntry entry, bool isSubscription = false)
    {
        await faults.StalledAsync(_over);
        var answer = Wire.ToRead(store.Read(entry, ref _ahead), _idsAsStrings);
        await responses.WriteAsync(answer, _over);
        if (!isSubscription)
            return;
        if (faults.DuplicatesThis())
            await responses.WriteAsync(answer, _over);
        if (faults.CutEvery > 0 && ++_sent >= faults.CutEvery)
        {
            context.GetHttpContext().Abort();
            _over.ThrowIfCancellationRequested();
        }
    }
}
