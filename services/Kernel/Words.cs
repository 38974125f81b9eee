using System.Globalization;
using System.Text.Json;

namespace Ledger.Kernel;

/// <summary>Values in plain words, the same wherever people read them.</summary>
public static class Words
{
    /// <summary>An enumeration's value in words: <c>ExportLicence</c> is "export licence".</summary>
    public static string Of(Enum value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()) switch
    {
        "mou" => "MoU",
        "non-binding" => "non-binding",
        "re-export-control" => "re-export control",
        var word => word.Replace('-', ' '),
    };

    /// <summary>An amount: "about 10,500 t/yr", "5 to 10 percent", "not stated (USD)".</summary>
    public static string Of(Quantity quantity)
    {
        if (quantity.Amount is not { } amount)
            return $"an amount not stated ({quantity.Unit})";
        var qualifier = quantity.Qualifier switch
        {
            Qualifier.About => "about ",
            Qualifier.AtLeast => "at least ",
            Qualifier.UpTo => "up to ",
            _ => "",
        };
        var range = quantity.To is { } to ? $"{Number(amount)} to {Number(to)}" : Number(amount);
        var unit = quantity.Unit == "percent" ? "%" : $" {quantity.Unit}";
        return $"{qualifier}{range}{unit}{(quantity.Pilot ? " (pilot)" : "")}";
    }

    /// <summary>A list for people: "a, b and c".</summary>
    public static string List(IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count switch
        {
            0 => "",
            1 => all[0],
            _ => $"{string.Join(", ", all.Take(all.Count - 1))} and {all[^1]}",
        };
    }

    /// <summary>The end of a period: "through 2026-11-10", "until 2025-11-10T00:01", or empty for none.</summary>
    public static string Of(PeriodEnd end) => end.IsOpen ? "" : end.ToString();

    private static string Number(decimal amount) => amount.ToString("#,##0.############", CultureInfo.InvariantCulture);
}
