using System.Runtime.CompilerServices;
using Grpc.Core;
using Ledger.Api.Timeline.V1;
using Ledger.Kernel;

namespace Ledger.Api.Exchange;

/// <summary>
/// Records lines of the exchange format through the owners' ordinary commands, one after another in the order of the file: a line may rest
/// on the ones before it. Reading is streamed. A bad line is reported and the rest goes on; only an unreachable server stops an import.
/// Importing again is safe and continues where it stopped, because the line's id is the request id.
/// </summary>
/// <remarks>
/// A dry run sends every line with <c>validate_only</c>, which records nothing, so that a line that rests on an earlier one of the same run
/// is judged without it.
/// </remarks>
/// <param name="server">A channel to the services.</param>
/// <param name="time">For deadlines and the pauses between attempts.</param>
public sealed class ExchangeImport(CallInvoker server, TimeProvider time)
{
    private const int Attempts = 8;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly Owners owners = new(server);

    private readonly RecordedCommands recorded = new(server);

    /// <summary>Imports files in the order given.</summary>
    /// <param name="files">Paths; every one must be readable before the first line is sent.</param>
    /// <param name="dryRun">Decide and record nothing.</param>
    /// <param name="onLine">Called after every line that is not empty.</param>
    /// <param name="cancel">Stops between lines or in a call.</param>
    /// <exception cref="IOException">A file cannot be opened or read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was raised.</exception>
    public async Task<ImportReport> RunAsync(IReadOnlyList<string> files, bool dryRun, Action<LineResult> onLine, CancellationToken cancel)
    {
        long total = 0;
        foreach (var file in files)
        {
            using var probe = File.OpenRead(file);
            total += probe.CanSeek ? probe.Length : 0;
        }

        var report = ImportReport.Empty;
        var seen = new HashSet<Guid>();
        var before = new ImportProgress("", 0, 0, total);
        foreach (var file in files)
        {
            var content = File.OpenRead(file);
            await using (content.ConfigureAwait(false))
            {
                await foreach (var line in LinesAsync(file, content, dryRun, seen, before, cancel).ConfigureAwait(false))
                {
                    report = report.With(line);
                    onLine(line);
                    before = line.Progress;
                }
            }
            if (report.Stopped)
                break;
        }
        return report;
    }

    /// <summary>Imports one stream of lines.</summary>
    /// <param name="name">What faults call it.</param>
    /// <param name="content">UTF-8, one object a line.</param>
    /// <param name="dryRun">Decide and record nothing.</param>
    /// <param name="cancel">Stops between lines or in a call.</param>
    public IAsyncEnumerable<LineResult> LinesAsync(string name, Stream content, bool dryRun, CancellationToken cancel) =>
        LinesAsync(name, content, dryRun, [], new ImportProgress(name, 0, 0, content.CanSeek ? content.Length : 0), cancel);

    private async IAsyncEnumerable<LineResult> LinesAsync(
        string name, Stream content, bool dryRun, HashSet<Guid> seen, ImportProgress before, [EnumeratorCancellation] CancellationToken cancel)
    {
        var lines = before.Lines;
        await foreach (var line in LineReader.ReadAsync(content, ExchangeLines.MaxBytes, cancel).ConfigureAwait(false))
        {
            if (!line.TooLong && line.Content.Span.Trim(" \t"u8).IsEmpty)
                continue;
            var progress = new ImportProgress(name, ++lines, before.BytesRead + line.BytesRead, before.BytesTotal);
            var result = await LineAsync(new Place(name, line.Number, progress), line, dryRun, seen, cancel).ConfigureAwait(false);
            yield return result;
            if (result.Outcome == LineOutcome.Unreachable)
                yield break;
        }
    }

