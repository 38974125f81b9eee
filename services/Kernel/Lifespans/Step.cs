namespace Ledger.Kernel.Lifespans;

/// <summary>
/// What one effect does to the life of one measure (or licence), already narrowed to the question and to an interval of the value: only
/// effects that reach them are steps.
/// The owners translate their events into these; the rules of time are written once, in <see cref="Lifespan"/>.
/// </summary>
public abstract record Step(Effect By)
{
    /// <summary>The measure begins to exist, with its first period.</summary>
    public sealed record Introduce(Effect By, Period Period) : Step(By);

    /// <summary>A further period. <c>Starts</c> null: at the old end.</summary>
    public sealed record Extend(Effect By, LegalMoment? Starts, PeriodEnd End) : Step(By);

    /// <summary>A start is moved. <c>NewStart</c> null: put off indefinitely.</summary>
    public sealed record Reschedule(Effect By, LegalMoment? Effective, LegalMoment? NewStart) : Step(By);

    /// <summary>A suspension or an exemption begins.</summary>
    public sealed record Hold(Effect By, HoldKind Kind, Period Period) : Step(By);

    /// <summary>A suspension or exemption is prolonged; <c>Of</c> names any link of its chain.</summary>
    public sealed record ExtendHold(Effect By, string Of, LegalMoment? Starts, PeriodEnd End) : Step(By);

    /// <summary>
    /// A suspension or exemption is prolonged for a part that the question does not lie in: nothing is added here, and later acts may name the
    /// chain by this link all the same.
    /// </summary>
    public sealed record LinkHold(Effect By, string Of) : Step(By);

    /// <summary>A suspension or exemption is ended; <c>Of</c> names any link of its chain.</summary>
    public sealed record EndHold(Effect By, string Of, LegalMoment? Effective) : Step(By);

    /// <summary>The repeal of an instrument that made suspensions or exemptions: those it made end with it.</summary>
    public sealed record EndHoldsOf(Effect By, string Instrument, LegalMoment? Effective) : Step(By);

    public sealed record Repeal(Effect By, LegalMoment? Effective) : Step(By);

    public sealed record Withdraw(Effect By, LegalMoment? Effective) : Step(By);

    /// <summary>An amendment that names a repeal and undoes it for the amendment's own period.</summary>
    public sealed record Restore(Effect By, string OfRepeal, Period Period) : Step(By);
}

public enum HoldKind
{
    Suspension,
    Exemption,
}
