using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Ledger.Adapters.EventLog.Sqlite;

/// <summary>What SQLite's errors mean to callers, and the checksum by which a row that is not as written is noticed.</summary>
internal static class SqliteFaults
{
    private const int Generic = 1;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int NotADatabase = 26;

    // EAGAIN of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static readonly int[] Held = [11, 35, 32];

    /// <summary>True where a file cannot be opened because another process holds it, and not for any other reason.</summary>
    public static bool IsHeld(IOException failed) => failed.GetType() == typeof(IOException) && Held.Contains(failed.HResult & 0xFFFF);

    /// <summary>
    /// At the start every statement is known to be right and the file to be ours. That SQLite does not know the file's format, or will not
    /// write a file that may be written, then comes from a header that is not as it was written.
    /// </summary>
    public static Exception OnOpening(string database, SqliteException failed) =>
        failed.SqliteErrorCode == Generic || (failed.SqliteErrorCode == ReadOnly && MayBeWritten(database)) ? Damaged(database, failed) : OnWriting(database, failed);

    public static Exception OnWriting(string database, SqliteException failed) => failed.SqliteErrorCode switch
    {
        Full => new EventLogUnavailableException($"the disk that holds {database} is full: free some space; nothing of this command was recorded", failed),
        Corrupt or NotADatabase => Damaged(database, failed),
        _ => new EventLogUnavailableException($"{database} cannot be written ({failed.Message})", failed),
    };

    public static Exception OnReading(string database, SqliteException failed) => failed.SqliteErrorCode is Corrupt or NotADatabase
        ? Damaged(database, failed)
        : new EventLogUnavailableException($"{database} cannot be read ({failed.Message})", failed);

    private static EventLogCorruptException Damaged(string database, SqliteException failed) =>
        new($"{database} is damaged ({failed.Message}): restore it from a backup", failed);

    private static bool MayBeWritten(string database)
    {
        try
        {
            using var file = new FileStream(database, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

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
