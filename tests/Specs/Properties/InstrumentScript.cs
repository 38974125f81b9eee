using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Specs.Telling;
using static Ledger.Specs.Telling.Effects;

namespace Ledger.Specs.Properties;

/// <summary>Turns attempts into acts on instruments and measures: every kind of event of export controls, over a handful of instruments.</summary>
public sealed class InstrumentScript
{
    /// <summary>How many kinds of attempt there are; the first are tried more often than the last.</summary>
    public const int Kinds = 34;

    private static readonly Scope[] Scopes =
    [
        Goods("element:Ho", "element:Er"), Scope(goods: Only("element:Ho", "element:Dy"), destination: AllBut("KP")), Scope(destination: Only("US", "EU")),
        Scope(goods: Only("dual-use:all"), destination: Only("US")), Scope(goods: new KeySet(false, ["element:Dy"], ["product:oxide"])), Scope(goods: Only("product:magnet+element:Dy", "hs:2846")),
    ];

    private readonly Dictionary<int, (int Announced, int Sequence)> _acts = [];
    private readonly List<string> _measures = [];
    private readonly List<(string Reference, EventBody Body)> _effects = [];
    private readonly RecordedHistory _history;

    private InstrumentScript(IOwnerLedger owner) => _history = new RecordedHistory(owner, "instrument");

    /// <summary>Plays a history: what the rules refuse is left out.</summary>
    public static RecordedHistory Play(IEnumerable<Attempt> attempts) => Play(attempts, new ExportControlsLedger());

    /// <summary>Plays it to an owner that knows nothing yet.</summary>
    public static RecordedHistory Play(IEnumerable<Attempt> attempts, IOwnerLedger owner)
    {
        var script = new InstrumentScript(owner);
        foreach (var attempt in attempts.TakeWhile(_ => script._history.Accepted.Count < Attempt.MostActs))
            script.Try(attempt);
        return script._history;
    }

    private void Try(Attempt attempt)
    {
        if (attempt.Kind >= 31)
        {
            Amendment(attempt);
            return;
        }
        var entity = $"act-{attempt.Act}";
        var isNew = !_acts.TryGetValue(attempt.Act, out var act);
        if (isNew)
            act = (attempt.Day, attempt.Choice % 3);
        if (Body(attempt, entity, act.Announced) is not { } body)
            return;
        List<EventBody> effects = isNew ? [Publish($"{attempt.Act}", effective: attempt.Choice % 2 == 0 ? Attempt.Exact(act.Announced) : null), body] : [body];
        var ordinal = isNew ? 1 : _effects.Count(effect => effect.Reference.StartsWith($"{entity}#", StringComparison.Ordinal)) + 1;
        var told = Act.Of(entity, Attempt.Exact(act.Announced), effects).From(ordinal).InPlace(act.Sequence).In(attempt.Act % 3 == 0 ? "US" : "CN");
        if (!_history.TryRecord(attempt.Choice % 2 == 0 ? told.Accepting() : told))
            return;
        _acts[attempt.Act] = act;
        foreach (var recorded in effects)
        {
            _effects.Add(($"{entity}#{ordinal++}", recorded));
            if (recorded is MeasureIntroduced introduced)
                _measures.Add(introduced.Measure);
        }
    }

    /// <summary>What an attempt says on an act announced on a day; null where there is nothing yet to say it of.</summary>
    private EventBody? Body(Attempt attempt, string entity, int announced)
    {
        var starts = attempt.Date(announced + (attempt.Day % 40) - 5);
        var through = attempt.Length < 60 ? Attempt.Exact(announced + (attempt.Day % 40) + attempt.Length) : null;
        var own = attempt.Length < 30 ? attempt.Date(announced + attempt.Length) : null;
        var part = PartAt(attempt);
        return attempt.Kind switch
        {
            0 or 1 or 2 => Introduce($"{entity}/{attempt.Choice % 3}", starts, Scopes[attempt.Target % Scopes.Length], through),
            3 or 4 => Introduce($"{entity}/{attempt.Choice % 3}", starts, Scopes[attempt.Target % Scopes.Length], through, rate: 10 + attempt.Choice),
            5 => Measure(attempt) is { } target ? Amend(target, starts, Scopes[attempt.Choice % Scopes.Length], through: through) : null,
            6 => Measure(attempt) is { } target ? Amend(target, starts, rate: attempt.Choice, through: through) : null,
            7 or 8 => Measure(attempt) is { } target ? Extend(target, Attempt.Exact(announced + attempt.Length), starts: attempt.Choice % 3 == 0 ? starts : null, part: part) : null,
            9 or 10 => Measure(attempt) is { } target ? Reschedule(target, attempt.Choice % 5 == 0 ? null : attempt.Date(announced + attempt.Length), own, part) : null,
            11 or 12 or 13 => Measure(attempt) is { } target ? Suspend(target, starts, through, part: part) : null,
            14 => Suspension(attempt) is { } link ? ExtendSuspension(link, Attempt.Exact(announced + attempt.Length), starts: attempt.Choice % 3 == 0 ? starts : null, part: part) : null,
            15 => Suspension(attempt) is { } link ? EndSuspension(link, own, part) : null,
            16 => Measure(attempt) is { } target ? Repeal(target, own, part) : null,
            17 => Measure(attempt) is { } target ? Withdraw(target, own, part) : null,
            18 or 19 => Measure(attempt) is { } target ? Exempt(target, starts, through, part: part) : null,
            20 => Named<ExemptionGranted, ExemptionExtended>(attempt) is { } link ? ExtendExemption(link, Attempt.Exact(announced + attempt.Length), starts: attempt.Choice % 3 == 0 ? starts : null, part: part) : null,
            21 => Named<ExemptionGranted, ExemptionExtended>(attempt) is { } link ? EndExemption(link, own, part) : null,
            22 => Measure(attempt) is { } target ? Annul(target, own, part) : null,
            23 => _effects.Count > 0 ? Annul(_effects[attempt.Target % _effects.Count].Reference, own, part) : null,
            24 or 25 => attempt.Choice % 2 == 0 && Named<AnnulmentStayed, AnnulmentStayed>(attempt) is { } stay ? EndStay(stay, attempt.Choice % 4 == 0 ? part : null)
                : Named<EffectAnnulled, EffectAnnulled>(attempt) is { } annulment ? Stay(annulment, attempt.Length < 45 ? Attempt.Exact(announced + attempt.Length) : null, part: part) : null,
            26 => Named<EffectAnnulled, EffectAnnulled>(attempt) is { } annulment ? Reverse(annulment, part) : null,
            27 => Named<MeasureRepealed, MeasureRepealed>(attempt) is { } repeal && _effects.Find(effect => effect.Reference == repeal).Body is MeasureRepealed repealed
                ? Amend(repealed.Target, starts, through: through, restores: repeal) : null,
            28 => Measure(attempt) is { } target ? EndEnforcement(target, starts) : null,
            29 => Reach("DS431", $"stage {attempt.Choice}", starts, through),
            _ => attempt.Choice % 2 == 0 ? Cover("CN", Attempt.Exact(announced)) : Claim($"claim {attempt.Choice}"),
        };
    }

