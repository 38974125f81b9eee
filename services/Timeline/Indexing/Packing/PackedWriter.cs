using System.Buffers;
using Ledger.Kernel;
using Ledger.Timeline.Indexing.Columns;

namespace Ledger.Timeline.Indexing.Packing;

/// <summary>Writes values in few bytes: numbers as LEB128, words and dates as their numbers.</summary>
internal sealed class PackedWriter(Vocabulary vocabulary)
{
    private readonly ArrayBufferWriter<byte> _bytes = new(256);

    /// <summary>What has been written since the last clearing.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Clear() => _bytes.ResetWrittenCount();

    public void Number(ulong value) => _bytes.Advance(Leb128.Write(_bytes.GetSpan(Leb128.MostBytes), value));

    /// <summary>A signed number, small ones of either sign in few bytes.</summary>
    public void Signed(long value) => Number((ulong)((value << 1) ^ (value >> 63)));

    public void Flag(bool value) => Number(value ? 1UL : 0UL);

    public void Word(string? value) => Number((ulong)vocabulary.Symbols.Add(value));

    public void Moment(LegalMoment? value) => Number((ulong)vocabulary.Add(value));

    /// <summary>A decimal with the digits that it was written with: scale and sign, then its 96 bits.</summary>
    public void Amount(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        Number((uint)bits[3] >> 16 | (uint)bits[3] >> 31);
        for (var i = 0; i < 3; i++)
            Number((uint)bits[i]);
    }
}
