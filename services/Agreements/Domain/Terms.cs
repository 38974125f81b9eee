using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Agreements.Domain;

/// <summary>Title, parties and bindingness as last stated.</summary>
internal sealed record Terms(
    string Title, AgreementKind Kind, Items<string> Parties, bool PartiesComplete, Bindingness Bindingness, Items<string> Links, Items<string> Goods)
{
    /// <summary>
    /// By own date, legal order breaking ties: a fact holds from its own date until the next (DESIGN T5). What a signature says prevails over
    /// an announcement, whichever is told or dated later.
    /// </summary>
    public static List<Effect> InOrder(IEnumerable<Effect> effects) =>
        [.. effects.OrderBy(effect => effect.Body is not AgreementAnnounced).ThenBy(StartOf).ThenBy(effect => effect, LegalOrder.Instance)];

    /// <summary>When an effect comes, in the certain reading.</summary>
    public static Instant StartOf(Effect effect) => Readings.StartOf(Steps.OwnDateOf(effect) ?? effect.AnnouncedOn, Pull.Counts, Reading.Shown, effect);

    /// <param name="come">The effects whose own date has come, in order.</param>
    /// <param name="introduction">What tells it before any has.</param>
    public static Terms Of(IReadOnlyList<Effect> come, Effect introduction)
    {
        var terms = Stated(introduction.Body)!;
        foreach (var effect in come)
        {
            terms = Stated(effect.Body) ?? effect.Body switch
            {
                AgreementAmended amended => terms with
                {
                    Parties = amended.Parties.IsEmpty ? terms.Parties : amended.Parties, Bindingness = amended.Bindingness ?? terms.Bindingness,
                },
                _ => terms,
            };
        }
        return terms;
    }

    private static Terms? Stated(EventBody body) => body switch
    {
        AgreementAnnounced it => new Terms(it.Title, it.Kind, it.Parties, it.PartiesComplete, it.Bindingness, it.Links, it.Goods),
        AgreementSigned it => new Terms(it.Title, it.Kind, it.Parties, it.PartiesComplete, it.Bindingness, it.Links, it.Goods),
        _ => null,
    };
}
