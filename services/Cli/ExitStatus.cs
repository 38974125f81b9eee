namespace Ledger.Cli;

/// <summary>What the process returns; scripts rely on the numbers.</summary>
internal static class ExitStatus
{
    public const int Ok = 0;

    /// <summary>The server or this program failed.</summary>
    public const int Failed = 1;

    public const int BadInput = 2;

    public const int Refused = 3;

    public const int NotFound = 4;

    public const int Unreachable = 5;

    public const int SomeLinesFailed = 6;

    /// <summary>Two ways of answering differ.</summary>
    public const int Differs = 7;

    /// <summary>Interrupted, as shells report it.</summary>
    public const int Interrupted = 130;
}
