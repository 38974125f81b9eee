using Ledger.Events;
using Ledger.Facilities.Domain;
using Ledger.Kernel;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Plants;

namespace Ledger.Specs.Properties;

/// <summary>Turns attempts into acts on three facilities: every kind of event of facilities.</summary>
public sealed class FacilityScript
{
    public const int Kinds = 30;

    private readonly Dictionary<(string Entity, int Act), int> _announced = [];
    private readonly List<(string Entity, string Reference, EventBody Body)> _effects = [];
    private readonly RecordedHistory _history;

    private FacilityScript(IOwnerLedger owner) => _history = new RecordedHistory(owner, "facility");

    public static RecordedHistory Play(IEnumerable<Attempt> attempts) => Play(attempts, new FacilitiesLedger());

    /// <summary>Plays it to an owner that knows nothing yet.</summary>
    public static RecordedHistory Play(IEnumerable<Attempt> attempts, IOwnerLedger owner)
    {
        var script = new FacilityScript(owner);
        foreach (var attempt in attempts.TakeWhile(_ => script._history.Accepted.Count < Attempt.MostActs))
            script.Try(attempt);
        return script._history;
    }

    private void Try(Attempt attempt)
    {
        if (attempt.Kind >= 27)
        {
            Amendment(attempt);
            return;
        }
        var entity = $"plant-{attempt.Target % 3}";
        if (!_announced.TryGetValue((entity, attempt.Act), out var announced))
            announced = attempt.Day;
        var document = $"document-{attempt.Act}";
        var ordinal = _effects.Count(effect => effect.Entity == entity && effect.Reference.StartsWith($"{document}#", StringComparison.Ordinal)) + 1;
        var isNew = !_effects.Exists(effect => effect.Entity == entity);
        var body = isNew ? Register(effective: Attempt.Exact(announced)) : Body(attempt, entity, announced);
        if (body is null || !_history.TryRecord(Act.Of(entity, Attempt.Announcement(attempt.Act, announced), body).Named(document).From(ordinal).In(attempt.Act % 5 == 3 ? "JP" : "MY").Accepting()))
            return;
        _announced[(entity, attempt.Act)] = announced;
        _effects.Add((entity, $"{document}#{ordinal}", body));
    }

    private EventBody? Body(Attempt attempt, string entity, int announced)
    {
        var starts = attempt.Date(announced + (attempt.Day % 40));
        var through = attempt.Length < 70 ? Attempt.Exact(announced + (attempt.Day % 40) + attempt.Length) : null;
        var own = attempt.Length < 30 ? attempt.Date(announced + attempt.Length) : null;
        var stage = (Stage)(attempt.Choice % 2);
        var status = (StageStatus)(attempt.Choice % 7);
        var product = attempt.Choice % 2 == 0 ? "element:Dy" : "product:oxide";
        var licence = $"licence-{attempt.Choice % 2}";
        var suspension = _effects.FindAll(effect => effect.Entity == entity && effect.Body is LicenceSuspended or LicenceSuspensionExtended) is { Count: > 0 } named
            ? named[attempt.Choice % named.Count].Reference : null;
        return attempt.Kind switch
        {
            0 or 1 => Grant(licence, starts, through),
            2 => Reaches(stage, status, own),
            3 => Rate(product, 100 * (1 + (attempt.Choice % 4)), stage: stage, effective: own),
            4 => Plan(product, 100 * (1 + (attempt.Choice % 4)), attempt.Date(announced + attempt.Length), stage: stage),
            5 => attempt.Form % 2 == 0 ? PlanStatus(stage, status, attempt.Date(announced + attempt.Length)) : PlanOutput(Stage.Separation, product, attempt.Date(announced + attempt.Length)),
            6 => Report(product, attempt.Choice, Attempt.Exact(announced - attempt.Length), Attempt.Exact(announced)),
            7 => First(product, own),
            8 => Invest("a fund"),
            9 => Open($"tender-{attempt.Choice % 2}", effective: own),
            10 => WithdrawTender($"tender-{attempt.Choice % 2}", own),
            11 or 12 => Renew(licence, Attempt.Exact(announced + attempt.Length), attempt.Choice % 3 == 0 ? starts : null),
            13 or 14 => Halt(attempt.Form % 3 == 0 ? $"{licence}/waste" : licence, starts, through),
            15 or 16 => suspension is null ? null : ExtendHalt(suspension, Attempt.Exact(announced + attempt.Length), attempt.Choice % 3 == 0 ? starts : null),
            17 or 18 => suspension is null ? null : EndHalt(suspension, own),
            19 => Revoke(licence, own),
            20 => Impose($"{licence}/waste", starts, through),
            21 => Move($"{licence}/waste", attempt.Choice % 5 == 0 ? null : attempt.Date(announced + attempt.Length), own),
            22 => Lift($"{licence}/waste", own),
            23 => Operate($"operator {attempt.Choice}", own),
            24 => Incident("an outage", starts, through),
            25 => Depend("another"),
            _ => Effects.Claim($"claim {attempt.Choice}"),
        };
    }

    private void Amendment(Attempt attempt)
    {
        if (_effects.Count == 0)
            return;
        var (entity, reference, body) = _effects[attempt.Choice % _effects.Count];
        var versions = _history.Stream(entity).Find(reference)!;
        var head = versions.Heads.ElementAt(attempt.Part % versions.Heads.Count());
        var other = Enumerable.Range(0, 27).Select(kind => Body(attempt with { Kind = kind }, entity, attempt.Day)).FirstOrDefault(other => other?.GetType() == body.GetType()) ?? body;
        _history.TryRecord(attempt.Kind switch
        {
            27 => Corrections.Correct(head, other, attempt.Form % 4 == 0 ? Attempt.Exact(attempt.Day) : null) with { Entity = entity },
            28 => Corrections.Erratum(versions.LastHead, Attempt.Exact(attempt.Day + 60), other) with { Entity = entity },
            _ => Corrections.Retract(attempt.Form % 2 == 0 ? head : reference) with { Entity = entity },
        });
    }
}
