using System.Runtime.CompilerServices;
using System.Text.Json;
using Grpc.Core;
using Ledger.Api.Timeline.V1;

namespace Ledger.Api.Exchange;

/// <summary>
/// Writes a ledger as lines of the exchange format, one a command, in ledger order. Recorded in an empty ledger they give the same events
/// at the same positions, and so the same answers under <c>effective</c>, <c>published</c> and position; only the recorded instants,
/// actors and fingerprints are the new ledger's own.
/// </summary>
/// <param name="server">A channel to timeline.</param>
/// <param name="time">For deadlines.</param>
public sealed class ExchangeExport(CallInvoker server, TimeProvider time)
{
    private const int PageSize = 200;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly TimelineService.TimelineServiceClient timeline = new(server);

    /// <summary>A line and how far the export has come.</summary>
    /// <param name="Text">The line, without its end.</param>
    /// <param name="Position">Ledger position of its last event.</param>
    /// <param name="LastPosition">The position that the export ends at.</param>
    public readonly record struct Exported(string Text, long Position, long LastPosition);

    /// <summary>
    /// The whole ledger as it stood when the export began. A command whose events straddle that position is written whole.
    /// </summary>
    /// <exception cref="RpcException">The server could not be asked.</exception>
    public async IAsyncEnumerable<Exported> LinesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var command = new List<(Event Event, JsonElement Document)>();
        long next = 0;
        long? last = null;
        while (true)
        {
            var request = new ListEventsRequest { FromPosition = next, PageSize = PageSize };
            var options = new CallOptions(deadline: time.GetUtcNow().Add(Deadline).UtcDateTime, cancellationToken: cancel);
            var page = await timeline.ListEventsAsync(request, options).ConfigureAwait(false);
            last ??= page.Answered.Position;
            foreach (var recorded in page.Events)
            {
                var document = JsonElement.Parse(recorded.Document);
                if (command.Count > 0 && !IsOneCommand(command[^1], (recorded, document)))
                {
                    yield return Line(command, last.Value);
                    command.Clear();
                }
                if (command.Count == 0 && recorded.Position > last)
                    yield break;
                command.Add((recorded, document));
                next = recorded.Position + 1;
            }
            if (page.Events.Count == 0)
                break;
        }
        if (command.Count > 0)
            yield return Line(command, last.Value);
    }

    private static bool IsOneCommand((Event Event, JsonElement Document) earlier, (Event Event, JsonElement Document) later) =>
        earlier.Event.Stream == later.Event.Stream
        && earlier.Event.Revision + 1 == later.Event.Revision
        && earlier.Document.GetProperty("requestId").GetString() == later.Document.GetProperty("requestId").GetString();

    private static Exported Line(List<(Event Event, JsonElement Document)> command, long last)
    {
        var line = StoredCommands.LineOf(command[0].Event.Stream, command.ConvertAll(recorded => recorded.Document));
        return new Exported(ExchangeLines.Write(line), command[^1].Event.Position, last);
    }
}