    private async Task<LineResult> LineAsync(Place place, LineReader.Line line, bool dryRun, HashSet<Guid> seen, CancellationToken cancel)
    {
        if (line.TooLong)
            return place.Fault("", LineOutcome.Malformed, "", "", $"longer than {ExchangeLines.MaxBytes} bytes");
        if (ExchangeLines.Read(line.Content, out var unreadable) is not { } command)
            return place.Fault(unreadable!.Id, LineOutcome.Malformed, unreadable.Field, "", unreadable.Why);
        var requestId = ExchangeLines.RequestIdOf(command.Id);
        if (!seen.Add(requestId))
            return place.Fault(command.Id, LineOutcome.Malformed, "id", "", $"'{command.Id}' stands on an earlier line of this import");
        try
        {
            var answer = await SendAsync(command, requestId, dryRun, cancel).ConfigureAwait(false);
            return new LineResult(answer.AlreadyRecorded ? LineOutcome.AlreadyRecorded : LineOutcome.Recorded, answer, null, place.Progress);
        }
        catch (RpcException failure) when (cancel.IsCancellationRequested)
        {
            throw new OperationCanceledException("the import was stopped in a call; the line may be recorded, and importing again tells", failure, cancel);
        }
        catch (RpcException failure)
        {
            return FaultOf(place, command, RpcFault.Of(failure));
        }
    }

    private async Task<Common.V1.Recorded> SendAsync(ExchangeLine line, Guid requestId, bool validateOnly, CancellationToken cancel)
    {
        var pause = new GrowingPause(FirstPause, LongestPause);
        for (var attempt = 1; ; attempt++)
        {
            var deadline = time.GetUtcNow().Add(Deadline).UtcDateTime;
            try
            {
                return await SendOnceAsync(line, requestId, validateOnly, new CallOptions(deadline: deadline, cancellationToken: cancel)).ConfigureAwait(false);
            }
            catch (RpcException failure) when (attempt < Attempts && IsPassing(failure.StatusCode))
            {
                await Task.Delay(pause.Next(), time, cancel).ConfigureAwait(false);
            }
        }
    }

    private async Task<Common.V1.Recorded> SendOnceAsync(ExchangeLine line, Guid requestId, bool validateOnly, CallOptions options)
    {
        try
        {
            return await owners.SendAsync(line, requestId, validateOnly, options).ConfigureAwait(false);
        }
        catch (RpcException other) when (other.StatusCode == StatusCode.AlreadyExists)
        {
            if (await recorded.SameAsync(line, requestId, options).ConfigureAwait(false) is { } same)
                return same;
            throw;
        }
    }

    /// <summary>The same request id makes all of these safe to send again.</summary>
    private static bool IsPassing(StatusCode code) => code is StatusCode.Unavailable or StatusCode.ResourceExhausted or StatusCode.Aborted;

    private static LineOutcome OutcomeOf(StatusCode code) => code switch
    {
        StatusCode.AlreadyExists => LineOutcome.Changed,
        StatusCode.FailedPrecondition or StatusCode.PermissionDenied or StatusCode.Unauthenticated => LineOutcome.Refused,
        StatusCode.InvalidArgument or StatusCode.OutOfRange => LineOutcome.Malformed,
        StatusCode.Unavailable or StatusCode.ResourceExhausted or StatusCode.DeadlineExceeded or StatusCode.Unimplemented => LineOutcome.Unreachable,
        _ => LineOutcome.Failed,
    };

    private static LineResult FaultOf(Place place, ExchangeLine line, RpcFault fault)
    {
        var outcome = OutcomeOf(fault.Code);
        if (outcome == LineOutcome.Changed)
            return place.Fault(line.Id, outcome, "id", "", "another command is recorded under this id: the line was changed since. What is recorded stays; a correction is a line of its own.");
        if (fault.Points.Count == 0)
            return place.Fault(line.Id, outcome, "", outcome == LineOutcome.Refused ? fault.Reason : "", fault.Sentence);
        var first = fault.Points[0];
        var others = fault.Points.Skip(1).Select(point => $"; and {At(line, point.Field)}: {(point.Rule.Length > 0 ? point.Rule + ": " : "")}{point.Why}");
        return place.Fault(line.Id, outcome, At(line, first.Field), first.Rule, first.Why + string.Concat(others));
    }

    private static string At(ExchangeLine line, string field) => field.Length > 0 ? $"{CommandName(line)}.{field}" : CommandName(line);

    private static string CommandName(ExchangeLine line) => ExchangeLine.Descriptor.Oneofs[0].Accessor.GetCaseFieldDescriptor(line).JsonName;

    private sealed record Place(string File, long Line, ImportProgress Progress)
    {
        public LineResult Fault(string id, LineOutcome outcome, string field, string rule, string why) =>
            new(outcome, null, new LineFault(File, Line, id, outcome, field, rule, why), Progress);
    }
}
