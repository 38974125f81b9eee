namespace Ledger.Kernel;

/// <summary>The rules by which answers are computed (DESIGN T10).</summary>
public static class RulesOfTime
{
    /// <summary>Raised by hand whenever an answer changes; the golden answers fail until it is.</summary>
    public const int Version = 3;
}
