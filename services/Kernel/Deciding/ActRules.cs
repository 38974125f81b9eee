using System.Text.RegularExpressions;

namespace Ledger.Kernel.Deciding;

/// <summary>The common rules about an act and its effects (LG-01 to LG-08, LG-14, LG-15).</summary>
internal static partial class ActRules
{
    public static Proposal Propose(RecordAct command, StreamVersions stream, string act)
    {
        var refusals = new List<Refusal>();
        if (!Slug().IsMatch(command.Entity))
            refusals.Add(CommonRules.EntityId.Refuse("entity", $"'{command.Entity}' is not a slug of a-z, 0-9, '.' and '-'"));
        if (command.Effects.IsEmpty)
            refusals.Add(CommonRules.NoEffects.Refuse("effects", "no effect is stated"));
        if (command.AnnouncedOn is { LatestDay: null } or { Local: not null })
            refusals.Add(CommonRules.AnnouncedOn.Refuse("act.announcedOn", $"'{command.AnnouncedOn}' does not say by which day the act was announced"));
        if (command.Sequence < 0)
            refusals.Add(CommonRules.Ordinal.Refuse("act.sequence", $"sequence {command.Sequence} is negative"));
        if (string.IsNullOrWhiteSpace(act))
            refusals.Add(CommonRules.Citation.Refuse("citations", "neither an act id nor a citation that could name the act is stated"));
        if (command.Zone is { } zone && Jurisdictions.ZoneById(zone) is null)
            refusals.Add(CommonRules.Zone.Refuse("act.zone", $"tzdb knows no zone '{zone}'"));
        if (refusals.Count > 0)
            return Proposal.Refused(refusals);

        var earlier = stream.Visible(null).Where(effect => effect.Act == act).ToList();
        OneAnnouncement(command, earlier, refusals);

        var events = new List<DecidedEvent>();
        var effects = new List<Effect>();
        var taken = earlier.Select(effect => effect.Ordinal).ToHashSet();
        for (var i = 0; i < command.Effects.Count; i++)
        {
            var proposed = command.Effects[i];
            var field = $"effects[{i}]";
            var ordinal = Ordinal(proposed, i, field, earlier.Count > 0, act, taken, refusals);
            var jurisdictions = proposed.Jurisdictions.IsEmpty ? command.Jurisdictions : proposed.Jurisdictions;
            var citations = proposed.Citations.IsEmpty ? command.Citations : proposed.Citations;
            CheckJurisdictions(jurisdictions, command.Zone, proposed.Jurisdictions.IsEmpty ? "act.jurisdictions" : $"{field}.jurisdictions", refusals);
            CheckCitations(citations, proposed.Body is StatementRecorded, proposed.Citations.IsEmpty ? "citations" : $"{field}.citations", refusals);
            var place = new ActPlace(act, ordinal, command.AnnouncedOn, command.Sequence, command.Zone);
            var decided = new DecidedEvent(command.Entity, place, jurisdictions, proposed.Confidence, proposed.Note, citations, proposed.Body);
            var effect = Proposal.Read(decided, proposed.Body, place, jurisdictions);
            CheckValues(effect, field, refusals);
            events.Add(decided);
            effects.Add(effect);
        }
        return refusals.Count > 0 ? Proposal.Refused(refusals) : new Proposal(events.ToItems(), effects.ToItems(), null, []);
    }

    internal static void CheckJurisdictions(Items<string> jurisdictions, string? zone, string field, List<Refusal> refusals)
    {
        if (jurisdictions.IsEmpty)
            refusals.Add(CommonRules.Jurisdiction.Refuse(field, "no jurisdiction is stated"));
        foreach (var code in jurisdictions.Where(code => !Jurisdictions.IsKnown(code)))
            refusals.Add(CommonRules.Jurisdiction.Refuse(field, $"'{code}' is neither an ISO 3166-1 alpha-2 code nor an organisation of the table"));
        if (zone is not null || jurisdictions.Any(code => !Jurisdictions.IsKnown(code)))
            return;
        if (jurisdictions.Count > 1)
            refusals.Add(CommonRules.Zone.Refuse("act.zone", $"the act has several jurisdictions ({string.Join(", ", jurisdictions)}) and states no zone"));
        else if (jurisdictions.Count == 1 && Jurisdictions.ZoneOf(jurisdictions[0]) is null)
            refusals.Add(CommonRules.Zone.Refuse("act.zone", $"{jurisdictions[0]} has no legal zone of its own, and the act states none"));
    }

    internal static void CheckCitations(Items<Citation> citations, bool supportsStatement, string field, List<Refusal> refusals)
    {
        if (citations.IsEmpty)
            refusals.Add(CommonRules.Citation.Refuse(field, "no citation is stated"));
        for (var i = 0; i < citations.Count; i++)
        {
            if (citations[i].Fault(supportsStatement) is { } fault)
                refusals.Add(CommonRules.Citation.Refuse($"{field}[{i}]", fault));
        }
        if (!supportsStatement && !citations.IsEmpty && citations.All(citation => citation.Kind == SourceKind.EditorsKnowledge))
            refusals.Add(CommonRules.Citation.Refuse(field, "an editor's knowledge supports a statement only"));
    }

    /// <summary>Checks every local moment and amount that an effect holds, wherever it stands in it.</summary>
    internal static void CheckValues(Effect effect, string field, List<Refusal> refusals)
    {
        foreach (var (path, value) in Leaves.Of(effect.Body))
        {
            if (value is LegalMoment moment && LegalTime.Doubt(moment, effect.Zone) is { } doubt)
                refusals.Add(CommonRules.DoubtfulMoment.Refuse($"{field}.{path}", doubt));
            if (value is Quantity quantity && quantity.Fault() is { } fault)
                refusals.Add(CommonRules.Amount.Refuse($"{field}.{path}", fault));
        }
    }

    private static int Ordinal(
        ProposedEffect proposed, int index, string field, bool addedLater, string act, HashSet<int> taken, List<Refusal> refusals)
    {
        if (proposed.Ordinal is null && addedLater)
            refusals.Add(CommonRules.Ordinal.Refuse($"{field}.ordinal", $"effects of {act} are recorded already: an effect added later states its ordinal"));
        var ordinal = proposed.Ordinal ?? index + 1;
        if (ordinal < 1)
            refusals.Add(CommonRules.Ordinal.Refuse($"{field}.ordinal", $"ordinal {ordinal} is less than 1"));
        else if (!taken.Add(ordinal))
            refusals.Add(CommonRules.Ordinal.Refuse($"{field}.ordinal", $"{act}#{ordinal} is recorded already"));
        return ordinal;
    }

    private static void OneAnnouncement(RecordAct command, List<Effect> earlier, List<Refusal> refusals)
    {
        if (earlier.Count == 0)
            return;
        var first = earlier[0];
        var zone = first.Recorded.Event.Place!.Zone;
        if (first.AnnouncedOn != command.AnnouncedOn)
            refusals.Add(CommonRules.OneAnnouncement.Refuse("act.announcedOn", $"{first.Act} was announced on {first.AnnouncedOn}, not on {command.AnnouncedOn}"));
        if (first.Sequence != command.Sequence)
            refusals.Add(CommonRules.OneAnnouncement.Refuse("act.sequence", $"{first.Act} has sequence {first.Sequence}, not {command.Sequence}"));
        if (zone != command.Zone)
            refusals.Add(CommonRules.OneAnnouncement.Refuse("act.zone", $"{first.Act} states zone {zone ?? "none"}, not {command.Zone ?? "none"}"));
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{0,119}$")]
    internal static partial Regex Slug();
}
