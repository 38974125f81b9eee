using Ledger.Events;
using Ledger.Kernel;
using Ledger.Kernel.Deciding;

namespace Ledger.ExportControls.Domain;

/// <summary>Rules about keys: a scope has some, and they are well formed.</summary>
internal static class ScopeRules
{
    /// <summary>Checks every scope and part that a body holds.</summary>
    public static IEnumerable<Refusal> Keys(EventBody body, string field)
    {
        foreach (var (path, value) in Leaves.Of(body))
        {
            var refusals = value switch
            {
                Scope scope => Scope(scope, $"{field}.{path}"),
                Part { Scope: null, Slice: null, Measures.IsEmpty: true } => [ExportControlsRules.EmptyScope.Refuse($"{field}.{path}", "the part names nothing: leave it out for the whole")],
                _ => [],
            };
            foreach (var refusal in refusals)
                yield return refusal;
        }
    }

    private static IEnumerable<Refusal> Scope(Scope scope, string field)
    {
        (string Name, KeySet? Set, Func<string, string?> Fault)[] kinds =
        [
            ("goods", scope.Goods, Goods), ("origin", scope.Origin, Country), ("exportedFrom", scope.ExportedFrom, Country),
            ("destination", scope.Destination, Country), ("endUse", scope.EndUse, Words), ("endUser", scope.EndUser, Words),
            ("parties", scope.Parties, Words), ("ships", scope.Ships, Words), ("reach", scope.Reach, Words),
        ];
        if (kinds.All(kind => kind.Set is null))
            yield return ExportControlsRules.EmptyScope.Refuse(field, "the scope states no key");
        foreach (var (name, set, fault) in kinds)
        {
            if (set is null)
                continue;
            if (set is { All: false, Only.IsEmpty: true, AllBut.IsEmpty: true })
                yield return ExportControlsRules.EmptyScope.Refuse($"{field}.{name}", "neither all, nor only, nor all but is stated");
            if (set is { All: true, Only.IsEmpty: false })
                yield return ExportControlsRules.MalformedKey.Refuse($"{field}.{name}", "it states all and only some");
            for (var i = 0; i < set.Only.Count; i++)
            {
                if (fault(set.Only[i]) is { } why)
                    yield return ExportControlsRules.MalformedKey.Refuse($"{field}.{name}.only[{i}]", why);
            }
            for (var i = 0; i < set.AllBut.Count; i++)
            {
                if (fault(set.AllBut[i]) is { } why)
                    yield return ExportControlsRules.MalformedKey.Refuse($"{field}.{name}.allBut[{i}]", why);
            }
        }
    }

    private static string? Goods(string key) => CompoundKey.TryParse(key, out _, out var error) ? null : error;

    private static string? Country(string code) =>
        Jurisdictions.IsCountry(code) || CountryGroups.IsGroup(code) ? null : $"'{code}' is neither an ISO 3166-1 alpha-2 code nor a group of the table";

    private static string? Words(string value) => string.IsNullOrWhiteSpace(value) ? "an empty value" : null;
}