    /// <summary>Corrects, amends by erratum, or retracts something recorded.</summary>
    private void Amendment(Attempt attempt)
    {
        if (_effects.Count == 0)
            return;
        var (reference, body) = _effects[attempt.Target % _effects.Count];
        var versions = _history.Stream(reference[..reference.LastIndexOf('#')]).Find(reference)!;
        var head = versions.Heads.ElementAt(attempt.Choice % versions.Heads.Count());
        var number = int.Parse(reference.AsSpan(4, 1), System.Globalization.CultureInfo.InvariantCulture);
        var replacement = Body(attempt with { Kind = KindOf(body), Choice = ChoiceOf(body, attempt.Choice) }, $"act-{number}", _acts[number].Announced) is { } other && other.GetType() == body.GetType() ? other : body;
        _history.TryRecord(attempt.Kind switch
        {
            31 => Corrections.Correct(head, replacement, attempt.Choice % 4 == 0 ? Attempt.Exact(attempt.Day) : null),
            32 => Corrections.Erratum(versions.LastHead, Attempt.Exact(attempt.Day + 60), replacement),
            _ => Corrections.Retract(attempt.Choice % 2 == 0 ? head : reference),
        });
    }

    /// <summary>A measure keeps its limb when it is corrected.</summary>
    private static int ChoiceOf(EventBody body, int choice) => body is MeasureIntroduced introduced ? introduced.Measure[^1] - '0' + (3 * (choice % 5)) : choice;

    private static int KindOf(EventBody body) => body switch
    {
        MeasureIntroduced { Value: null } => 0,
        MeasureIntroduced => 3,
        MeasureAmended { Scope: not null } => 5,
        MeasureAmended { Value: not null } => 6,
        MeasureExtended => 7,
        MeasureRescheduled => 9,
        MeasureSuspended => 11,
        SuspensionExtended => 14,
        SuspensionEnded => 15,
        MeasureRepealed => 16,
        MeasureWithdrawn => 17,
        ExemptionGranted => 18,
        ExemptionExtended => 20,
        ExemptionEnded => 21,
        EffectAnnulled => 22,
        AnnulmentStayed => 24,
        EnforcementEnded => 28,
        ProceedingStageReached => 29,
        _ => 30,
    };

    /// <summary>A measure there is, or its instrument; now and then one that nothing introduces.</summary>
    private string? Measure(Attempt attempt) =>
        attempt.Choice == 7 ? "act-9/2"
        : _measures.Count == 0 ? null
        : _measures[attempt.Target % _measures.Count] is var measure && attempt.Choice % 5 == 0 ? Ids.InstrumentOf(measure) : measure;

    /// <summary>A link of a suspension; a rescheduling that came late is one.</summary>
    private string? Suspension(Attempt attempt) =>
        attempt.Choice % 4 == 0 ? Named<MeasureRescheduled, MeasureRescheduled>(attempt) : Named<MeasureSuspended, SuspensionExtended>(attempt);

    private string? Named<TFirst, TSecond>(Attempt attempt) =>
        _effects.FindAll(effect => effect.Body is TFirst or TSecond) is { Count: > 0 } named ? named[attempt.Target % named.Count].Reference : null;

    private static Part? PartAt(Attempt attempt) => attempt.Part switch
    {
        0 => PartOf(Scope(destination: Only("US"))),
        1 => PartOf(Scope(destination: AllBut("US"))),
        2 => PartOf(Goods("element:Ho")),
        3 => PartOf(Goods("element:Er", "element:Dy")),
        4 => SliceOf(attempt.Choice / 3, 5 + (attempt.Choice / 2)),
        5 => PartOf(Scope(destination: Only("EU"))),
        6 => PartOf(Scope(parties: Only("Acme"))),
        7 => PartOf(Scope(goods: AllBut("element:Ho"))),
        _ => null,
    };
}
