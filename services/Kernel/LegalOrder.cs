using NodaTime;

namespace Ledger.Kernel;

/// <summary>
/// An effect as it reads at a coordinate: the visible version of one event, with its resolved place in legal order.
/// </summary>
/// <param name="Entity">Instrument, agreement or facility id.</param>
/// <param name="Act">The act's id.</param>
/// <param name="Ordinal">Place in the act, from 1.</param>
/// <param name="AnnouncedOn">Resolved announcement of the act on this stream (announced axis).</param>
/// <param name="Sequence">Resolved sequence of the act within its day.</param>
/// <param name="Zone">The legal zone in which the effect's dates are read.</param>
/// <param name="Jurisdictions">Resolved jurisdictions.</param>
/// <param name="Body">What it says, as corrected.</param>
/// <param name="Recorded">The event as first recorded, with its position.</param>
/// <param name="Reads">The event that carries the visible wording: <paramref name="Recorded"/> itself, or the correction that replaced it.</param>
public sealed record Effect(
    string Entity, string Act, int Ordinal, LegalMoment AnnouncedOn, int Sequence, DateTimeZone Zone, Items<string> Jurisdictions,
    EventBody Body, SequencedEvent Recorded, SequencedEvent Reads)
{
    /// <summary>By its name alone: what it says need not be gone through for it.</summary>
    public override int GetHashCode() => HashCode.Combine(Entity, Act, Ordinal);

    /// <summary>How other acts name it: <c>act#ordinal</c>.</summary>
    public string Reference => $"{Act}#{Ordinal}";

    /// <summary>The civil day by which it is ordered and cut: the latest its announcement allows.</summary>
    public LocalDate AnnouncedDay => AnnouncedOn.LatestDay ?? AnnouncedOn.EarliestDay ?? LocalDate.MaxIsoValue;

    /// <summary>The effect's own date where it states one, else the day it was announced.</summary>
    public LegalMoment OwnDate(LegalMoment? stated) => stated ?? AnnouncedOn;
}

/// <summary>
/// Legal order (DESIGN T11): announced day, the act's sequence within that day, act id with digits compared as numbers, ordinal. Never the
/// ledger position: entering an old act late gives the same state as entering it in time.
/// </summary>
public sealed class LegalOrder : IComparer<Effect>
{
    public static LegalOrder Instance { get; } = new();

    /// <summary>Orders ids by <see cref="CompareNaturally"/>.</summary>
    public static IComparer<string> NaturalOrder { get; } = Comparer<string>.Create(CompareNaturally);

    public int Compare(Effect? x, Effect? y)
    {
        if (ReferenceEquals(x, y) || x is null || y is null)
            return 0;
        var byAct = CompareActs(x, y);
        if (byAct != 0)
            return byAct;
        var byOrdinal = x.Ordinal.CompareTo(y.Ordinal);
        return byOrdinal != 0 ? byOrdinal : string.CompareOrdinal(x.Entity, y.Entity);
    }

    /// <summary>Orders by the acts alone: effects of one act compare equal.</summary>
    public static int CompareActs(Effect x, Effect y)
    {
        var byDay = x.AnnouncedDay.CompareTo(y.AnnouncedDay);
        if (byDay != 0)
            return byDay;
        var bySequence = x.Sequence.CompareTo(y.Sequence);
        return bySequence != 0 ? bySequence : CompareNaturally(x.Act, y.Act);
    }

    /// <summary>Compares ids with runs of digits as numbers: <c>no-9</c> before <c>no-10</c>.</summary>
    public static int CompareNaturally(string x, string y)
    {
        int i = 0, j = 0;
        while (i < x.Length && j < y.Length)
        {
            if (char.IsAsciiDigit(x[i]) && char.IsAsciiDigit(y[j]))
            {
                var left = Digits(x, ref i);
                var right = Digits(y, ref j);
                var byNumber = left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
                if (byNumber != 0)
                    return byNumber;
            }
            else
            {
                var byChar = x[i++].CompareTo(y[j++]);
                if (byChar != 0)
                    return byChar;
            }
        }
        var byLength = (x.Length - i).CompareTo(y.Length - j);
        return byLength != 0 ? byLength : string.CompareOrdinal(x, y);
    }

    private static ReadOnlySpan<char> Digits(string text, ref int at)
    {
        var from = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return text.AsSpan(from, at - from).TrimStart('0');
    }
}
