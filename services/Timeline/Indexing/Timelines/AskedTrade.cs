using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Indexing.Columns;
using NodaTime;

namespace Ledger.Timeline.Indexing.Timelines;

/// <summary>A trade that is asked for, with what of it is worked out once for all measures. Not safe for several readers at once.</summary>
/// <param name="index">The index that is asked.</param>
/// <param name="question">The trade.</param>
/// <param name="since">The instant in a zone (effective axis) since when nothing is to be told of measures that rest.</param>
internal sealed class AskedTrade(LedgerIndex index, Question question, Func<DateTimeZone, Instant> since)
{
    public Question Question => question;

    /// <summary>Where the goods go.</summary>
    public AskedDestination Destination { get; } = AskedDestination.Of(question.Destination, index.Rows.Vocabulary.Symbols);

    /// <summary>The trade in numbers; null where only words tell it.</summary>
    public TradeNumbers? Numbers { get; } = TradeNumbers.Of(question, index.Rows.Vocabulary.Symbols);

    /// <summary>The instant since when nothing is to be told of measures that rest.</summary>
    public ZonedMoments Since { get; } = new(index.Rows, since);
}

/// <summary>The destination that a question states.</summary>
/// <param name="Code">A country or a group of countries; null: it states none.</param>
/// <param name="Number">Its number.</param>
/// <param name="IsGroup">Whether it is a group.</param>
internal readonly record struct AskedDestination(string? Code, int Number, bool IsGroup)
{
    public static AskedDestination Of(string? code, Symbols symbols) => code is null ? default : new(code, symbols.Find(code), CountryGroups.IsGroup(code));
}
