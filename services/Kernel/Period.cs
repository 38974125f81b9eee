namespace Ledger.Kernel;

/// <summary>
/// When a legal effect holds, on the effective axis (DESIGN T2). It ends <c>through</c> an inclusive last civil day, or <c>until</c> an
/// exclusive local moment, or not at all (both null: until further notice). <c>Wording</c> is the source's own; <c>Counting</c> is the
/// source's counting rule where it states a duration. Nothing computes an end from a duration.
/// </summary>
public sealed record Period(LegalMoment Starts, LegalMoment? Through, LegalMoment? Until, string? Wording, string? Counting)
{
    public static Period From(LegalMoment starts) => new(starts, null, null, null, null);

    public PeriodEnd End => new(Through, Until);
}

/// <summary>The end of a period alone, as an extension or a stay states it. Both null: until further notice.</summary>
public readonly record struct PeriodEnd(LegalMoment? Through, LegalMoment? Until)
{
    public bool IsOpen => Through is null && Until is null;

    public override string ToString() => Through is not null ? $"through {Through}" : Until is not null ? $"until {Until}" : "until further notice";
}
