using System.Collections.Frozen;
using NodaTime;

namespace Ledger.Kernel;

/// <summary>
/// The versioned table of country groups with their memberships by date, so that a scope may name a group (<c>EU</c>, <c>G7</c>, <c>QUAD</c>).
/// HK and MO belong to no group and are not CN (DESIGN section 3). Sources: europa.eu accession and withdrawal dates; the groups' own lists.
/// </summary>
public static class CountryGroups
{
    /// <summary>Raised by hand whenever a membership in the table changes.</summary>
    public const int Version = 1;

    private sealed record Membership(string Country, LocalDate From, LocalDate? Until);

    private static readonly FrozenDictionary<string, Membership[]> Groups = new Dictionary<string, Membership[]>
    {
        ["EU"] =
        [
            .. Since(1958, 1, 1, "BE", "DE", "FR", "IT", "LU", "NL"),
            .. Since(1973, 1, 1, "DK", "IE"),
            new Membership("GB", new LocalDate(1973, 1, 1), new LocalDate(2020, 2, 1)),
            .. Since(1981, 1, 1, "GR"),
            .. Since(1986, 1, 1, "ES", "PT"),
            .. Since(1995, 1, 1, "AT", "FI", "SE"),
            .. Since(2004, 5, 1, "CY", "CZ", "EE", "HU", "LT", "LV", "MT", "PL", "SI", "SK"),
            .. Since(2007, 1, 1, "BG", "RO"),
            .. Since(2013, 7, 1, "HR"),
        ],
        ["G7"] = [.. Since(1976, 6, 27, "CA", "DE", "FR", "GB", "IT", "JP", "US")],
        ["QUAD"] = [.. Since(2007, 5, 25, "AU", "IN", "JP", "US")],
    }.ToFrozenDictionary();

    public static bool IsGroup(string code) => Groups.ContainsKey(code);

    /// <summary>The members of a group on a civil day (effective axis, UTC day of the moment asked).</summary>
    public static IEnumerable<string> MembersOn(string group, LocalDate day) =>
        Groups[group].Where(member => member.From <= day && (member.Until is not { } until || day < until)).Select(member => member.Country);

    /// <summary>Every country that was a member at some time.</summary>
    public static IEnumerable<string> EverMembersOf(string group) => Groups[group].Select(member => member.Country);

    public static bool IsMember(string group, string country, LocalDate day) => MembersOn(group, day).Contains(country);

    /// <summary>The days on which a group's membership changed: dates on which an answer may change without any act.</summary>
    public static IEnumerable<LocalDate> ChangesOf(string group) =>
        Groups[group].SelectMany(member => member.Until is { } until ? new[] { member.From, until } : [member.From]).Distinct();

    private static IEnumerable<Membership> Since(int year, int month, int day, params string[] countries) =>
        countries.Select(country => new Membership(country, new LocalDate(year, month, day), null));
}
