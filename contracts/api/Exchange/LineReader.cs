using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace Ledger.Api.Exchange;

/// <summary>Splits a stream of bytes into lines, holding one at a time.</summary>
internal static class LineReader
{
    /// <param name="Number">From 1.</param>
    /// <param name="Content">Without its end; empty when it is too long. Valid until the next line is asked for.</param>
    /// <param name="TooLong">True when the line has more than the bytes allowed; it was skipped.</param>
    /// <param name="BytesRead">Bytes of the stream read, this line included.</param>
    internal readonly record struct Line(long Number, ReadOnlyMemory<byte> Content, bool TooLong, long BytesRead);

    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    public static async IAsyncEnumerable<Line> ReadAsync(Stream stream, int maxBytes, [EnumeratorCancellation] CancellationToken cancel)
    {
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
        long number = 0, bytes = 0;
        var skipping = false;
        while (true)
        {
            var read = await pipe.ReadAsync(cancel).ConfigureAwait(false);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                var after = buffer.GetPosition(1, end);
                bytes += line.Length + 1;
                number++;
                yield return Of(number, line, skipping || line.Length > maxBytes + 1, bytes);
                skipping = false;
                buffer = buffer.Slice(after);
            }
            if (read.IsCompleted)
            {
                bytes += buffer.Length;
                if (!buffer.IsEmpty || skipping)
                    yield return Of(++number, buffer, skipping || buffer.Length > maxBytes, bytes);
                break;
            }
            if (buffer.Length > maxBytes + 1)
            {
                // The rest of a line that is too long is let go as it comes.
                skipping = true;
                bytes += buffer.Length;
                buffer = buffer.Slice(buffer.End);
            }
            pipe.AdvanceTo(buffer.Start, buffer.End);
        }
        await pipe.CompleteAsync().ConfigureAwait(false);
    }

    private static Line Of(long number, ReadOnlySequence<byte> line, bool tooLong, long bytesRead)
    {
        if (tooLong)
            return new Line(number, default, true, bytesRead);
        var content = line.IsSingleSegment ? line.First : line.ToArray();
        if (number == 1 && content.Span.StartsWith(Mark))
            content = content[Mark.Length..];
        return new Line(number, content[..content.Span.TrimEnd((byte)'\r').Length], false, bytesRead);
    }
}
