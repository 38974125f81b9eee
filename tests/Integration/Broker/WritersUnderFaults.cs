using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Ledger.Api.Facilities.V1;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Crash;
using Ledger.Integration.Running;

namespace Ledger.Integration.Broker;

/// <summary>
/// Writers that go on whatever fails: each sends its command again, with its request id, until it is answered "recorded" or "pending". Some
/// commands have a stream of their own, some share a few.
/// </summary>
/// <param name="ledger">Written to.</param>
/// <param name="seed">Of what each writer sends.</param>
/// <param name="note">Makes the events large; null: they have none.</param>
internal sealed class WritersUnderFaults(SeparateLedger ledger, int seed, string? note)
{
    private const int Writers = 24;
    private const int SharedPlants = 4;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string _run = $"{seed:x8}-{Guid.NewGuid().ToString("N")[..6]}";
    private readonly ConcurrentDictionary<string, long> _recorded = new();
    private readonly ConcurrentDictionary<string, (RecordActRequest Request, string Operation)> _pending = new();
    private volatile bool _enough;
    private int _repeated;
    private Task _writing = Task.CompletedTask;

    /// <summary>What came of it, for the test's output.</summary>
    public override string ToString() => $"{_recorded.Count} commands recorded, {_repeated} sent again";

    public int Recorded => _recorded.Count;

    public int Pending => _pending.Count;

    private FacilitiesService.FacilitiesServiceClient Client => new(ledger["Facilities"].Channel);

    public async Task StartAsync()
    {
        for (var plant = 0; plant < SharedPlants; plant++)
            await SendAsync(Plants.Registered($"shared-{_run}-{plant}"));
        _writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(writer))));
    }

    /// <summary>Stops the writers, waits until what is pending has an outcome, and compares all that was answered with what is there.</summary>
    public async Task AssertAllThereOnceAsync()
    {
        _enough = true;
        await _writing.WaitAsync(Patience);
        await SettleAsync();
        var timeline = ledger["Timeline"].Channel;
        await ReachedAsync(timeline, _recorded.Values.Max());
        var recorded = await Plants.AssertEachOnceAsync(timeline, _recorded, CancellationToken.None);
        Assert.Subset(recorded.ToHashSet(), _recorded.Keys.ToHashSet());
        Assert.True(_recorded.Count > Writers, $"only {this}");
    }

    private async Task WriteAsync(int writer)
    {
        var random = new Random(seed + writer);
        for (var number = 0; !_enough; number++)
        {
            await SendAsync(random.Next(4) == 0
                ? Plants.Told($"shared-{_run}-{random.Next(SharedPlants)}", $"act-{writer}-{number}")
                : Plants.Registered($"plant-{_run}-{writer}-{number}", note));
        }
    }

    private async Task SendAsync(RecordActRequest request)
    {
        while (true)
        {
            try
            {
                var answer = (await Client.RecordActAsync(request, deadline: DateTime.UtcNow + Deadline)).Recorded;
                if (answer.Pending)
                    _pending[request.RequestId] = (request, answer.Operation);
                else
                    _recorded[request.RequestId] = answer.Position;
                return;
            }
            catch (RpcException failed) when (failed.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Aborted or StatusCode.ResourceExhausted or StatusCode.Cancelled or StatusCode.Internal
                && (failed.StatusCode != StatusCode.Internal || failed.Status.DebugException is not null))
            {
                Interlocked.Increment(ref _repeated);
                await Task.Delay(100);
            }
        }
    }

    /// <summary>What was answered pending is found: recorded, or conflicted and then sent again under its id.</summary>
    private async Task SettleAsync()
    {
        var operations = new OperationsService.OperationsServiceClient(ledger["Timeline"].Channel);
        var until = DateTime.UtcNow + Patience;
        while (!_pending.IsEmpty)
        {
            foreach (var (requestId, (request, operation)) in _pending.ToArray())
            {
                var found = await operations.GetOperationAsync(new GetOperationRequest { Operation = operation });
                if (found.Status == OperationStatus.Pending)
                    continue;
                _pending.TryRemove(requestId, out _);
                if (found.Status == OperationStatus.Recorded)
                    _recorded[requestId] = found.Position;
                else
                    await SendAsync(request);
            }
            Assert.True(DateTime.UtcNow < until, $"{_pending.Count} operations are still pending");
            await Task.Delay(100);
        }
    }

    private static async Task ReachedAsync(GrpcChannel timeline, long position) =>
        await new TimelineService.TimelineServiceClient(timeline).ListEventsAsync(new ListEventsRequest { MinPosition = position, PageSize = 1 }, deadline: DateTime.UtcNow + Patience);
}
