using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>What of the visible effects leads from a measure to all that acts on it. Lists are in legal order.</summary>
public interface IVisibleActs
{
    /// <summary>The effect that publishes an instrument; the first in legal order should there be several.</summary>
    Effect? Publication(string instrument);

    /// <summary>The effect that introduces a measure; the first in legal order should there be several.</summary>
    Effect? Introduction(string measure);

    /// <summary>The effects that target an instrument, a clause or a measure of it.</summary>
    IReadOnlyList<Effect> On(string instrument);

    /// <summary>The effects that name this one.</summary>
    IReadOnlyList<Effect> NamingOf(Effect effect);
}

/// <summary>
/// The visible effects of all instruments at one cut of knowledge, found by what they introduce and what they act on. Lists of effects are in
/// legal order, lists of ids in natural order. Safe for many readers.
/// </summary>
public interface IVisibleControls : IVisibleActs
{
    /// <summary>Ids of instruments that a visible effect publishes.</summary>
    IReadOnlyList<string> Instruments { get; }

    /// <summary>Ids of measures that a visible effect introduces.</summary>
    IReadOnlyList<string> Measures { get; }

    /// <summary>Ids of the measures that an instrument introduces.</summary>
    IReadOnlyList<string> MeasuresOf(string instrument);

    /// <summary>The effects that an instrument's stream holds.</summary>
    IReadOnlyList<Effect> Of(string instrument);

    /// <summary>The effects that name another effect.</summary>
    IReadOnlyList<Effect> Naming(string reference);

    /// <summary>The effect of that name; the first in legal order should there be several.</summary>
    Effect? ByReference(string reference);

    /// <summary>
    /// The lives of the measures that a question can concern, now or at another time, without those of which nothing is to be told any more from an instant
    /// on where that is known beforehand. In no order.
    /// </summary>
    /// <param name="question">The trade.</param>
    /// <param name="since">The instant, in a zone.</param>
    IEnumerable<MeasureLife> LivesFor(Question question, Func<DateTimeZone, Instant> since);

    /// <summary>Everything that acts on a measure, or on an instrument itself; null where nothing introduces it.</summary>
    MeasureActs? ActsOn(string id);

    /// <summary>A measure whose timeline is at hand for any trade to a destination; null where it is not, or nothing introduces it.</summary>
    /// <param name="id">Of the measure.</param>
    /// <param name="destination">The destination of the trade that is asked for; null: it states none.</param>
    ResolvedMeasure? Resolved(string id, string? destination);

    /// <summary>How a measure as a whole stands; null where nothing visible introduces it.</summary>
    /// <param name="id">Of the measure.</param>
    /// <param name="momentIn">The moment asked, in a zone.</param>
    MeasureState? StateOf(string id, Func<DateTimeZone, Instant> momentIn);

    /// <summary>How every measure stands whose status is wanted, in natural order of their ids.</summary>
    /// <param name="momentIn">The moment asked, in a zone.</param>
    /// <param name="wanted">Which statuses are.</param>
    IEnumerable<MeasureState> States(Func<DateTimeZone, Instant> momentIn, Func<Status, bool> wanted);
}
