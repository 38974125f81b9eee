using System.Buffers.Binary;
using System.Numerics;

namespace Ledger.Adapters.Saving;

/// <summary>CRC-32C, Castagnoli's polynomial, by the processor's own instruction where it has one (RFC 3720, appendix B.4).</summary>
internal struct Crc32C()
{
    private uint _state = uint.MaxValue;

    public readonly uint Value => ~_state;

    public void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length >= sizeof(ulong))
        {
            _state = BitOperations.Crc32C(_state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }
        foreach (var each in bytes)
            _state = BitOperations.Crc32C(_state, each);
    }
}
