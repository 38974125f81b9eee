using System.Globalization;

namespace Ledger.Integration.Broker;

/// <summary>How long the tests of faults go on, and their seed.</summary>
internal static class FaultRun
{
    private const int Quick = 10;

    /// <summary>LEDGER_FAULT_ROUNDS: 100 are the long form, a tenth the short one.</summary>
    public static int Rounds { get; } = int.TryParse(Environment.GetEnvironmentVariable("LEDGER_FAULT_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : Quick;

    /// <summary>Whether it is the long form.</summary>
    public static bool IsLong => Rounds > Quick;

    /// <summary>LEDGER_SEED, or any; it is printed.</summary>
    public static int Seed(ITestOutputHelper output)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("LEDGER_SEED"), CultureInfo.InvariantCulture, out var given) ? given : Environment.TickCount;
        output.WriteLine($"seed {seed} (set LEDGER_SEED to repeat it)");
        return seed;
    }
}

/// <summary>The faults between the ledger and its subscribers share one separate ledger, one after another.</summary>
[CollectionDefinition(Name)]
public sealed class OneSeparateLedger : ICollectionFixture<SeparateLedgerFixture>
{
    public const string Name = "one separate ledger";
}
