using System.CommandLine;
using Grpc.Core;
using Grpc.Net.Client;
using Ledger.Api.Exchange;
using Ledger.Api.Timeline.V1;
using Ledger.Cli.Rendering;

namespace Ledger.Cli;

/// <summary>One run of one command against one ledger.</summary>
internal sealed class Session : IDisposable
{
    /// <summary>How long a question may take; waiting for a position counts.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const int MostBytesInAnAnswer = 64 * 1024 * 1024;

    private readonly List<GrpcChannel> channels = [];

    private readonly TimeProvider time;

    private Session(ParseResult parsed, ServerOptions server, TimeProvider time, CancellationToken cancel)
    {
        Parsed = parsed;
        Cancel = cancel;
        Json = parsed.GetValue(server.Json);
        Address = parsed.GetRequiredValue(server.Server);
        this.time = time;
        Server = new RoutedCalls(Open(Address), server.OwnersOf(parsed).ToDictionary(owner => owner.Key, owner => Open(owner.Value)));
        Timeline = new TimelineService.TimelineServiceClient(Server);
    }

    public ParseResult Parsed { get; }

    public CancellationToken Cancel { get; }

    /// <summary>Whether the API's own JSON is wanted.</summary>
    public bool Json { get; }

    public string Address { get; }

    public CallInvoker Server { get; }

    public TimelineService.TimelineServiceClient Timeline { get; }

    public Screen Screen { get; } = Screen.Output();

    public Screen Errors { get; } = Screen.Error();

    /// <summary>Options of one call.</summary>
    public CallOptions Call => Within(Patience);

    /// <summary>Options of a call that answers many questions.</summary>
    public CallOptions LongCall => Within(10 * Patience);

    /// <summary>Makes a command do its work in a session, telling failures in a sentence and an exit status.</summary>
    public static void Serve(Command command, ServerOptions server, TimeProvider time, Func<Session, Task<int>> work) =>
        command.SetAction(async (parsed, cancel) =>
        {
            using var session = new Session(parsed, server, time, cancel);
            try
            {
                return await work(session).ConfigureAwait(false);
            }
            catch (Exception failure) when (Failure.StatusOf(failure) is { } status)
            {
                await session.Errors.SayAsync(Failure.Sentence(failure, session)).ConfigureAwait(false);
                return cancel.IsCancellationRequested ? ExitStatus.Interrupted : status;
            }
        });

    private CallOptions Within(TimeSpan patience) => new(deadline: time.GetUtcNow().Add(patience).UtcDateTime, cancellationToken: Cancel);

    public void Dispose() => channels.ForEach(channel => channel.Dispose());

    private CallInvoker Open(string address)
    {
        var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { MaxReceiveMessageSize = MostBytesInAnAnswer });
        channels.Add(channel);
        return channel.CreateCallInvoker();
    }
}
