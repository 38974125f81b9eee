using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>What an act on a measure is to how the measure stands.</summary>
public enum ActRole
{
    /// <summary>Whatever else acts, it may tell: what introduces the measure, and what annuls, withdraws or restores.</summary>
    Told,

    /// <summary>A period of the measure, or something that holds it back: of a measure that is repealed it tells nothing.</summary>
    Held,

    /// <summary>Ends the measure.</summary>
    Repeal,

    /// <summary>States scope or value: of those that hold the last tells.</summary>
    Terms,
}

/// <summary>
/// In which time an act can tell how a measure stands, wherever approximate dates are placed and whatever else acts: at every other moment the measure stands as if
/// the act were not there (DESIGN T3, T5, T7).
/// </summary>
/// <param name="From">First instant of that time (effective axis).</param>
/// <param name="Until">The instant by which it is over.</param>
/// <param name="Role">What it is to the measure.</param>
/// <param name="IsSure">True for a repeal, and for terms, that hold throughout that time in every reading, and that nothing names.</param>
/// <param name="StatesScope">It states a scope.</param>
/// <param name="StatesValue">It states a value.</param>
public readonly record struct ActInTime(Instant From, Instant Until, ActRole Role, bool IsSure, bool StatesScope, bool StatesValue)
{
    private static readonly (Instant, Instant) Always = (Instant.MinValue, Instant.MaxValue);

    /// <summary>Of acts that ever act on a measure, at whatever cut of knowledge; null of one that never tells how it stands.</summary>
    /// <param name="measure">Its id.</param>
    /// <param name="acts">All of them, or some: with each those that name it and that it names, and, where another instrument than the measure's is repealed, all by that instrument and its repeal.</param>
    /// <param name="voidsAtLarge">Whether any of all of them does.</param>
    /// <param name="withdraws">Whether any of all of them does.</param>
    public static IReadOnlyList<ActInTime?> Of(string measure, IReadOnlyList<Effect> acts, bool voidsAtLarge, bool withdraws)
    {
        var named = acts.SelectMany(NamedBy).ToHashSet();
        var chains = new Chains(acts);
        return [.. acts.Select(Of)];
        ActInTime? Of(Effect effect)
        {
            var isSure = !voidsAtLarge && !named.Contains(effect.Reference) && Moments.AreExact(effect);
            return effect.Body switch
            {
                EnforcementEnded => null,
                MeasureAmended { Restores: null } amended when Ids.Covers(amended.Target, measure) =>
                    In(TimeOf(effect, Pull.Counts), ActRole.Terms) with { IsSure = isSure, StatesScope = amended.Scope is not null, StatesValue = amended.Value is not null },
                MeasureAmended => In(TimeOf(effect, Pull.Counts), ActRole.Told),
                MeasureRepealed repealed when Ids.Covers(repealed.Target, measure) => In(TimeOf(effect, Pull.HoldsBack), ActRole.Repeal) with { IsSure = isSure && repealed.Part is null },
                // Whether a withdrawal dangles is told by the periods before it, whatever became of them.
                MeasureExtended or MeasureRescheduled => In(Always, withdraws ? ActRole.Told : ActRole.Held),
                _ when chains.TimeOf(effect) is { } time => In(time, ActRole.Held),
                _ => In(Always, ActRole.Told),
            };
        }
    }

    /// <summary>Whether the measure is announced at an instant, whatever became of its periods: what introduces it was announced by then.</summary>
    /// <param name="introductions">All that ever introduce it.</param>
    /// <returns>The first such instant (effective axis).</returns>
    public static Instant AnnouncedBy(IEnumerable<Effect> introductions) =>
        introductions.SelectMany(_ => Readings.All, (effect, reading) => Readings.StartOf(effect.AnnouncedOn, Pull.Counts, reading, effect)).Append(Instant.MinValue).Max();

    /// <summary>Whether an act leaves others without any effect that it does not name: no other is then sure.</summary>
    public static bool VoidsAtLarge(Effect effect) => effect.Body is EffectAnnulled annulled && !Reference.IsEffect(annulled.Target);

    /// <summary>Whether an act withdraws: what prolongs or moves the measure then tells, whatever else acts.</summary>
    public static bool Withdraws(Effect effect) => effect.Body is MeasureWithdrawn;

    /// <summary>The other acts that an act names, by their references.</summary>
    public static IEnumerable<string> NamedBy(Effect effect) =>
        new[] { Targets.Of(effect.Body), (effect.Body as MeasureAmended)?.Restores }.OfType<string>().Where(Reference.IsEffect);

    private static ActInTime In((Instant From, Instant Until) time, ActRole role) => new(time.From, time.Until, role, IsSure: false, StatesScope: false, StatesValue: false);

    /// <summary>From when until when it is at work by its own dates, in whichever reading.</summary>
    private static (Instant From, Instant Until) TimeOf(Effect effect, Pull pull)
    {
        var period = Targets.PeriodOf(effect);
        return (Readings.All.Min(reading => Readings.StartOf(period.Starts, pull, reading, effect)), Readings.All.Max(reading => Readings.EndOf(period.End, pull, reading, effect)));
    }

    /// <summary>
    /// Suspensions and exemptions, each with what prolongs, ends or names it: where they hold is told by all of them together, and lies between their earliest start and
    /// their latest end.
    /// </summary>
    private sealed class Chains
    {
        private readonly Dictionary<string, string> _above = [];
        private readonly Dictionary<string, (Instant From, Instant Until)> _times = [];
        private readonly HashSet<string> _holdersRepealed;

        public Chains(IReadOnlyList<Effect> acts)
        {
            _holdersRepealed = [.. acts.Select(effect => effect.Body).OfType<MeasureRepealed>().Select(repealed => repealed.Target)];
            foreach (var effect in acts)
            {
                foreach (var other in LinksOf(effect))
                    Join(effect.Reference, other);
            }
            foreach (var effect in acts)
            {
                if (OwnTimeOf(effect) is not { } own)
                    continue;
                var chain = Root(effect.Reference);
                _times[chain] = _times.TryGetValue(chain, out var known) ? (Instant.Min(known.From, own.From), Instant.Max(known.Until, own.Until)) : own;
            }
        }

        /// <summary>The time of the chain that an act is of; null for an act that is of none.</summary>
        public (Instant From, Instant Until)? TimeOf(Effect effect) => !IsOfChain(effect) ? null : _times.TryGetValue(Root(effect.Reference), out var time) ? time : (Instant.MaxValue, Instant.MaxValue);

        private static bool IsOfChain(Effect effect) =>
            effect.Body is MeasureSuspended or ExemptionGranted or SuspensionExtended or ExemptionExtended or SuspensionEnded or ExemptionEnded or MeasureRepealed;

        /// <summary>When an act may begin or prolong a chain; null for one that does not.</summary>
        private static (Instant From, Instant Until)? OwnTimeOf(Effect effect) => effect.Body switch
        {
            // How slices add up is told by all of them; the suspension that moves a start is of the measure's own life, and so is whatever names it.
            MeasureRescheduled => Always,
            _ when Targets.PartOf(effect.Body)?.Slice is not null => Always,
            MeasureSuspended or ExemptionGranted or SuspensionExtended { Starts: not null } or ExemptionExtended { Starts: not null } => ActInTime.TimeOf(effect, Pull.HoldsBack),
            // It begins where the chain ends.
            SuspensionExtended or ExemptionExtended => (Instant.MaxValue, ActInTime.TimeOf(effect, Pull.HoldsBack).Until),
            _ => null,
        };

        /// <summary>What an act has one chain with: what it names, and for one whose instrument is repealed the repeal.</summary>
        private IEnumerable<string> LinksOf(Effect effect)
        {
            if (Targets.Of(effect.Body) is { } target && (Reference.IsEffect(target) || effect.Body is MeasureRepealed))
                yield return target;
            // A start that is moved late is a suspension too.
            if ((IsOfChain(effect) || effect.Body is MeasureRescheduled) && _holdersRepealed.Contains(effect.Entity))
                yield return effect.Entity;
        }

        private void Join(string one, string other)
        {
            var (x, y) = (Root(one), Root(other));
            if (x != y)
                _above[x] = y;
        }

        private string Root(string name)
        {
            var root = name;
            while (_above.TryGetValue(root, out var above))
                root = above;
            // Whoever comes next finds it at once.
            while (name != root)
                (_above[name], name) = (root, _above[name]);
            return root;
        }
    }
}
