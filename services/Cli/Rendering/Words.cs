using System.Globalization;
using System.Text.Json;
using Ledger.Api.Common.V1;
using Ledger.Api.Timeline.V1;

namespace Ledger.Cli.Rendering;

/// <summary>Values of the API in plain words.</summary>
internal static class Words
{
    private static readonly Dictionary<string, string> Written = new()
    {
        ["mou"] = "MoU", ["re export control"] = "re-export control", ["end use control"] = "end-use control",
        ["non binding"] = "non-binding",
    };

    /// <summary>An enumeration's value in words: <c>PartlySuspended</c> is "partly suspended"; empty where nothing is stated.</summary>
    public static string Of(Enum value)
    {
        if (Convert.ToInt32(value, CultureInfo.InvariantCulture) == 0)
            return "";
        var words = JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()).Replace('-', ' ');
        return AsWritten(words);
    }

    /// <summary>Words as people write them: hyphens and capitals that a value's name cannot tell.</summary>
    public static string AsWritten(string words) => Written.GetValueOrDefault(words, words);

    /// <summary>What is asked of the trader, as a phrase.</summary>
    public static string Of(Requirement requirement) => requirement switch
    {
        Requirement.Prohibited => "prohibited",
        Requirement.Licence => "licence required",
        Requirement.Review => "review required",
        Requirement.Quota => "under quota",
        Requirement.Charge => "charged",
        Requirement.None => "not restricted by the acts recorded",
        _ => "not stated",
    };

    public static string Of(Api.ExportControls.V1.Requirement requirement) => Of((Requirement)(int)requirement);

    /// <summary>A status and, where the dates allow another reading, that they do.</summary>
    public static string Of(Status status, Certainty certainty) => Of(status) + Doubt(certainty);

    /// <summary>To follow a status in words.</summary>
    public static string Doubt(Certainty certainty) => certainty == Certainty.Possible ? " (possibly otherwise)" : "";

    /// <summary>"about 10,500 t/yr", "5 to 10%"; empty for none.</summary>
    public static string Of(Quantity? quantity)
    {
        if (quantity is null)
            return "";
        if (!quantity.HasAmount)
            return quantity.Unit.Length > 0 ? $"amount not stated, in {quantity.Unit}" : "amount not stated";
        var qualifier = quantity.Qualifier switch
        {
            Qualifier.About => "about ",
            Qualifier.AtLeast => "at least ",
            Qualifier.UpTo => "up to ",
            _ => "",
        };
        var amount = quantity.HasTo ? $"{Number(quantity.Amount)} to {Number(quantity.To)}" : Number(quantity.Amount);
        var unit = quantity.Unit == "percent" ? "%" : quantity.Unit.Length > 0 ? $" {quantity.Unit}" : "";
        return $"{qualifier}{amount}{unit}{(quantity.Pilot ? " (pilot)" : "")}";
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

    /// <summary>The first letter as at the head of a sentence.</summary>
    public static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>The pieces that say something, joined.</summary>
    public static string Joined(string between, params ReadOnlySpan<string> pieces)
    {
        var said = new List<string>();
        foreach (var piece in pieces)
        {
            if (piece.Length > 0)
                said.Add(piece);
        }
        return string.Join(between, said);
    }

    /// <summary>"from 2025-11-07 through 2026-11-10"; empty where neither is stated.</summary>
    public static string Span(string effective, string ends) => Joined(" ", effective.Length > 0 ? $"from {effective}" : "", ends);

    /// <summary>The name of an event's type: "measure suspended".</summary>
    public static string OfType(string wireName)
    {
        var parts = wireName.Split('.');
        return parts.Length == 3 ? parts[1].Replace('-', ' ') : wireName;
    }

    private static string Number(string amount) =>
        decimal.TryParse(amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("#,##0.############", CultureInfo.InvariantCulture)
            : amount;
}
