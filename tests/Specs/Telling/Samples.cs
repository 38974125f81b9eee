using System.Globalization;

namespace Ledger.Specs.Telling;

/// <summary>How many samples properties take: the environment variable LEDGER_SAMPLES scales the number of random ledgers.</summary>
internal static class Samples
{
    /// <summary>How many they are where nothing else is asked for.</summary>
    public const int Usual = 2000;

    /// <summary>Random ledgers for each property over whole ledgers.</summary>
    public static int Ledgers { get; } =
        Environment.GetEnvironmentVariable("LEDGER_SAMPLES") is { Length: > 0 } stated
            ? int.Parse(stated, NumberStyles.None, CultureInfo.InvariantCulture)
            : Usual;

    /// <summary>Small values for properties of small things.</summary>
    public static int Values => Math.Max(Ledgers * 5, 100);
}
