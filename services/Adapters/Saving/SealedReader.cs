using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Ledger.Adapters.Saving;

/// <summary>A saved file that is not to be trusted; says why.</summary>
public sealed class SealedFormatException(string why) : Exception(why);

/// <summary>
/// Reads what <see cref="SealedWriter"/> wrote. A count is held against what is left of the file before room is made for it, and nothing is used
/// before the seal behind it has been checked.
/// </summary>
/// <param name="from">The file.</param>
/// <param name="length">Its length in bytes.</param>
public sealed class SealedReader(Stream from, long length)
{
    private Crc32C _crc = new();
    private long _left = length;

    /// <summary>True where nothing is left.</summary>
    public bool IsAtEnd => _left == 0;

    public long Number()
    {
        long value = 0;
        Bytes(MemoryMarshal.AsBytes(new Span<long>(ref value)));
        return value;
    }

    public string Text()
    {
        var bytes = new byte[Count<byte>()];
        Bytes(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>An array of values.</summary>
    public T[] Values<T>()
        where T : unmanaged
    {
        var values = new T[Count<T>()];
        Bytes(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>Values into whatever makes room for their number.</summary>
    public void Values<T>(Func<long, IEnumerable<ArraySegment<T>>> fill)
        where T : unmanaged
    {
        foreach (var chunk in fill(Count<T>()))
            Bytes(MemoryMarshal.AsBytes(chunk.AsSpan()));
    }

    /// <summary>Texts as <see cref="SealedWriter.Texts"/> wrote them.</summary>
    public string[] Texts()
    {
        var (lengths, bytes) = (Values<int>(), Values<byte>());
        var (texts, at) = (new string[lengths.Length], 0);
        for (var i = 0; i < texts.Length; i++)
        {
            // Nothing has been checked yet: a length may lead anywhere.
            if (lengths[i] < 0 || lengths[i] > bytes.Length - at)
                throw new SealedFormatException("damaged: a text is longer than all texts together");
            texts[i] = Encoding.UTF8.GetString(bytes, at, lengths[i]);
            at += lengths[i];
        }
        return texts;
    }

    /// <summary>Checks the seal over everything before it.</summary>
    /// <exception cref="SealedFormatException">Something is not as it was written.</exception>
    public void Sealed(string what)
    {
        var expected = _crc.Value;
        if (Number() != expected)
            throw new SealedFormatException($"damaged: {what} is not as it was written");
    }

    private long Count<T>()
    {
        var count = Number();
        return count >= 0 && count <= int.MaxValue && count * Unsafe.SizeOf<T>() <= _left
            ? count
            : throw new SealedFormatException($"damaged: it promises {count} values where {_left} bytes are left");
    }

    private void Bytes(Span<byte> bytes)
    {
        if (bytes.Length > _left)
            throw new SealedFormatException("damaged: it ends before it should");
        from.ReadExactly(bytes);
        _left -= bytes.Length;
        _crc.Take(bytes);
    }
}
