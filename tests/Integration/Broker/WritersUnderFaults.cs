using System.Collections.Concurrent;
using Grpc.Core;
using Ledger.Api.Facilities.V1;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Crash;

namespace Ledger.Integration.Broker;

/// <summary>
/// Writers that go on whatever fails: each sends its command again, with its request id, until it is answered "recorded" or "pending". Some
/// commands have a stream of their own, some share a few.
/// </summary>
/// <param name="ledger">Where.</param>
/// <param name="seed">Of what they leave to chance.</param>
/// <param name="sharing">What they share.</param>
internal sealed class WritersUnderFaults(SeparateLedger ledger, int seed, Sharing sharing)
{
    /// <summary>Questions about pending commands that are asked at once.</summary>
    private const int AskedAtOnce = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Longer than any fault lasts.</summary>
    private static readonly TimeSpan GivesUp = TimeSpan.FromMinutes(4);

    /// <summary>How long timeline may look for a request that may have been deleted.</summary>
    private static readonly TimeSpan Looking = TimeSpan.FromSeconds(2);

    private readonly string _run = $"{seed:x8}-{Guid.NewGuid().ToString("N")[..6]}";
    private readonly ConcurrentDictionary<string, long> _recorded = new();
    private readonly ConcurrentDictionary<string, (RecordActRequest Request, string Operation)> _pending = new();
    private volatile bool _enough;
    private int _repeated;
    private int _deleted;
    private Task _writing = Task.CompletedTask;

    /// <summary>What came of it, for the test's output.</summary>
    public override string ToString() => $"{_recorded.Count} commands recorded, {_repeated} sent again, {_deleted} deleted by the broker while pending and sent again";

    public int Recorded => _recorded.Count;

    public int Pending => _pending.Count;

    public async Task StartAsync()
    {
        for (var plant = 0; plant < sharing.Plants; plant++)
            await SendAsync(Plants.Registered($"shared-{_run}-{plant}"), new Random(seed));
        _writing = Task.WhenAll(Enumerable.Range(0, sharing.Writers).Select(writer => Task.Run(() => WriteAsync(writer))));
    }

    /// <summary>Stops the writers, waits until what is pending has an outcome, and compares all that was answered with what is there.</summary>
    public async Task AssertAllThereOnceAsync()
    {
        _enough = true;
        await _writing.WaitAsync(Patience);
        await SettleAsync();
        await WholeLedger.AssertAsync(ledger, _recorded);
        Assert.True(_recorded.Count > sharing.Writers, $"only {this}");
    }

    private async Task WriteAsync(int writer)
    {
        var random = new Random(seed + writer);
        for (var number = 0; !_enough; number++)
        {
            await SendAsync(random.NextDouble() < sharing.Share
                ? Plants.Told($"shared-{_run}-{random.Next(sharing.Plants)}", $"act-{writer}-{number}")
                : Plants.Registered($"plant-{_run}-{writer}-{number}", sharing.Note), random);
        }
    }

