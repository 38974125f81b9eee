using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Ledger.Adapters.EventLog.Sqlite;

/// <summary>What SQLite's errors mean to callers, and the checksum by which a row that is not as written is noticed.</summary>
internal static class SqliteFaults
{
    private const int Full = 13;
    private const int DeviceFull = 28; // ENOSPC

    public static bool IsFull(IOException failed) => (failed.HResult & 0xFFFF) == DeviceFull;

    public static EventLogUnavailableException Unavailable(string database, SqliteException failed) => failed.SqliteErrorCode == Full
        ? new EventLogUnavailableException($"the disk that holds {database} is full: free some space; nothing of this command was recorded", failed)
        : new EventLogUnavailableException($"{database} cannot be written ({failed.Message})", failed);

    public static Exception OnReading(string database, SqliteException failed) => failed.SqliteErrorCode is 11 or 26
        ? new EventLogCorruptException($"{database} is damaged ({failed.Message}): restore it from a backup", failed)
        : new EventLogUnavailableException($"{database} cannot be read ({failed.Message})", failed);

    /// <summary>The first eight bytes of the SHA-256 of everything a row holds, each part with its length.</summary>
    public static long Checksum(string stream, long revision, ReadOnlySpan<byte> eventId, string type, ReadOnlySpan<byte> data, ReadOnlySpan<byte> metadata)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(number, revision);
        hash.AppendData(number);
        AppendPart(hash, Encoding.UTF8.GetBytes(stream));
        AppendPart(hash, eventId);
        AppendPart(hash, Encoding.UTF8.GetBytes(type));
        AppendPart(hash, data);
        AppendPart(hash, metadata);
        Span<byte> digest = stackalloc byte[32];
        hash.GetHashAndReset(digest);
        return BinaryPrimitives.ReadInt64LittleEndian(digest);
    }

    private static void AppendPart(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
