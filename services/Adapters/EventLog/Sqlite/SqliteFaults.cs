using System.Buffers;
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
        var most = sizeof(long) + Encoding.UTF8.GetMaxByteCount(stream.Length) + Encoding.UTF8.GetMaxByteCount(type.Length) + eventId.Length + data.Length + metadata.Length + (5 * sizeof(int));
        var row = ArrayPool<byte>.Shared.Rent(most);
        var left = row.AsSpan();
        BinaryPrimitives.WriteInt64LittleEndian(left, revision);
        left = left[sizeof(long)..];
        AddText(ref left, stream);
        AddPart(ref left, eventId);
        AddText(ref left, type);
        AddPart(ref left, data);
        AddPart(ref left, metadata);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(row.AsSpan(0, row.Length - left.Length), digest);
        ArrayPool<byte>.Shared.Return(row);
        return BinaryPrimitives.ReadInt64LittleEndian(digest);
    }

    /// <summary>A part stands behind its length.</summary>
    private static void AddPart(ref Span<byte> left, ReadOnlySpan<byte> part)
    {
        BinaryPrimitives.WriteInt32LittleEndian(left, part.Length);
        part.CopyTo(left[sizeof(int)..]);
        left = left[(sizeof(int) + part.Length)..];
    }

    private static void AddText(ref Span<byte> left, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, left[sizeof(int)..]);
        BinaryPrimitives.WriteInt32LittleEndian(left, length);
        left = left[(sizeof(int) + length)..];
    }
}
