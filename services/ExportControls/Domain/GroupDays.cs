using Ledger.Events;
using Ledger.Kernel;
using NodaTime;

namespace Ledger.ExportControls.Domain;

/// <summary>Days on which the members of groups of countries change, and the times between them, in which a scope reads alike every day.</summary>
/// <param name="Days">In order (effective axis).</param>
/// <param name="Zone">The zone whose civil days they are; null where there are none.</param>
internal sealed record GroupDays(LocalDate[] Days, DateTimeZone? Zone)
{
    public static GroupDays None { get; } = new([], null);

    /// <summary>The days on which the members of some group change that is named by a scope or by a question.</summary>
    public static GroupDays Of(IEnumerable<Scope> scopes, Question question, DateTimeZone zone) =>
        new([.. scopes.SelectMany(Matching.GroupsIn).Concat(Matching.GroupsIn(question)).Distinct().SelectMany(CountryGroups.ChangesOf).Distinct().Order()], zone);

    /// <summary>Instants in order, and between them the first of each of the days.</summary>
    public IReadOnlyList<Instant> Among(IReadOnlyList<Instant> instants)
    {
        if (Days.Length == 0)
            return instants;
        var zone = Zone!;
        return [.. instants.Concat(Days.Select(day => LegalTime.StartOfDay(day, zone))).Distinct().Order()];
    }

    /// <summary>One day of each of the times.</summary>
    public IEnumerable<LocalDate> OneOfEach => Days.Prepend(Days.Length == 0 ? LocalDate.MaxIsoValue : Days[0].PlusDays(-1));

    /// <summary>In which of the times a moment lies.</summary>
    public int TimeOf(Instant moment) => Days.Length == 0 ? 0 : TimeOf(LegalTime.DayOf(moment, Zone!));

    /// <summary>In which of the times a day lies.</summary>
    public int TimeOf(LocalDate day)
    {
        if (Days.Length == 0)
            return 0;
        var found = Array.BinarySearch(Days, day);
        return found >= 0 ? found + 1 : ~found;
    }
}
