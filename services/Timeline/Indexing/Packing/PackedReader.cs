using Ledger.Kernel;
using Ledger.Timeline.Indexing.Columns;

namespace Ledger.Timeline.Indexing.Packing;

/// <summary>Reads what <see cref="PackedWriter"/> wrote.</summary>
internal sealed class PackedReader(Vocabulary vocabulary, byte[] bytes, int at)
{
    private int _at = at;

    public ulong Number() => Leb128.Read(bytes, ref _at);

    public long Signed() => Number() is var value ? (long)(value >> 1) ^ -(long)(value & 1) : 0;

    public bool Flag() => Number() != 0;

    /// <summary>A word; null where there is none.</summary>
    public string? Word() => (int)Number() is var symbol and not 0 ? vocabulary.Symbols[symbol] : null;

    /// <summary>A date; null where there is none.</summary>
    public LegalMoment? Moment() => vocabulary.Moment((int)Number());

    public decimal Amount()
    {
        var scale = (uint)Number();
        return new decimal((int)Number(), (int)Number(), (int)Number(), (scale & 1) != 0, (byte)(scale & 0xFE));
    }
}
