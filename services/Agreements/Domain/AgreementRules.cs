using Ledger.Kernel;

namespace Ledger.Agreements.Domain;

/// <summary>The rules of agreements. The code is contract; the sentence may improve.</summary>
public static class AgreementRules
{
    public static readonly Rule UnknownAgreement = new("AG-01", "An agreement is announced or signed before anything else stands on its stream.");
    public static readonly Rule SignedTwice = new("AG-02", "An agreement is announced once and signed once, and is not announced after it was signed.");
    public static readonly Rule NoParties = new("AG-03", "An agreement names at least one party, and none twice.");
    public static readonly Rule NotAParty = new("AG-04", "Who ratifies, undertakes or fulfils is a party, where the list of parties is complete.");
    public static readonly Rule RatifiedTwice = new("AG-05", "A party that has ratified does not ratify again.");
    public static readonly Rule PeriodBackwards = new("AG-06", "Force, a renewal or a suspension does not end before it begins.");
    public static readonly Rule LongstopBeforeStep = new("AG-07", "The longstop day is not before the step that states it.");
    public static readonly Rule InForceTwice = new("AG-08", "An agreement enters into force once at a time, and not after it was terminated or replaced.");
    public static readonly Rule NothingToRenew = new("AG-09", "A renewal adds to a force that has an end; after that end it states a start of its own.");
    public static readonly Rule CommitmentTwice = new("AG-10", "A commitment's id names one commitment of those who undertook it: a later act may move it, and no act makes it twice.");
    public static readonly Rule DueBeforeMade = new("AG-11", "A commitment is not due before it was made.");
    public static readonly Rule Recurrence = new("AG-12", "A recurrence is a rule of RFC 5545 that counts from an exact first due date and skips no occurrence.");
    public static readonly Rule UnknownCommitment = new("AG-13", "What is fulfilled is a commitment of the agreement.");
    public static readonly Rule FulfilledBefore = new("AG-14", "A commitment is not fulfilled before it was made.");
    public static readonly Rule WrongOccurrence = new("AG-15", "A fulfilment names an occurrence of a recurring commitment, and none of one that does not recur.");
    public static readonly Rule FulfilledTwice = new("AG-16", "A party that has fulfilled a commitment, or an occurrence of it, does not fulfil it again unless it was moved since.");
    public static readonly Rule NotSuspended = new("AG-17", "What is resumed is suspended.");
    public static readonly Rule Over = new("AG-18", "What was terminated or replaced is neither signed, ratified, renewed, suspended, resumed, amended, nor terminated again.");
    public static readonly Rule Predecessor = new("AG-19", "An agreement takes the place of another that is recorded, unless the request accepts that it is not, and never of itself.");
    public static readonly Rule MalformedGoods = new("AG-20", "Goods keys are well formed.");
    public static readonly Rule NobodyUndertakes = new("AG-21", "A commitment says who undertakes it and what.");

    /// <summary>All of them, for the published list of codes.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        UnknownAgreement, SignedTwice, NoParties, NotAParty, RatifiedTwice, PeriodBackwards, LongstopBeforeStep, InForceTwice, NothingToRenew,
        CommitmentTwice, DueBeforeMade, Recurrence, UnknownCommitment, FulfilledBefore, WrongOccurrence, FulfilledTwice, NotSuspended, Over,
        Predecessor, MalformedGoods, NobodyUndertakes,
    ];
}
