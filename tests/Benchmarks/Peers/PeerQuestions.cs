using Ledger.Benchmarks.Generated;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Sequencing;
using NodaTime;
using Period = NodaTime.Period;

namespace Ledger.Benchmarks.Peers;

/// <summary>One kind of question, the coordinates at which it is asked, and how each side answers it.</summary>
/// <param name="What">The kind in words.</param>
/// <param name="Asked">Coordinates, known and effective at random, published at everything.</param>
/// <param name="Ours">By the index.</param>
/// <param name="Theirs">By a peer.</param>
internal sealed record PeerQuestions(string What, IReadOnlyList<Asking> Asked, Func<Asking, List<AnswerRow>> Ours, Func<SqlPeer, Asking, List<AnswerRow>> Theirs)
{
    private const int States = 2_000;
    private const int Checks = 400;
    private const int Worlds = 9;

    private static readonly string[] Destinations = ["US", "JP", "EU", "KR", "TW", "IN", "BR", "VN", "KP"];

    public static IReadOnlyList<PeerQuestions> Drawn(LedgerSnapshot ledger, ResolvedRows rows, int seed)
    {
        var random = new Random(seed);
        var asked = Enumerable.Range(0, States).Select(_ => Drawn(ledger, rows, random)).ToList();
        var reached = rows.Reach.Where(row => row.Destination == "*" || Destinations.Contains(row.Destination)).ToList();
        var traded = asked.Take(Checks).Select(asking => random.Next(2) == 0 ? asking : OfSomeReach(ledger, reached[random.Next(reached.Count)], random)).ToList();
        var disputed = asked.Take(Checks).Select(asking => asking with { Measure = rows.MostDisputed }).ToList();
        return
        [
            new("state of one measure", asked, OurAnswers.State, (peer, asking) => peer.State(asking)),
            new("state of the most disputed measure", disputed, OurAnswers.State, (peer, asking) => peer.State(asking)),
            new("check: measures in force or held back", traded, asking => OurAnswers.Check(asking, rows.LeftOut), (peer, asking) => peer.Check(asking)),
            new("world: all measures in force", [.. asked.Take(Worlds)], asking => OurAnswers.World(asking, rows.LeftOut), (peer, asking) => peer.World(asking)),
        ];
    }

    /// <summary>Asks both, without measuring.</summary>
    /// <returns>Rows of an answer, on average.</returns>
    /// <exception cref="InvalidOperationException">A peer answers otherwise than the index.</exception>
    public double Compare(IReadOnlyList<SqlPeer> peers)
    {
        var count = 0L;
        foreach (var asking in Asked)
        {
            var ours = Text(Ours(asking));
            count += ours.Count;
            foreach (var peer in peers)
            {
                var theirs = Text(Theirs(peer, asking));
                if (!ours.SequenceEqual(theirs))
                    throw new InvalidOperationException($"{What} of {asking.Measure}, {asking.Trade.Goods} from {asking.Trade.Origin} to {asking.Trade.Destination} on {asking.Day} at {asking.Cut.Ledger.Position}: ours [{Beyond(ours, theirs)}], {peer.Name} [{Beyond(theirs, ours)}]");
            }
        }
        return count / (double)Asked.Count;
    }

    /// <summary>One; nine in ten at a coordinate at which the measure is known of, since an answer of nothing is soon given.</summary>
    private static Asking Drawn(LedgerSnapshot ledger, ResolvedRows rows, Random random)
    {
        while (true)
        {
            var asking = WithWholeGoods(Asking.Drawn(ledger, rows.Measures, null, Vocabulary.Drawn(Destinations, random), random), random);
            if (random.Next(10) == 0 || OurAnswers.State(asking).Count > 0)
                return asking;
        }
    }

    /// <summary>A trade that some measure reaches, on a day and at a position where it does: goods and origin drawn apart seldom meet one.</summary>
    private static Asking OfSomeReach(LedgerSnapshot ledger, ReachRow reached, Random random)
    {
        // The first scope of a measure reaches back for ever; it is announced about when it becomes known.
        var announced = GeneratedLedger.First.PlusDays((int)(reached.KnownFrom * GeneratedLedger.Days / ledger.Count));
        var first = reached.From > announced ? reached.From : announced < reached.To ? announced : reached.To.PlusDays(-1);
        var day = first.PlusDays(random.Next(Math.Min(600, Period.DaysBetween(first, reached.To))));
        var cut = new Cut(ledger.CutAt(random.NextInt64(reached.KnownFrom, Math.Min(ledger.Count, reached.KnownTo))), null, IsProvisional: false);
        var destination = reached.Destination == "*" ? Vocabulary.Drawn(Destinations, random) : reached.Destination;
        var trade = Question.Nothing with { Goods = [GoodsKey.Parse(reached.Goods)], Origin = reached.Origin, ExportedFrom = reached.Origin, Destination = destination };
        return WithWholeGoods(new Asking(cut, day, "", trade), random);
    }

    /// <summary>
    /// The goods stated in every sort, so that no scope leaves them open, which the peers' rows do not tell; half of the codes as a customs declaration states them:
    /// ten digits of a national tariff, under which the scope's six stand.
    /// </summary>
    private static Asking WithWholeGoods(Asking asking, Random random)
    {
        var goods = Vocabulary.InEverySort(asking.Trade.Goods[0], random);
        return asking with
        {
            Trade = asking.Trade with
            {
                Goods = goods.Select(good => good.Sort == GoodsSort.Code && random.Next(2) == 0 ? GoodsKey.Parse($"cn-tariff:{good.Value}{random.Next(1000, 9999)}") : good).ToItems(),
            },
        };
    }

    private static List<string> Text(List<AnswerRow> rows) => [.. rows.Select(row => row.ToString()).Order(StringComparer.Ordinal)];

    private static string Beyond(List<string> rows, List<string> others) => string.Join("; ", rows.Except(others).Take(5));
}
