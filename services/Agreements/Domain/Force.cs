using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Agreements.Domain;

/// <summary>
/// When an agreement is in force, in one reading of its starts and of its ends: each entry into force opens a chain of periods, a renewal adds one to the last chain before
/// it in legal order, by default at its old end. The first entry comes first whatever the order of announcements: a source of a renewal may be
/// older than the source of the entry. What has ended when a renewal is announced is renewed only with a start of its own.
/// </summary>
internal sealed class Force
{
    private readonly List<Chain> _chains = [];

    /// <summary>Renewals that find nothing to renew.</summary>
    public List<Effect> Dangling { get; } = [];

    public sealed record Segment(Effect By, LegalMoment? Starts, PeriodEnd Ends, Instant Start, Instant End, Instant LatestEnd);

    private sealed record Chain(List<Segment> Segments);

    /// <param name="steps">Effects of the agreement in legal order.</param>
    /// <param name="starts">How approximate starts are taken.</param>
    /// <param name="ends">How approximate ends are taken.</param>
    public Force(IEnumerable<Effect> steps, Reading starts, Reading ends)
    {
        var inOrder = steps.ToList();
        var first = inOrder.Find(effect => effect.Body is AgreementEnteredIntoForce);
        foreach (var effect in inOrder.OrderBy(effect => !ReferenceEquals(effect, first)))
        {
            switch (effect.Body)
            {
                case AgreementEnteredIntoForce entered:
                    _chains.Add(new Chain([Place(effect, entered.Period.Starts, Readings.StartOf(entered.Period.Starts, Pull.Counts, starts, effect), entered.Period.End, ends)]));
                    break;
                case AgreementRenewed renewed:
                    if (_chains.Count == 0 || (renewed.Starts is null && LatestEnd(_chains[^1]) <= LegalTime.StartOfDay(effect.AnnouncedDay, effect.Zone)))
                        Dangling.Add(effect);
                    else
                        Renew(_chains[^1], effect, renewed, starts, ends);
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>Starts of force that are steps: of a chain, or after a gap.</summary>
    public IEnumerable<Segment> Entries => _chains.SelectMany(chain =>
        chain.Segments.Where((segment, index) => index == 0 || (segment.Starts is not null && segment.Start > chain.Segments.Take(index).Max(earlier => earlier.End))));

    /// <summary>The last link of the last chain; null before any entry into force.</summary>
    public Segment? LastLink => _chains.LastOrDefault() is { } last ? LastOf(last) : null;

    public Segment? RunningAt(Instant moment) =>
        _chains.SelectMany(chain => chain.Segments).LastOrDefault(segment => Runs(segment, moment));

    /// <summary>The time in force that holds a moment, as worded: renewals that leave no gap are one with what they renew.</summary>
    public (LegalMoment Since, PeriodEnd Ends)? SpanAt(Instant moment)
    {
        if (_chains.LastOrDefault(chain => chain.Segments.Exists(segment => Runs(segment, moment))) is not { } running)
            return null;
        (Segment First, Segment Last)? span = null;
        foreach (var segment in running.Segments.Where(segment => segment.Start <= segment.End).OrderBy(segment => segment.Start))
        {
            if (span is not { } open || open.Last.End < segment.Start)
            {
                if (span is { } closed && moment < closed.Last.End)
                    break;
                span = (segment, segment);
            }
            else if (segment.End >= open.Last.End)
            {
                // Of links that end together the later one's wording of the end stands.
                span = (open.First, segment);
            }
        }
        return (span!.Value.First.Starts ?? running.Segments[0].Starts!, span.Value.Last.Ends);
    }

    private static bool Runs(Segment segment, Instant moment) => segment.Start <= moment && moment < segment.End;

    /// <summary>The link that ends last; of those that end together the later one, whose wording of the end stands.</summary>
    private static Segment LastOf(Chain chain) => chain.Segments.OrderBy(segment => segment.End).Last();

    private static void Renew(Chain chain, Effect effect, AgreementRenewed renewed, Reading starts, Reading ends)
    {
        Instant? ownStart = renewed.Starts is { } own ? Readings.StartOf(own, Pull.Counts, starts, effect) : null;
        var added = Place(effect, renewed.Starts, Instant.MinValue, new PeriodEnd(renewed.Through, renewed.Until), ends);
        CloseUnknownEnds(chain, ownStart ?? added.End, ownStart ?? added.LatestEnd);
        var start = ownStart ?? chain.Segments.Max(segment => segment.End);
        chain.Segments.Add(added with { Start = Instant.Max(start, chain.Segments[0].Start) });
    }

    /// <summary>An unknown end is not "until further notice", and a renewal closes it (DESIGN T7).</summary>
    private static void CloseUnknownEnds(Chain chain, Instant end, Instant latestEnd)
    {
        for (var i = 0; i < chain.Segments.Count; i++)
        {
            if (chain.Segments[i] is { Ends.IsOpen: false } segment)
            {
                chain.Segments[i] = segment with
                {
                    End = segment.End == Instant.MaxValue ? end : segment.End, LatestEnd = segment.LatestEnd == Instant.MaxValue ? latestEnd : segment.LatestEnd,
                };
            }
        }
    }

    private static Segment Place(Effect effect, LegalMoment? starts, Instant start, PeriodEnd end, Reading ends) => new(
        effect, starts, end, start, Readings.EndOf(end, Pull.Counts, ends, effect), LegalTime.EndOf(end, Bound.Latest, effect.Zone));

    private static Instant LatestEnd(Chain chain) => chain.Segments.Max(segment => segment.LatestEnd);
}
