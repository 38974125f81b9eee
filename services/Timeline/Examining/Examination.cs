using Google.Protobuf;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Sequencing;

namespace Ledger.Timeline.Examining;

/// <summary>Where two ways of answering differ.</summary>
/// <param name="Subject">What was asked.</param>
/// <param name="Coordinate">At which coordinate.</param>
/// <param name="Folded">What the plain fold answers, as JSON; or the fault that it ends in.</param>
/// <param name="Indexed">What the index answers, likewise.</param>
internal sealed record Difference(string Subject, Coordinate Coordinate, string Folded, string Indexed);

/// <summary>Compares what the index answers with what the plain fold answers, byte for byte (DESIGN T10).</summary>
internal sealed class Examination(PolicyStreams streams, LedgerSnapshot ledger)
{
    private readonly Cut _all = new(ledger, null, IsProvisional: false);
    private (World Folded, World Indexed)? _latest;

    /// <summary>Everything known, by both ways: built once.</summary>
    public (World Folded, World Indexed) Latest => _latest ??= WorldsOf(_all);

    /// <summary>Both ways of seeing one cut.</summary>
    public (World Folded, World Indexed) WorldsOf(Cut cut) => (World.Folded(cut, streams), World.Of(cut));

    /// <summary>Asks one thing both ways; null where the answers are the same bytes.</summary>
    /// <param name="subject">What to ask.</param>
    /// <param name="coordinate">Where.</param>
    /// <param name="worlds">The worlds of the coordinate's cut.</param>
    public Difference? Compare(Subject subject, Coordinate coordinate, (World Folded, World Indexed) worlds)
    {
        var folded = Answer(() => subject.Ask(worlds.Folded, Latest.Folded, coordinate));
        var indexed = Answer(() => subject.Ask(worlds.Indexed, Latest.Indexed, coordinate));
        return folded.Bytes.AsSpan().SequenceEqual(indexed.Bytes) ? null : new Difference(subject.Name, coordinate, folded.Text(), indexed.Text());
    }

    private static (byte[] Bytes, Func<string> Text) Answer(Func<IMessage> ask)
    {
        try
        {
            var answer = ask();
            return (answer.ToByteArray(), () => JsonFormatter.Default.Format(answer));
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A way of answering that fails where the other does not is the difference that is looked for.
            var told = fault.ToString();
            return ([], () => told);
        }
    }
}
