using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;

namespace Ledger.Agreements.Domain;

/// <summary>The rulebook: what may be said of agreements. One arm for each kind of effect.</summary>
internal static class Rulebook
{
    /// <summary>Judges one effect.</summary>
    /// <param name="effect">As it would read.</param>
    /// <param name="visible">All visible effects of the agreement, without itself.</param>
    /// <param name="replacements">Visible effects by which others take its place.</param>
    /// <param name="isKnown">Whether another agreement is recorded.</param>
    /// <param name="acceptsUnresolved">Whether the request accepts a predecessor that is not.</param>
    /// <param name="field">The effect's place in the request.</param>
    public static IEnumerable<Refusal> Judge(
        Effect effect, IReadOnlyList<Effect> visible, IReadOnlyList<Effect> replacements, Func<string, bool> isKnown, bool acceptsUnresolved, string field)
    {
        var introduces = effect.Body is AgreementAnnounced or AgreementSigned;
        if (!introduces && !visible.Any(other => other.Body is AgreementAnnounced or AgreementSigned))
            return [AgreementRules.UnknownAgreement.Refuse(field, $"{effect.Entity} is neither announced nor signed: its first effect is agreementAnnounced or agreementSigned")];
        var before = visible.Where(other => LegalOrder.Instance.Compare(other, effect) < 0).Order(LegalOrder.Instance).ToList();
        var state = new StateBefore(effect, visible, before, replacements);
        return effect.Body switch
        {
            AgreementAnnounced it => StepRules.Introduce(effect, it.Parties, it.Goods, it.Longstop, it.Effective, state, field),
            AgreementSigned it => StepRules.Introduce(effect, it.Parties, it.Goods, it.Longstop, it.Effective, state, field),
            AgreementRatified it => StepRules.Ratify(it, state, field),
            AgreementEnteredIntoForce it => StepRules.EnterIntoForce(effect, it, state, field),
            AgreementRenewed it => StepRules.Renew(effect, it, state, field),
            AgreementSuspended it => StepRules.Suspend(effect, it, state, field),
            AgreementResumed it => StepRules.Resume(effect, it, state, field),
            AgreementAmended it => StepRules.Amend(it, state, field),
            AgreementTerminated => StepRules.IsNotOver(state, field),
            AgreementReplaced it => StepRules.Replace(effect, it, isKnown, acceptsUnresolved, field),
            CommitmentMade it => CommitmentRules.Make(effect, it, state, field),
            CommitmentFulfilled it => CommitmentRules.Fulfil(effect, it, state, field),
            StatementRecorded => [],
            _ => throw new InvalidOperationException($"no rule for {effect.Body.GetType().Name} on an agreement"),
        };
    }
}

/// <summary>What an act is judged on.</summary>
/// <param name="Effect">The effect itself.</param>
/// <param name="Visible">All visible effects of the agreement, by which identity is judged.</param>
/// <param name="Before">Those before it in legal order, by which dates and standing are.</param>
/// <param name="Replacements">By which others take its place.</param>
internal sealed record StateBefore(Effect Effect, IReadOnlyList<Effect> Visible, List<Effect> Before, IReadOnlyList<Effect> Replacements)
{
    /// <summary>The agreement as the acts before this one leave it; the first that introduces it is sought among all.</summary>
    public AgreementLife? Life => field ??= AgreementLife.Of(
        Effect.Entity, Before.Exists(IsIntroduction) ? Before : Before.Concat(Visible.Where(IsIntroduction).Order(LegalOrder.Instance).Take(1)),
        Replacements.Where(other => LegalOrder.Instance.Compare(other, Effect) < 0));

    /// <summary>Everyone who is a party on the day of this act, or becomes one later by an act before it; and whether each of these lists is whole.</summary>
    public (Items<string> Parties, bool Complete) Parties
    {
        get
        {
            var own = Readings.StartOf(Steps.OwnDateOf(Effect) ?? Effect.AnnouncedOn, Pull.Counts, Reading.Shown, Effect);
            var introduction = Before.Find(IsIntroduction) ?? Visible.Order(LegalOrder.Instance).First(IsIntroduction);
            var statements = Terms.InOrder(Before.Exists(IsIntroduction) ? Before : [introduction, .. Before]);
            var later = statements.FindIndex(statement => Terms.StartOf(statement) > own);
            var holding = Terms.Of(later < 0 ? statements : statements[..later], introduction);
            var lists = Enumerable.Range(later < 0 ? statements.Count : later, later < 0 ? 0 : statements.Count - later)
                .Select(at => Terms.Of(statements[..(at + 1)], introduction)).Prepend(holding).ToList();
            return (lists.SelectMany(terms => terms.Parties).Distinct().ToItems(), lists.TrueForAll(terms => terms.PartiesComplete));
        }
    }

    private static bool IsIntroduction(Effect effect) => effect.Body is AgreementAnnounced or AgreementSigned;
}
