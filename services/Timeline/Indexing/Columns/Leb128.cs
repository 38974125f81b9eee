namespace Ledger.Timeline.Indexing.Columns;

/// <summary>Numbers in few bytes: seven bits in each, the least first, the highest bit of all but the last set (LEB128; DWARF 5, section 7.6).</summary>
internal static class Leb128
{
    public const int MostBytes = 10;

    private const int Bits = 7;
    private const int More = 1 << Bits;

    /// <summary>Writes a number; answers how many bytes it takes.</summary>
    public static int Write(Span<byte> to, ulong value)
    {
        var at = 0;
        for (; value >= More; value >>= Bits)
            to[at++] = (byte)(value | More);
        to[at++] = (byte)value;
        return at;
    }

    /// <summary>Reads a number, and goes behind it.</summary>
    public static ulong Read(byte[] bytes, ref int at)
    {
        ulong value = bytes[at++];
        if (value < More)
            return value;
        value -= More;
        for (var shift = Bits; ; shift += Bits)
        {
            ulong next = bytes[at++];
            if (next < More)
                return value | (next << shift);
            value |= (next - More) << shift;
        }
    }
}
