using Ledger.Kernel;

namespace Ledger.Specs.Properties;

/// <summary>Enters a history again in another order that the rules allow, within each stream too: late entry is normal (DESIGN T11).</summary>
internal static class AnyOrderOf
{
    private const int Tries = 6;

    /// <summary>
    /// The acts in any order; what corrects or retracts keeps its order on its stream, as a version names the one before it. Every other try
    /// leaves corrections to the end. Null where no order tried got all of it recorded.
    /// </summary>
    public static RecordedHistory? Of(RecordedHistory history, Func<IOwnerLedger> fresh, Random random)
    {
        for (var tried = 0; tried < Tries; tried++)
        {
            if (Entered(history, fresh(), random, correctionsLast: tried % 2 == 1) is { } again)
                return again;
        }
        return null;
    }

    private static RecordedHistory? Entered(RecordedHistory history, IOwnerLedger fresh, Random random, bool correctionsLast)
    {
        var again = new RecordedHistory(fresh, history.Kind);
        var acts = history.Accepted.Where(command => command is RecordAct).ToList();
        var corrections = history.Accepted.Where(command => command is not RecordAct).GroupBy(command => command.Entity).Select(stream => new Queue<Command>(stream)).ToList();
        while (acts.Count + corrections.Count > 0)
        {
#pragma warning disable CA5394 // The order is drawn from a printed seed, so that a failure can be repeated.
            var next = acts.Concat(correctionsLast && acts.Count > 0 ? [] : corrections.Select(stream => stream.Peek())).OrderBy(_ => random.Next()).FirstOrDefault(again.TryRecord);
#pragma warning restore CA5394
            if (next is null)
                return null;
            if (!acts.Remove(next))
                corrections.Single(stream => ReferenceEquals(stream.Peek(), next)).Dequeue();
            corrections.RemoveAll(stream => stream.Count == 0);
        }
        return again;
    }
}
