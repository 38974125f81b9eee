namespace Ledger.Cli;

/// <summary>What the user typed or the file holds cannot be used.</summary>
internal sealed class BadInputException(string sentence) : Exception(sentence);
