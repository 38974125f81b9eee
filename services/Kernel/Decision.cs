namespace Ledger.Kernel;

/// <summary>
/// One rule by which a command can be refused. The code is contract; the text may improve.
/// </summary>
/// <param name="Code">Permanent, e.g. <c>XC-07</c>.</param>
/// <param name="Sentence">What the rule says, in one sentence.</param>
public sealed record Rule(string Code, string Sentence)
{
    /// <summary>A refusal by this rule that names the dates or ids that collide, and the field of the request where it was seen.</summary>
    public Refusal Refuse(string field, string why) => new(this, field, why);
}

/// <summary>A rule said no. A value, never an exception.</summary>
public sealed record Refusal(Rule Rule, string Field, string Why)
{
    public override string ToString() => $"{Rule.Code} {Why}";
}

/// <summary>What a decider answers: the events to record, or the rules that refuse them.</summary>
public abstract record Decision<TEvent>
{
    private Decision()
    {
    }

    public sealed record Accepted(Items<TEvent> Events) : Decision<TEvent>;

    /// <summary><paramref name="Refusals"/> is never empty; the first is the one to act on.</summary>
    public sealed record Refused(Items<Refusal> Refusals) : Decision<TEvent>;
}
