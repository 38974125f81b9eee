using Grpc.Core;
using Ledger.Adapters.EventLog;
using Ledger.Adapters.Grpc;
using Ledger.Api.Timeline.V1;
using Ledger.Timeline.Examining;
using Ledger.Timeline.Saving;
using NodaTime.Text;

namespace Ledger.Timeline;

/// <summary>One examination or rebuilding at a time: each takes a processor for itself.</summary>
internal sealed class MaintenanceTurn
{
    private int _taken;

    /// <summary>Takes the turn until it is disposed.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: somebody has it.</exception>
    public IDisposable Take() => Interlocked.Exchange(ref _taken, 1) == 0
        ? new Taken(this)
        : throw Faults.Fault(StatusCode.ResourceExhausted, "MAINTENANCE_UNDER_WAY", "an examination or a rebuilding is under way: ask again when it is done");

    private sealed class Taken(MaintenanceTurn turn) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref turn._taken, 0);
    }
}

/// <summary>The gRPC service of maintenance.</summary>
internal sealed class MaintenanceGrpc(Examiner examiner, Rebuilding rebuilding, MaintenanceTurn turn) : MaintenanceService.MaintenanceServiceBase
{
    private const int LargestSample = 1_000_000;

    public override async Task Examine(ExamineRequest request, IServerStreamWriter<ExamineResponse> responseStream, ServerCallContext context)
    {
        if (request.Sample is < 0 or > LargestSample)
            throw Faults.Invalid(("sample", $"{request.Sample}: 1 to {LargestSample}, or 0 for {Examiner.UsualSample}"));
        if (request.All && request.Sample > 0)
            throw Faults.Invalid(("sample", "all is asked for: a sample is part of it"));
        using var taken = turn.Take();
        var seed = request.HasSeed ? request.Seed : Random.Shared.Next();
        int? sample = request.All ? null : request.Sample == 0 ? Examiner.UsualSample : request.Sample;
        await TellAsync(async () =>
        {
            Examined? last = null;
            await foreach (var examined in examiner.RunAsync(sample, seed, context.CancellationToken).ConfigureAwait(false))
            {
                if (last is not null)
                    await responseStream.WriteAsync(ToProto(last, seed, isLast: false), context.CancellationToken).ConfigureAwait(false);
                last = examined;
            }
            await responseStream.WriteAsync(ToProto(last!, seed, isLast: true), context.CancellationToken).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    public override async Task Rebuild(RebuildRequest request, IServerStreamWriter<RebuildResponse> responseStream, ServerCallContext context)
    {
        using var taken = turn.Take();
        await TellAsync(async () =>
        {
            await foreach (var rebuilt in rebuilding.RunAsync(context.CancellationToken).ConfigureAwait(false))
            {
                await responseStream.WriteAsync(
                    new RebuildResponse
                    {
                        Read = rebuilt.Read, Expected = rebuilt.Expected, ExpectedSeconds = (long)Math.Ceiling(rebuilt.Left.TotalSeconds), Finished = rebuilt.Position is not null,
                        Position = rebuilt.Position ?? 0, Saved = rebuilt.Position is not null && rebuilding.IsSaved,
                    },
                    context.CancellationToken).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }

    private static async Task TellAsync(Func<Task> work)
    {
        try
        {
            // Off the caller's thread: what follows computes for a while before it waits for anything.
            await Task.Run(work).ConfigureAwait(false);
        }
        catch (EventLogUnavailableException away)
        {
            throw Faults.Fault(StatusCode.Unavailable, "STORE_UNAVAILABLE", $"{away.Message}; ask again");
        }
    }

    private static ExamineResponse ToProto(Examined examined, int seed, bool isLast)
    {
        var response = new ExamineResponse
        {
            Compared = examined.Compared, Expected = examined.Expected, Seed = seed, Position = examined.Position, Finished = isLast && examined.Difference is null,
            SavedFault = examined.Saved.Fault ?? "",
        };
        if (examined.Saved.Ledger is { } saved)
            response.SavedPosition = saved.Position;
        if (examined.Difference is { } difference)
        {
            response.Difference = new ExaminedDifference
            {
                Asked = difference.Subject, Effective = difference.Coordinate.Effective, Known = difference.Coordinate.Cut.Ledger.Position,
                Published = difference.Coordinate.Cut.Published is { } day ? LocalDatePattern.Iso.Format(day) : "", What = examined.What, Folded = difference.Folded,
                Answered = difference.Indexed,
            };
        }
        return response;
    }
}
