using System.Collections.Frozen;
using NodaTime;
using NodaTime.TimeZones;

namespace Ledger.Kernel;

/// <summary>
/// The published table of jurisdictions: ISO 3166-1 alpha-2 countries and the organisations below, each with one legal zone, its capital's
/// (DESIGN T1). An organisation without a seat of its own has none, and an act of its must state a zone. Zone data is NodaTime's pinned tzdb.
/// </summary>
public static class Jurisdictions
{
    /// <summary>Countries whose territory spans several zones: the zone of the capital.</summary>
    private static readonly FrozenDictionary<string, string> Capitals = new Dictionary<string, string>
    {
        ["AR"] = "America/Argentina/Buenos_Aires", ["AU"] = "Australia/Sydney", ["BR"] = "America/Sao_Paulo", ["CA"] = "America/Toronto",
        ["CD"] = "Africa/Kinshasa", ["CL"] = "America/Santiago", ["CN"] = "Asia/Shanghai", ["CY"] = "Asia/Nicosia", ["DE"] = "Europe/Berlin",
        ["EC"] = "America/Guayaquil", ["ES"] = "Europe/Madrid", ["FM"] = "Pacific/Pohnpei", ["GL"] = "America/Nuuk", ["ID"] = "Asia/Jakarta",
        ["KI"] = "Pacific/Tarawa", ["KZ"] = "Asia/Almaty", ["MH"] = "Pacific/Majuro", ["MN"] = "Asia/Ulaanbaatar", ["MX"] = "America/Mexico_City",
        ["MY"] = "Asia/Kuala_Lumpur", ["NZ"] = "Pacific/Auckland", ["PF"] = "Pacific/Tahiti", ["PG"] = "Pacific/Port_Moresby", ["PS"] = "Asia/Hebron",
        ["PT"] = "Europe/Lisbon", ["RU"] = "Europe/Moscow", ["UA"] = "Europe/Kyiv", ["UM"] = "Pacific/Wake", ["US"] = "America/New_York",
        ["UZ"] = "Asia/Tashkent", ["AQ"] = "Antarctica/Troll", ["BV"] = "Europe/Oslo", ["HM"] = "Australia/Sydney",
    }.ToFrozenDictionary();

    /// <summary>Organisations that may announce acts; null where no seat gives a legal zone.</summary>
    private static readonly FrozenDictionary<string, (string Name, string? Zone)> Organisations = new Dictionary<string, (string, string?)>
    {
        ["EU"] = ("European Union", "Europe/Brussels"),
        ["WTO"] = ("World Trade Organization", "Europe/Zurich"),
        ["UN"] = ("United Nations", "America/New_York"),
        ["OECD"] = ("Organisation for Economic Co-operation and Development", "Europe/Paris"),
        ["G7"] = ("Group of Seven", null),
        ["G20"] = ("Group of Twenty", null),
        ["QUAD"] = ("Quadrilateral Security Dialogue", null),
        ["MSP"] = ("Minerals Security Partnership", null),
        ["FORGE"] = ("Forum on Resource Geostrategic Engagement", null),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Zones = ZoneTable();

    /// <summary>The version of the zone data in use, e.g. <c>2026a</c>; part of the rules version (DESIGN T9).</summary>
    public static string ZoneDataVersion { get; } = TzdbDateTimeZoneSource.Default.TzdbVersion;

    /// <summary>True for an ISO 3166-1 alpha-2 code.</summary>
    public static bool IsCountry(string code) => Zones.ContainsKey(code);

    public static bool IsKnown(string code) => IsCountry(code) || Organisations.ContainsKey(code);

    /// <summary>The legal zone of a jurisdiction; null when it has none of its own or is not in the table.</summary>
    public static DateTimeZone? ZoneOf(string code) =>
        Zones.TryGetValue(code, out var zone) ? DateTimeZoneProviders.Tzdb[zone]
        : Organisations.TryGetValue(code, out var organisation) && organisation.Zone is { } seat ? DateTimeZoneProviders.Tzdb[seat]
        : null;

    /// <summary>A zone by its tzdb id; null when tzdb does not know it.</summary>
    public static DateTimeZone? ZoneById(string id) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(id);

    public static IEnumerable<string> Countries => Zones.Keys;

    private static FrozenDictionary<string, string> ZoneTable()
    {
        var zones = new Dictionary<string, string>(Capitals);
        foreach (var location in TzdbDateTimeZoneSource.Default.ZoneLocations!)
            zones.TryAdd(location.CountryCode, location.ZoneId);
        return zones.ToFrozenDictionary();
    }
}
