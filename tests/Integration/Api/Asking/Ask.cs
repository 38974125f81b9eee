using Ledger.Api.Timeline.V1;

namespace Ledger.Integration.Api.Asking;

/// <summary>Questions in few words.</summary>
internal static class Ask
{
    /// <summary>Coordinates; <paramref name="published"/> may be empty.</summary>
    public static Coordinates At(string effective, string published = "", string known = "") => new() { Effective = effective, Published = published, Known = known };

    /// <summary>
    /// A trade: <c>CN>US</c>, or <c>CN/MY>US</c> where the goods leave another country than they are made in. Words state goods keys, or a use,
    /// user, party, ship or reach (<c>user:the_navy</c>, a low line for a blank).
    /// </summary>
    public static Question Trade(string route, params string[] stated)
    {
        var (from, to) = (route.Split('>')[0], route.Split('>')[1]);
        var question = new Question { Origin = from.Split('/')[0], Destination = to };
        if (from.Contains('/', StringComparison.Ordinal))
            question.ExportedFrom = from.Split('/')[1];
        foreach (var word in stated)
        {
            var (kind, value) = (word.Split(':')[0], word[(word.IndexOf(':', StringComparison.Ordinal) + 1)..].Replace('_', ' '));
            (kind switch { "use" => question.EndUse, "user" => question.EndUser, "party" => question.Parties, "ship" => question.Ships, "reach" => question.Reach, _ => question.Goods })
                .Add(kind is "use" or "user" or "party" or "ship" or "reach" ? value : word);
        }
        return question;
    }
}
