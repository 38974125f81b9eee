using System.Runtime.InteropServices;
using System.Text;

namespace Ledger.Adapters.Saving;

/// <summary>Writes numbers, texts and whole arrays in the machine's byte order, and seals over everything before them.</summary>
public sealed class SealedWriter(Stream to)
{
    private Crc32C _crc = new();

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    public void Number(long value) => Bytes(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(ref value)));

    public void Text(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Number(bytes.Length);
        Bytes(bytes);
    }

    /// <summary>How many there are, and they.</summary>
    public void Values<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Number(values.Length);
        Bytes(MemoryMarshal.AsBytes(values));
    }

    /// <summary>How many there are in all, and they, chunk by chunk.</summary>
    public void Values<T>(long count, IEnumerable<ArraySegment<T>> chunks)
        where T : unmanaged
    {
        Number(count);
        foreach (var chunk in chunks)
            Bytes(MemoryMarshal.AsBytes<T>(chunk.AsSpan()));
    }

    /// <summary>Texts as their lengths in UTF-8, and their bytes one behind another.</summary>
    public void Texts(IReadOnlyList<string> texts)
    {
        var lengths = new int[texts.Count];
        using var bytes = new MemoryStream();
        for (var i = 0; i < texts.Count; i++)
        {
            var encoded = Encoding.UTF8.GetBytes(texts[i]);
            lengths[i] = encoded.Length;
            bytes.Write(encoded);
        }
        Values<int>(lengths);
        Values<byte>(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    /// <summary>The checksum of everything before it.</summary>
    public void Seal() => Number(_crc.Value);

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        to.Write(bytes);
        Length += bytes.Length;
        _crc.Take(bytes);
    }
}
