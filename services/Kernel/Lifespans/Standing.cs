namespace Ledger.Kernel.Lifespans;

/// <summary>Derived, never stored; in the order of DESIGN T5: the first that holds.</summary>
public enum Status
{
    /// <summary>No visible event introduces it.</summary>
    Unknown,

    /// <summary>Before both announcement and start.</summary>
    NotYetAnnounced,
    Annulled,
    Withdrawn,
    Repealed,

    /// <summary>A period has ended, none is running.</summary>
    Lapsed,

    /// <summary>Before its start.</summary>
    Announced,
    Suspended,
    Exempted,
    PartlySuspended,
    PartlyExempted,
    InForce,

    /// <summary>Of a clause or instrument whose measures differ.</summary>
    Mixed,
}

/// <summary>How one measure stands at one moment, in one reading.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Because">The effects that hold it back or end it now; empty when nothing does.</param>
public sealed record Standing(Status Status, Items<Effect> Because)
{
    /// <summary>In force, in whole or in part.</summary>
    public bool Applies => IsApplying(Status);

    public static bool IsApplying(Status status) => status is Status.InForce or Status.PartlySuspended or Status.PartlyExempted;

    /// <summary>Nothing of it can come back without a new act.</summary>
    public static bool IsOver(Status status) => status is Status.Annulled or Status.Withdrawn or Status.Repealed or Status.Lapsed;
}
