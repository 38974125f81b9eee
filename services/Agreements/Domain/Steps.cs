using Ledger.Events;
using Ledger.Kernel;
using NodaTime;

namespace Ledger.Agreements.Domain;

/// <summary>The own dates of what is said of an agreement.</summary>
internal static class Steps
{
    /// <summary>
    /// The date on which a step on the agreement itself comes, as worded, by default the day it was announced; a renewal's is the day it was
    /// announced where it begins at the old end. Null for what is no step on the agreement: commitments, their fulfilment, claims.
    /// </summary>
    public static LegalMoment? OwnDateOf(Effect effect) => effect.Body switch
    {
        AgreementAnnounced announced => effect.OwnDate(announced.Effective),
        AgreementSigned signed => effect.OwnDate(signed.Effective),
        AgreementRatified ratified => effect.OwnDate(ratified.Effective),
        AgreementEnteredIntoForce entered => entered.Period.Starts,
        AgreementAmended amended => effect.OwnDate(amended.Effective),
        AgreementSuspended suspended => suspended.Period.Starts,
        AgreementResumed resumed => effect.OwnDate(resumed.Effective),
        AgreementRenewed renewed => effect.OwnDate(renewed.Starts),
        AgreementTerminated terminated => effect.OwnDate(terminated.Effective),
        AgreementReplaced replaced => effect.OwnDate(replaced.Effective),
        _ => null,
    };

    /// <summary>The first instant by which the step has come, whichever of the allowed days is taken.</summary>
    public static Instant CertainStartOf(Effect effect) => LegalTime.StartOf(OwnDateOf(effect)!, Bound.Latest, effect.Zone);
}
