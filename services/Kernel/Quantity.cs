namespace Ledger.Kernel;

/// <summary>An amount with its unit. Decimal, never binary floating point.</summary>
/// <param name="Amount">The amount, or the lower bound of a range; null: not stated by the source.</param>
/// <param name="To">Upper bound of a range; null: no range.</param>
/// <param name="Unit">Unit as the source uses it: <c>percent</c>, <c>t/yr</c>, <c>USD</c>, <c>kg/week</c>.</param>
/// <param name="Qualifier">How the source words it; null: exactly.</param>
/// <param name="Pilot">True for an amount at pilot scale.</param>
public sealed record Quantity(decimal? Amount, decimal? To, string Unit, Qualifier? Qualifier, bool Pilot)
{
    /// <summary>Why this cannot be an amount; null when it can.</summary>
    public string? Fault() =>
        string.IsNullOrWhiteSpace(Unit) ? "the amount has no unit"
        : Amount < 0 || To < 0 ? $"the amount {(Amount < 0 ? Amount : To)} {Unit} is negative"
        : To is not null && Amount is null ? "a range has a lower bound"
        : To < Amount ? $"the range {Amount} to {To} {Unit} runs backwards"
        : null;
}

public enum Qualifier
{
    Exactly,
    About,
    AtLeast,
    UpTo,
}