    /// <summary>Each attempt goes to any instance of the owner: what one has begun another may be asked again.</summary>
    private async Task SendAsync(RecordActRequest request, Random random)
    {
        for (var until = DateTime.UtcNow + GivesUp; ;)
        {
            try
            {
                var client = new FacilitiesService.FacilitiesServiceClient(ledger[sharing.Instances[random.Next(sharing.Instances.Count)]].Channel);
                var answer = (await client.RecordActAsync(request, deadline: DateTime.UtcNow + sharing.Deadline)).Recorded;
                if (answer.Pending)
                    _pending[request.RequestId] = (request, answer.Operation);
                else
                    _recorded[request.RequestId] = answer.Position;
                return;
            }
            catch (RpcException failed) when (failed.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Aborted or StatusCode.ResourceExhausted or StatusCode.Cancelled or StatusCode.Internal
                && (failed.StatusCode != StatusCode.Internal || failed.Status.DebugException is not null))
            {
                if (DateTime.UtcNow > until)
                    throw new TimeoutException($"{request.Facility} was not answered for good in {GivesUp.TotalMinutes:N0} minutes: {failed.Status}", failed);
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
        var deleted = DateTime.UtcNow + Patience / 8;
        while (!_pending.IsEmpty)
        {
            var isDeleted = sharing.DeletesQueues && DateTime.UtcNow > deleted;
            await Parallel.ForEachAsync(_pending.ToArray(), new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnce }, async (pending, _) =>
            {
                var (requestId, (request, operation)) = pending;
                var found = await FoundAsync(operations, operation);
                if (found.Status == OperationStatus.Pending && !isDeleted)
                    return;
                if (found.Status == OperationStatus.Pending)
                    Interlocked.Increment(ref _deleted);
                _pending.TryRemove(requestId, out var _);
                if (found.Status == OperationStatus.Recorded)
                    _recorded[requestId] = found.Position;
                else
                    await SendAsync(request, new Random(seed));
            });
            Assert.True(DateTime.UtcNow < until, $"{_pending.Count} operations are still pending");
            await Task.Delay(100);
        }
    }

    /// <summary>What became of an operation. Where its request was deleted with its queue and none waits any more, timeline looks for it in vain: it is as pending as it will ever be.</summary>
    private async Task<GetOperationResponse> FoundAsync(OperationsService.OperationsServiceClient operations, string operation)
    {
        try
        {
            return await operations.GetOperationAsync(new GetOperationRequest { Operation = operation }, deadline: sharing.DeletesQueues ? DateTime.UtcNow + Looking : null);
        }
        catch (RpcException gone) when (gone.StatusCode is StatusCode.NotFound or StatusCode.DeadlineExceeded && sharing.DeletesQueues)
        {
            return new GetOperationResponse { Status = OperationStatus.Pending };
        }
        catch (RpcException lost) when (lost.StatusCode is StatusCode.NotFound)
        {
            throw new InvalidOperationException($"{lost.Status.Detail}; {await WhatIsKnownAsync(operations, operation)}", lost);
        }
    }

    /// <summary>What tells a request that was lost from one that took long, or lies on a shelf.</summary>
    private async Task<string> WhatIsKnownAsync(OperationsService.OperationsServiceClient operations, string operation)
    {
        var shelved = (await operations.ListDeadLettersAsync(new ListDeadLettersRequest())).DeadLetters;
        await Task.Delay(Patience / 4);
        var later = "still unknown";
        try
        {
            later = $"{await operations.GetOperationAsync(new GetOperationRequest { Operation = operation })}";
        }
        catch (RpcException unknown) when (unknown.StatusCode is StatusCode.NotFound)
        {
        }
        return $"half a minute later: {later}; on the shelves: [{string.Join(", ", shelved)}]; the services said: {string.Join("", ledger.Timelines.Select(timeline => $"\n{timeline.Said}"))}";
    }
}

/// <summary>What writers share.</summary>
/// <param name="Instances">The owner's instances, any of which is asked.</param>
/// <param name="Plants">Streams that all write.</param>
/// <param name="Share">Of the commands, those that go to one of these.</param>
/// <param name="DeletesQueues">
/// Whether requests that the broker keeps may be deleted with their queue: then what stays pending is sent again. Nowhere else may anything stay so.
/// </param>
internal sealed record Sharing(IReadOnlyList<string> Instances, int Plants, double Share, bool DeletesQueues)
{
    /// <summary>One instance, and a quarter of the commands on a few streams.</summary>
    public static Sharing Little { get; } = new(["Facilities"], 4, 0.25, DeletesQueues: false);

    /// <summary>So many commands are in flight at any time.</summary>
    public int Writers { get; init; } = 24;

    /// <summary>How long one waits for its answer before it is sent again.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Makes the events large; null: they have none.</summary>
    public string? Note { get; init; }

    /// <summary>Two instances of the owner, which decide on the same few streams at once.</summary>
    public static Sharing Much { get; } = new(["Facilities", "Facilities2"], 3, 0.7, DeletesQueues: false);
}
