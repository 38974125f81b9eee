using System.Buffers;
using System.Buffers.Binary;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using NodaTime;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>Writes what <see cref="TimelineRecord"/> reads.</summary>
/// <param name="index">The index.</param>
/// <param name="numberOf">The number of a value; 0 for none.</param>
internal sealed class TimelineWriter(LedgerIndex index, Func<Quantity?, int> numberOf)
{
    /// <summary>A record longer than this is not kept.</summary>
    public const int MostBytes = 1 << 15;

    /// <summary>Each set is a fold of the rows in it: so many rows times sets at most.</summary>
    private const int MostFolded = 2048;

    /// <summary>Writes the record of a measure; nothing where it would be too long.</summary>
    public void Write(ArrayBufferWriter<byte> record, Neighbourhood around)
    {
        var entities = around.Entities;
        var scopes = ScopeNumbers.Of(around.Effects, index.Rows.Vocabulary.Symbols);
        if (entities.Length > byte.MaxValue || scopes.Sum(scope => scope.Numbers.Length) > MostBytes)
            return;
        var most = Math.Min(TimelineRecord.MostSets, Math.Max(1, MostFolded / Math.Max(1, around.Rows.Length)));
        var sets = around.Sets(most);
        record.Write([(byte)around.Rows.Length, (byte)entities.Length, (byte)sets.Count, (byte)(scopes.Count | (sets.Count < most ? TimelineRecord.EverySet : 0))]);
        foreach (var row in around.Rows)
        {
            TimelineRecord.WriteRow(record.GetSpan(TimelineRecord.RowBytes), row, index.Rows.Versions[row]);
            record.Advance(TimelineRecord.RowBytes);
        }
        foreach (var entity in entities)
            Number(record, entity);
        var width = TimelineRecord.SetBytesOf(around.Rows.Length);
        var scopesAt = record.WrittenCount + (scopes.Count * TimelineRecord.ScopeBytes) + (sets.Count * (width + sizeof(int)));
        foreach (var (row, numbers) in scopes)
        {
            record.Write([(byte)row]);
            Short(record, checked((ushort)scopesAt));
            scopesAt += numbers.Length;
        }
        var (folded, timelines) = (new ArrayBufferWriter<byte>(), scopesAt);
        foreach (var set in sets)
        {
            // Sets that differ in what makes no difference share one.
            var start = Shared(folded, set, (own, visible) => Write(own, around, visible, width));
            Set(record, set, width);
            Number(record, timelines + start);
        }
        foreach (var (_, numbers) in scopes)
            record.Write(numbers);
        record.Write(folded.WrittenSpan);
    }

    private void Write(ArrayBufferWriter<byte> to, Neighbourhood around, ulong set, int width)
    {
        var acts = around.ActsIn(set);
        var timeline = MeasureTimeline.Of(acts);
        // Sets of rows do not tell in which order they are named.
        if (!timeline.ByDestination.Select(part => part.Spans).Append(timeline.Spans).All(spans => spans.All(span => IsInTwoOrders(span.Because))))
            timeline = timeline with { IsForTrades = false };
        var written = new ArrayBufferWriter<byte>();
        Write(written, around, timeline.Spans, width);
        var parts = timeline.ByDestination;
        var spansAt = FoldedTimeline.HeaderBytes + (parts.Count * FoldedTimeline.PartBytes);
        FoldedTimeline.WriteHeader(
            to.GetSpan(FoldedTimeline.HeaderBytes), around.PlaceOf(acts.Introduction), index.Rows.Versions[around.RowOf(acts.Introduction)],
            ((MeasureIntroduced)acts.Introduction.Body).Requirement, timeline);
        to.Advance(FoldedTimeline.HeaderBytes);
        foreach (var (destination, spans) in parts)
        {
            if (destination is not null && CountryGroups.IsGroup(destination))
            {
                Number(to, -index.Symbol(destination));
                Number(to, 0);
                continue;
            }
            Number(to, destination is null ? 0 : index.Symbol(destination));
            Number(to, spansAt + Shared(written, spans, (own, list) => Write(own, around, list, width)));
        }
        to.Write(written.WrittenSpan);
    }

    private void Write(ArrayBufferWriter<byte> to, Neighbourhood around, IReadOnlyList<MeasureSpan> spans, int width)
    {
        Short(to, (ushort)spans.Count);
        foreach (var span in spans)
        {
            var start = span.From == Instant.MinValue ? long.MinValue : span.From.ToUnixTimeTicks();
            FoldedSpans.WriteSpan(to.GetSpan(FoldedSpans.SpanBytes), start, span.Status, span.IsCertain, around.PlaceOf(span.ScopeBy), around.PlaceOf(span.ValueBy), numberOf(span.Value));
            to.Advance(FoldedSpans.SpanBytes);
            var first = InLegalOrder(span.Because);
            Set(to, around.SetOf(span.Because.Take(first)), width);
            Set(to, around.SetOf(span.Because.Skip(first)), width);
        }
    }

    /// <summary>Whether effects are in legal order, or some of them and then the others: suspensions are named before exemptions.</summary>
    private static bool IsInTwoOrders(Items<Effect> effects) =>
        InLegalOrder(effects) is var first && InLegalOrder([.. effects.Skip(first)]) == effects.Count - first && effects.Distinct(ReferenceEqualityComparer.Instance).Count() == effects.Count;

    /// <summary>How many effects at the beginning are in legal order.</summary>
    private static int InLegalOrder(IReadOnlyList<Effect> effects)
    {
        var count = Math.Min(1, effects.Count);
        while (count < effects.Count && LegalOrder.Instance.Compare(effects[count - 1], effects[count]) < 0)
            count++;
        return count;
    }

    /// <summary>Writes something behind the rest, unless the same stands there already; answers where.</summary>
    private static int Shared<T>(ArrayBufferWriter<byte> to, T what, Action<ArrayBufferWriter<byte>, T> write)
    {
        var own = new ArrayBufferWriter<byte>();
        write(own, what);
        var same = to.WrittenSpan.IndexOf(own.WrittenSpan);
        if (same >= 0)
            return same;
        var start = to.WrittenCount;
        to.Write(own.WrittenSpan);
        return start;
    }

    private static void Number(ArrayBufferWriter<byte> to, int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to.GetSpan(sizeof(int)), number);
        to.Advance(sizeof(int));
    }

    private static void Short(ArrayBufferWriter<byte> to, ushort number)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(to.GetSpan(sizeof(ushort)), number);
        to.Advance(sizeof(ushort));
    }

    private static void Set(ArrayBufferWriter<byte> to, ulong set, int width)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, set);
        to.Write(bytes[..width]);
    }
}
