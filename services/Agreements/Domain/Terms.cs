using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Agreements.Domain;

/// <summary>Title, parties and bindingness as last stated.</summary>
internal sealed record Terms(
    string Title, AgreementKind Kind, Items<string> Parties, bool PartiesComplete, Bindingness Bindingness, Items<string> Links, Items<string> Goods)
{
    /// <param name="come">The effects whose own date has come, by own date.</param>
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
