using Ledger.Kernel;

namespace Ledger.Facilities.Domain;

/// <summary>Products as goods keys.</summary>
internal static class Products
{
    /// <summary>One spelling for one product: <c>hs:2846.90</c> is <c>hs:284690</c>, and the members of a compound key have no order.</summary>
    public static string Canonical(string key) =>
        CompoundKey.TryParse(key, out var compound, out _) ? string.Join('+', compound.Members.Select(member => member.ToString()).Order(StringComparer.Ordinal)) : key;

    public static bool AreSame(string key, string other) => Canonical(key) == Canonical(other);
}
