namespace Ledger.Cli;

/// <summary>What is said where nothing was found.</summary>
internal static class NotFound
{
    public static string Sentence(string what, IReadOnlyCollection<string> suggestions) => suggestions.Count switch
    {
        0 => $"{what}; 'ledger find' looks for names and numbers",
        1 => $"{what}; did you mean {suggestions.First()}?",
        _ => $"{what}; did you mean one of {string.Join(", ", suggestions)}?",
    };
}
