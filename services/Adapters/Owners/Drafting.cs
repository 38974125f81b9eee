using System.Security.Cryptography;
using System.Text.Json;
using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Adapters.Owners;

/// <summary>Turns decisions into documents (DESIGN section 2, <i>Exactly once</i>; section 3).</summary>
internal static class Drafting
{
    /// <summary>One command at most, in bytes of its documents.</summary>
    public const int MaxCommandBytes = 900 * 1024;

    /// <summary>SHA-256 of the command in the documents' own JSON, lower-case hex.</summary>
    public static string FingerprintOf(Command command) =>
        Convert.ToHexStringLower(SHA256.HashData([
            .. JsonSerializer.SerializeToUtf8Bytes(command.GetType().Name), .. JsonSerializer.SerializeToUtf8Bytes(command, command.GetType(), JsonShape.Options)]));

    /// <summary>The event as it would be stored, but for <c>recordedAt</c>.</summary>
    public static LedgerEvent Draft(DecidedEvent decided, int ordinal, string stream, long revision, Guid requestId, string fingerprint, string actor) => new(
        new EventHeader(IdOf(decided, ordinal, requestId), stream, revision, null, requestId, fingerprint, actor), decided.Entity, decided.Place,
        decided.Jurisdictions, decided.Confidence, decided.Note, decided.Citations, decided.Body);

    /// <summary>UUIDv5 of request id, ordinal in the command and decided content.</summary>
    private static Guid IdOf(DecidedEvent decided, int ordinal, Guid requestId) =>
        NameBasedGuid.Of(requestId, [.. BitConverter.GetBytes(ordinal), .. JsonSerializer.SerializeToUtf8Bytes(decided, JsonShape.Options)]);
}
