using Google.Protobuf;
using Ledger.Adapters.EventLog.EventStore.Protocol;
using Timeout = Ledger.Adapters.EventLog.EventStore.Protocol.Timeout;

namespace Ledger.Adapters.EventLog.EventStore;

/// <summary>Reads the answer to one append of a batch call; its errors come inside it.</summary>
internal static class BatchAnswers
{
    private const string Types = "type.googleapis.com/event_store.client.";

    /// <exception cref="EventLogUnavailableException">Whether it was appended is not known.</exception>
    /// <exception cref="EventLogAccessException">The credentials are refused.</exception>
    /// <exception cref="EventLogCorruptException">The stream was deleted.</exception>
    public static AppendOutcome Read(BatchAppendResp answer, string stream, EventStoreEndPoint node)
    {
        if (answer.ResultCase == BatchAppendResp.ResultOneofCase.Success)
            return new AppendOutcome.Appended((long)answer.Success.CurrentRevision, Messages.Position(answer.Success.Position ?? new AllStreamPosition()));
        var error = answer.Error ?? new BatchAppendResp.Types.BatchError();
        var details = error.Details?.Value ?? ByteString.Empty;
        var type = error.Details?.TypeUrl ?? "";
        return (type.StartsWith(Types, StringComparison.Ordinal) ? type[Types.Length..] : "") switch
        {
            nameof(WrongExpectedVersion) => Wrong(WrongExpectedVersion.Parser.ParseFrom(details)),
            nameof(MaximumAppendSizeExceeded) => new AppendOutcome.TooLarge(MaximumAppendSizeExceeded.Parser.ParseFrom(details).MaxAppendSize),
            nameof(AccessDenied) => throw NodeFaults.Access(node, null),
            nameof(StreamDeleted) => throw NodeFaults.Deleted(stream, null),
            nameof(Timeout) => throw new EventLogUnavailableException($"the store at {node} did not finish in time; whether it recorded is not known", null),
            nameof(BadRequest) => throw new EventLogUnavailableException(
                $"the store at {node} does not understand what it was asked ({BadRequest.Parser.ParseFrom(details).Message}); nothing was recorded", null),
            _ => throw new EventLogUnavailableException($"the store at {node} could not append ({(error.Message.Length > 0 ? error.Message : $"code {error.Code}")})", null),
        };
    }

    private static AppendOutcome.WrongRevision Wrong(WrongExpectedVersion wrong) =>
        new(wrong.CurrentCase == WrongExpectedVersion.CurrentOneofCase.CurrentStreamRevision ? (long)wrong.CurrentStreamRevision : -1);
}
