using Ledger.Events;
using Ledger.Kernel;
using NodaTime;

namespace Ledger.Facilities.Domain;

/// <summary>The tenders of one facility: open from their own date until they close or are withdrawn.</summary>
internal sealed class Tenders
{
    private readonly List<Fact> _opened;
    private readonly List<Fact> _withdrawn;

    /// <param name="facts">The facility's facts, in legal order.</param>
    public Tenders(IReadOnlyList<Fact> facts)
    {
        var opened = facts.Where(fact => fact.By.Body is TenderOpened).GroupBy(fact => ((TenderOpened)fact.By.Body).Tender).ToList();
        _opened = opened.ConvertAll(same => same.First());
        _withdrawn = [.. facts.Where(fact => fact.By.Body is TenderWithdrawn)];
        Dangling =
        [
            .. opened.SelectMany(same => same.Skip(1)).Concat(_withdrawn.Where(fact => opened.TrueForAll(same => same.Key != IdOf(fact)))).Select(fact => fact.By),
        ];
    }

    /// <summary>Withdrawals of tenders that nothing opened, and openings of one opened before.</summary>
    public IReadOnlyList<Effect> Dangling { get; }

    /// <summary>In the order they opened: those still open, and those withdrawn, each with its withdrawal after it; a closed one is left out.</summary>
    public Items<(EventBody Body, Effect By)> At(Instant moment)
    {
        var tenders = new List<(EventBody, Effect)>();
        foreach (var opened in _opened.Where(fact => fact.Shown <= moment).OrderBy(fact => fact.Shown))
        {
            var body = (TenderOpened)opened.By.Body;
            var closes = CloseOf(body, opened.By, Bound.Latest);
            // What was withdrawn after it had closed had closed.
            var withdrawn = _withdrawn.Where(fact => IdOf(fact) == body.Tender && fact.Shown <= moment && fact.Shown < closes).OrderBy(fact => fact.Shown).FirstOrDefault();
            if (withdrawn is not null || moment < closes)
                tenders.Add((body, opened.By));
            if (withdrawn is not null)
                tenders.Add((withdrawn.By.Body, withdrawn.By));
        }
        return tenders.ToItems();
    }

    /// <summary>The first instant at which a tender has closed; without bound where nothing says when.</summary>
    public static Instant CloseOf(TenderOpened opened, Effect by, Bound bound) =>
        LegalTime.EndOf(opened.Closes is { Local: not null } moment ? new PeriodEnd(null, moment) : new PeriodEnd(opened.Closes, null), bound, by.Zone);

    private static string IdOf(Fact withdrawn) => ((TenderWithdrawn)withdrawn.By.Body).Tender;
}
