using Ledger.Agreements.Domain;
using Ledger.Events;
using Ledger.Kernel;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Pacts;

namespace Ledger.Specs.Properties;

/// <summary>Turns attempts into acts on three agreements: every kind of event of agreements.</summary>
public sealed class AgreementScript
{
    public const int Kinds = 20;

    private readonly Dictionary<(string Entity, int Act), int> _announced = [];
    private readonly List<(string Entity, string Reference, EventBody Body)> _effects = [];
    private readonly RecordedHistory _history;

    private AgreementScript(IOwnerLedger owner) => _history = new RecordedHistory(owner, "agreement");

    public static RecordedHistory Play(IEnumerable<Attempt> attempts) => Play(attempts, new AgreementsLedger());

    /// <summary>Plays it to an owner that knows nothing yet.</summary>
    public static RecordedHistory Play(IEnumerable<Attempt> attempts, IOwnerLedger owner)
    {
        var script = new AgreementScript(owner);
        foreach (var attempt in attempts.TakeWhile(_ => script._history.Accepted.Count < Attempt.MostActs))
            script.Try(attempt);
        return script._history;
    }

    private void Try(Attempt attempt)
    {
        if (attempt.Kind >= 17)
        {
            Amendment(attempt);
            return;
        }
        var entity = $"pact-{attempt.Target % 3}";
        if (!_announced.TryGetValue((entity, attempt.Act), out var announced))
            announced = attempt.Day;
        var document = $"document-{attempt.Act}";
        var ordinal = _effects.Count(effect => effect.Entity == entity && effect.Reference.StartsWith($"{document}#", StringComparison.Ordinal)) + 1;
        var body = Body(attempt, announced);
        if (!_history.TryRecord(Act.Of(entity, Attempt.Announcement(attempt.Act, announced), body).Named(document).From(ordinal).In(attempt.Act % 5 == 3 ? "JP" : "US").Accepting()))
            return;
        _announced[(entity, attempt.Act)] = announced;
        _effects.Add((entity, $"{document}#{ordinal}", body));
    }

    private static EventBody Body(Attempt attempt, int announced)
    {
        var starts = attempt.Date(announced + (attempt.Day % 40));
        var through = attempt.Length < 70 ? Attempt.Exact(announced + (attempt.Day % 40) + attempt.Length) : null;
        var own = attempt.Length < 30 ? attempt.Date(announced + attempt.Length) : null;
        var longstop = attempt.Choice % 3 == 0 ? Attempt.Exact(announced + 60) : null;
        var commitment = $"commitment-{attempt.Choice % 3}";
        string[] by = attempt.Part < 4 ? ["US"] : attempt.Part < 8 ? ["AU"] : ["US", "AU"];
        return attempt.Kind switch
        {
            0 or 1 => Announce(longstop, own),
            2 or 3 => Sign(longstop, own),
            4 => Ratify(by[0], own),
            5 or 6 => Enter(starts, through),
            7 or 8 => attempt.Form % 2 == 0
                ? Commit(commitment, attempt.Choice % 4 == 0 ? null : attempt.Date(announced + attempt.Length), null, by)
                : Commit(commitment, Attempt.Exact(announced + attempt.Length), "FREQ=WEEKLY;COUNT=9", by),
            9 or 10 => attempt.Form % 2 == 0 ? Fulfil(commitment, own, null, by) : Fulfil(commitment, own, Attempt.Exact(announced + (7 * (attempt.Length / 7))), by),
            11 => Change("terms", own, attempt.Choice % 2 == 0 ? ["US", "AU", "JP"] : null, attempt.Choice % 5 == 0 ? Bindingness.Binding : null),
            12 => Halt(starts, through),
            13 => Resume(own),
            14 => Renew(Attempt.Exact(announced + attempt.Length), attempt.Choice % 3 == 0 ? starts : null),
            15 => attempt.Choice % 2 == 0 ? Replace($"pact-{attempt.Choice % 3}", own) : Effects.Claim($"claim {attempt.Choice}"),
            _ => Terminate(own),
        };
    }

    private void Amendment(Attempt attempt)
    {
        if (_effects.Count == 0)
            return;
        var (entity, reference, body) = _effects[attempt.Choice % _effects.Count];
        var versions = _history.Stream(entity).Find(reference)!;
        var head = versions.Heads.ElementAt(attempt.Part % versions.Heads.Count());
        var other = Enumerable.Range(0, 17).Select(kind => (EventBody)Body(attempt with { Kind = kind }, attempt.Day)).FirstOrDefault(other => other.GetType() == body.GetType()) ?? body;
        _history.TryRecord(attempt.Kind switch
        {
            17 => Corrections.Correct(head, other, attempt.Form % 4 == 0 ? Attempt.Exact(attempt.Day) : null) with { Entity = entity },
            18 => Corrections.Erratum(versions.LastHead, Attempt.Exact(attempt.Day + 60), other) with { Entity = entity },
            _ => Corrections.Retract(attempt.Form % 2 == 0 ? head : reference) with { Entity = entity },
        });
    }
}
