using System.Security.Cryptography;
using System.Text.Json;
using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Adapters.Owners;

/// <summary>Turns decisions into documents (DESIGN section 2, <i>Exactly once</i>; section 3).</summary>
internal static class Drafting
{
    /// <summary>One command at most, in bytes of its documents.</summary>
    private const int MaxCommandBytes = 900 * 1024;

    /// <summary>What the recorded time adds to a document at most, in bytes.</summary>
    private const int StampBytes = 48;

    /// <summary>SHA-256 of the command in the documents' own JSON, lower-case hex.</summary>
    public static string FingerprintOf(Command command) =>
        Convert.ToHexStringLower(SHA256.HashData([
            .. JsonSerializer.SerializeToUtf8Bytes(command.GetType().Name), .. JsonSerializer.SerializeToUtf8Bytes(command, command.GetType(), JsonShape.Options)]));

    /// <summary>The events of a command as they would be stored from the revision after <paramref name="revision"/> on, but for <c>recordedAt</c>.</summary>
    public static List<(LedgerEvent Event, byte[] Document)> Documents(
        Command command, string stream, long revision, Items<DecidedEvent> decided, string fingerprint, string actor) =>
        [.. decided.Select((each, index) => Draft(each, index + 1, stream, revision + 1 + index, command.RequestId, fingerprint, actor))
            .Select(draft => (draft, EventCodec.Encode(draft)))];

    /// <summary>What is too large about them; null where nothing is.</summary>
    public static CommandOutcome.TooLarge? TooLarge(IReadOnlyList<(LedgerEvent Event, byte[] Document)> drafts)
    {
        for (var i = 0; i < drafts.Count; i++)
        {
            if (drafts[i].Document.Length > EventCodec.MaxDocumentBytes - StampBytes)
                return new CommandOutcome.TooLarge($"effects[{i}]", $"its document has {drafts[i].Document.Length} bytes; an event may have {EventCodec.MaxDocumentBytes}");
        }
        return drafts.Sum(draft => draft.Document.Length) is var sum && sum > MaxCommandBytes
            ? new CommandOutcome.TooLarge("effects", $"the documents have {sum} bytes together; a command may have {MaxCommandBytes}")
            : null;
    }

    private static LedgerEvent Draft(DecidedEvent decided, int ordinal, string stream, long revision, Guid requestId, string fingerprint, string actor) => new(
        new EventHeader(IdOf(decided, ordinal, requestId), stream, revision, null, requestId, fingerprint, actor), decided.Entity, decided.Place,
        decided.Jurisdictions, decided.Confidence, decided.Note, decided.Citations, decided.Body);

    /// <summary>UUIDv5 of request id, ordinal in the command and decided content.</summary>
    private static Guid IdOf(DecidedEvent decided, int ordinal, Guid requestId) =>
        NameBasedGuid.Of(requestId, [.. BitConverter.GetBytes(ordinal), .. JsonSerializer.SerializeToUtf8Bytes(decided, JsonShape.Options)]);
}
