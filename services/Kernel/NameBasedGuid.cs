using System.Security.Cryptography;
using System.Text;

namespace Ledger.Kernel;

/// <summary>Name-based UUIDs, version 5 (RFC 9562 section 5.5), so that an id follows from what it names.</summary>
public static class NameBasedGuid
{
    /// <summary>The namespace of this ledger's own ids.</summary>
    public static Guid LedgerNamespace { get; } = new("9c5a3f0e-6f0b-5d55-9a3c-0d6f2a7b8c11");

    public static Guid Of(Guid scope, string name) => Of(scope, Encoding.UTF8.GetBytes(name));

    public static Guid Of(Guid scope, ReadOnlySpan<byte> name)
    {
        var input = new byte[16 + name.Length];
        scope.TryWriteBytes(input, bigEndian: true, out _);
        name.CopyTo(input.AsSpan(16));
#pragma warning disable CA5350 // SHA-1 is what RFC 9562 prescribes for version 5; nothing secret rests on it.
        Span<byte> hash = stackalloc byte[20];
        SHA1.HashData(input, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
