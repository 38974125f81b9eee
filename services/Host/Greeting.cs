namespace Ledger.Host;

/// <summary>What the host prints when it is up: where it answers, and what to try.</summary>
internal static class Greeting
{
    public static void Before(IReadOnlyList<string> addresses, string data, long position)
    {
        Console.WriteLine($"trade-policy ledger {LedgerHost.Version}");
        Console.WriteLine($"  data       {data} ({(position < 0 ? "empty" : $"{position + 1} events")})");
        Console.WriteLine($"  HTTP/JSON  {addresses[0]}  (described by {addresses[0]}/openapi.json)");
        Console.WriteLine($"  gRPC       {addresses[1]}");
    }

    public static void After(IReadOnlyList<string> addresses)
    {
        var server = addresses[1].EndsWith(":8081", StringComparison.Ordinal) ? "" : $" --server {addresses[1]}";
        Console.WriteLine();
        Console.WriteLine("Worth trying, in another terminal:");
        Console.WriteLine($"  dotnet run --project services/Cli -- check --goods element:Ho --origin CN --destination US --effective 2025-11-15 --published 2025-11-08{server}");
        Console.WriteLine($"  dotnet run --project services/Cli -- show lamp-kuantan --effective 2025-11-30{server}");
        Console.WriteLine($"  curl '{addresses[0]}/v1/commitments?at.effective=2026-05-01&statuses=COMMITMENT_STATUS_OVERDUE'");
        Console.WriteLine();
        Console.WriteLine("Ctrl+C stops it.");
    }
}
