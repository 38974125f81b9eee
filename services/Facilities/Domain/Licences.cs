using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Facilities.Domain;

/// <summary>
/// Licences and their conditions, which live in time exactly as measures do: granted or imposed is introduced, renewed is extended, revoked or
/// lifted is repealed (DESIGN section 3). A revocation takes the licence's conditions with it; every other act reaches only what it names.
/// </summary>
internal sealed class Licences
{
    private readonly Dictionary<string, Effect> _introductions = [];
    private readonly Dictionary<string, Effect> _byReference = [];
    private readonly Dictionary<string, LicenceLife> _lives = [];

    /// <param name="effects">The facility's, in legal order.</param>
    public Licences(IReadOnlyList<Effect> effects)
    {
        foreach (var effect in effects)
        {
            _byReference.TryAdd(effect.Reference, effect);
            if (IntroducedBy(effect.Body) is { } id)
                _introductions.TryAdd(id, effect);
        }
        var acting = effects.Select(effect => (Effect: effect, Target: TargetOf(effect.Body))).Where(each => each.Target is not null).ToList();
        foreach (var id in acting.Select(each => each.Target!).Distinct())
            _lives.Add(id, new LicenceLife([.. acting.Where(each => Reaches(each.Effect.Body, each.Target!, id)).Select(each => each.Effect)]));
        Dangling = [.. effects.Where(FindsNothing)];
    }

    /// <summary>Effects that find nothing to act on: their target is not there, or was over when they were announced.</summary>
    public IReadOnlyList<Effect> Dangling { get; }

    /// <summary>The effect that grants a licence or imposes a condition; null where none does.</summary>
    public Effect? Introduction(string id) => _introductions.GetValueOrDefault(id);

    /// <summary>An effect by its reference; null where it is not there.</summary>
    public Effect? ByReference(string reference) => _byReference.GetValueOrDefault(reference);

    /// <summary>The life of a licence or condition; null where nothing acts on it, or introduces it.</summary>
    public LicenceLife? Life(string id) => _lives.GetValueOrDefault(id);

    /// <summary>What an effect introduces or acts on, a suspension's target through its chain; null where that is not there, or it is no act on a licence.</summary>
    public string? TargetOf(EventBody body)
    {
        // A chain is no longer than there are effects; one that turns on itself leads nowhere.
        for (var i = 0; i <= _byReference.Count; i++)
        {
            if (SuspensionNamedBy(body) is not { } link)
                return IntroducedBy(body) ?? NamedBy(body);
            if (ByReference(link) is not { } next)
                return null;
            body = next.Body;
        }
        return null;
    }

    /// <summary>All licences at a moment, in natural order; those not yet announced have that status.</summary>
    public IEnumerable<LicenceState> At(Instant moment) =>
        _introductions.Where(each => each.Value.Body is LicenceGranted).OrderBy(each => each.Key, LegalOrder.NaturalOrder)
            .Select(each => Licence(each.Key, each.Value, moment));

    private LicenceState Licence(string id, Effect by, Instant moment)
    {
        var life = _lives[id];
        var (status, isCertain) = life.StatusAt(moment);
        var period = life.PeriodAt(moment);
        var conditions = _introductions.Where(each => each.Value.Body is LicenceConditionImposed && LicenceOf(each.Key) == id)
            .OrderBy(each => each.Key, LegalOrder.NaturalOrder).ToList();
        var acts = conditions.Select(each => each.Key).Prepend(id).SelectMany(each => _lives[each].Acting).Distinct(ReferenceEqualityComparer.Instance).Cast<Effect>();
        return new LicenceState(
            id, (LicenceGranted)by.Body, by, status, isCertain, conditions.Select(each => Condition(each.Key, each.Value, moment)).ToItems(),
            acts.Order(LegalOrder.Instance).ToItems(), period.HoldsFrom, period.Ends);
    }

    private ConditionState Condition(string id, Effect by, Instant moment)
    {
        var (status, isCertain) = _lives[id].StatusAt(moment);
        var period = _lives[id].PeriodAt(moment);
        return new ConditionState(id, (LicenceConditionImposed)by.Body, by, status, isCertain, period.HoldsFrom, period.Ends);
    }

    private bool FindsNothing(Effect effect) =>
        effect.Body is LicenceConditionImposed imposed && Introduction(LicenceOf(imposed.Condition)) is null
        || IsActOnLicence(effect.Body) && (TargetOf(effect.Body) is not { } target || Introduction(target) is null || _lives[target].In(Reading.Shown).Dangling.Contains(effect))
        || IntroducedBy(effect.Body) is { } id && !ReferenceEquals(Introduction(id), effect);

    private static bool IsActOnLicence(EventBody body) => NamedBy(body) is not null || SuspensionNamedBy(body) is not null;

    private static bool Reaches(EventBody body, string target, string id) => target == id || (body is LicenceRevoked && LicenceOf(id) == target);

    /// <summary>The licence of a condition, or the licence itself.</summary>
    public static string LicenceOf(string id)
    {
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? id : id[..slash];
    }

    private static string? IntroducedBy(EventBody body) => body switch
    {
        LicenceGranted granted => granted.Licence,
        LicenceConditionImposed imposed => imposed.Condition,
        _ => null,
    };

    private static string? NamedBy(EventBody body) => body switch
    {
        LicenceRenewed it => it.Licence,
        LicenceRevoked it => it.Licence,
        LicenceSuspended it => it.Target,
        LicenceConditionRescheduled it => it.Condition,
        LicenceConditionLifted it => it.Condition,
        _ => null,
    };

    private static string? SuspensionNamedBy(EventBody body) => body switch
    {
        LicenceSuspensionExtended it => it.Suspension,
        LicenceSuspensionEnded it => it.Suspension,
        _ => null,
    };
}
