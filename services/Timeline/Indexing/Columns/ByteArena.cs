namespace Ledger.Timeline.Indexing.Columns;

/// <summary>Byte strings one behind another, none across two chunks. One writer; readers read what lies before the end that they were told of.</summary>
internal sealed class ByteArena
{
    private const int ChunkBits = 18;
    private const int ChunkBytes = 1 << ChunkBits;

    private byte[][] _chunks = [];
    private long _end;

    /// <summary>Bytes taken, those left free at the ends of chunks among them.</summary>
    public long Length => _end;

    /// <summary>Adds a byte string; answers where.</summary>
    public long Add(ReadOnlySpan<byte> bytes)
    {
        var left = ChunkBytes - (int)(_end & (ChunkBytes - 1));
        if (bytes.Length > left)
        {
            if (_chunks[^1].Length < ChunkBytes)
                Enlarge(_chunks.Length - 1, ChunkBytes);
            _end += left;
        }
        var at = _end;
        var (chunk, offset) = ((int)(at >> ChunkBits), (int)(at & (ChunkBytes - 1)));
        if (chunk == _chunks.Length)
            Volatile.Write(ref _chunks, [.. _chunks, new byte[chunk == 0 ? FirstBytes(bytes.Length) : ChunkBytes]]);
        else if (_chunks[chunk].Length < offset + bytes.Length)
            Enlarge(chunk, offset + bytes.Length);
        bytes.CopyTo(_chunks[chunk].AsSpan(offset));
        _end = at + bytes.Length;
        return at;
    }

    /// <summary>The chunk that holds what was added somewhere, and where in it that begins.</summary>
    public (byte[] Chunk, int Offset) At(long place) => (Volatile.Read(ref _chunks)[place >> ChunkBits], (int)(place & (ChunkBytes - 1)));

    /// <summary>What it holds, chunk by chunk, for whoever keeps the writer away meanwhile.</summary>
    public IEnumerable<ArraySegment<byte>> Chunks()
    {
        for (var chunk = 0; chunk < _chunks.Length; chunk++)
            yield return new ArraySegment<byte>(_chunks[chunk], 0, (int)Math.Min(_chunks[chunk].Length, _end - ((long)chunk << ChunkBits)));
    }

    /// <summary>Makes room in an arena that is empty yet, chunk by chunk, to be filled as they are handed out.</summary>
    public IEnumerable<ArraySegment<byte>> Fill(long length)
    {
        for (_end = length; (long)_chunks.Length << ChunkBits < length;)
        {
            var chunk = new byte[ChunkBytes];
            var held = (int)Math.Min(ChunkBytes, length - ((long)_chunks.Length << ChunkBits));
            _chunks = [.. _chunks, chunk];
            yield return new ArraySegment<byte>(chunk, 0, held);
        }
    }

    /// <summary>The first chunk begins small: most ledgers of a test hold little.</summary>
    private static int FirstBytes(int needed) => Math.Min(ChunkBytes, Math.Max(512, needed * 2));

    private void Enlarge(int chunk, int needed)
    {
        var larger = new byte[Math.Min(ChunkBytes, Math.Max(needed, _chunks[chunk].Length * 2))];
        _chunks[chunk].CopyTo(larger, 0);
        byte[][] chunks = [.. _chunks]; // readers keep the chunk they have
        chunks[chunk] = larger;
        Volatile.Write(ref _chunks, chunks);
    }
}
