namespace Ledger.Kernel.Deciding;

/// <summary>The common rules about corrections and retractions (LG-09 to LG-13, LG-16; DESIGN T6).</summary>
internal static class CorrectionRules
{
    public static Proposal Propose(CorrectEvent command, StreamVersions stream)
    {
        var refusals = new List<Refusal>();
        if (stream.Find(command.Corrects) is not { } corrected)
            return Proposal.Refused(CommonRules.UnknownReference.Refuse("corrects", $"{command.Corrects} is not recorded on {command.Entity}"));
        if (corrected.IsRetracted)
            return Proposal.Refused(CommonRules.Retracted.Refuse("corrects", $"{command.Corrects} was retracted: record the event again, with its act and ordinal"));

        // What the version reads now, but for what this correction says of the act itself.
        var reads = stream.Visible(null).First(effect => effect.Recorded.Equals(corrected.Original));
        CheckVersion(command, corrected, reads.AnnouncedOn, refusals);
        var original = corrected.Original.Event;
        var body = command.Replacement.Body;
        if (body.GetType() != original.Body.GetType())
            refusals.Add(CommonRules.SameKind.Refuse("replacement", $"{command.Corrects} is a {original.Body.GetType().Name}, not a {body.GetType().Name}"));

        if (command.AnnouncedOn is { LatestDay: null } or { Local: not null })
            refusals.Add(CommonRules.AnnouncedOn.Refuse("announcedOn", $"'{command.AnnouncedOn}' does not say by which day the act was announced"));
        if (command.Sequence < 0)
            refusals.Add(CommonRules.Ordinal.Refuse("sequence", $"sequence {command.Sequence} is negative"));
        var jurisdictions = command.Replacement.Jurisdictions.IsEmpty ? reads.Jurisdictions : command.Replacement.Jurisdictions;
        ActRules.CheckJurisdictions(jurisdictions, original.Place!.Zone, "replacement.jurisdictions", refusals);
        var citations = command.Replacement.Citations.IsEmpty ? command.Citations : command.Replacement.Citations;
        ActRules.CheckCitations(citations, body is StatementRecorded, "citations", refusals);

        var decided = new DecidedEvent(
            command.Entity, null, [], command.Replacement.Confidence, command.Replacement.Note, citations,
            new EventCorrected(
                command.Corrects, command.Kind, command.PublishedOn, command.AnnouncedOn, command.Sequence, command.Replacement.Jurisdictions, body));
        var place = original.Place with { AnnouncedOn = command.AnnouncedOn ?? reads.AnnouncedOn, Sequence = command.Sequence ?? reads.Sequence };
        var effect = Proposal.Read(decided, body, place, jurisdictions);
        ActRules.CheckValues(effect, "replacement", refusals);
        return refusals.Count > 0 ? Proposal.Refused(refusals) : new Proposal([decided], [effect], reads.Reference, []);
    }

    public static Proposal Propose(RetractEvent command, StreamVersions stream)
    {
        if (stream.Find(command.Retracts) is not { } retracted)
            return Proposal.Refused(CommonRules.UnknownReference.Refuse("retracts", $"{command.Retracts} is not recorded on {command.Entity}"));
        if (retracted.IsRetracted)
            return Proposal.Refused(CommonRules.Retracted.Refuse("retracts", $"{command.Retracts} was retracted already; a retraction is not retracted"));
        var (reference, correction) = Reference.Split(command.Retracts);
        if (correction is not null && !Retractable(retracted, command.Retracts))
            return Proposal.Refused(CommonRules.NotTheHead.Refuse("retracts", $"{command.Retracts} is not the head of a version; the heads are {string.Join(", ", retracted.Heads)}"));
        var refusals = new List<Refusal>();
        ActRules.CheckCitations(command.Citations, supportsStatement: false, "citations", refusals);
        if (refusals.Count > 0)
            return Proposal.Refused(refusals);
        var decided = new DecidedEvent(command.Entity, null, [], null, null, command.Citations, new EventRetracted(command.Retracts, command.Reason));
        return new Proposal([decided], [], reference, []);
    }

    private static void CheckVersion(CorrectEvent command, VersionedEvent corrected, LegalMoment announced, List<Refusal> refusals)
    {
        if (command.Kind == CorrectionKind.LedgerError)
        {
            if (!corrected.Heads.Contains(command.Corrects))
                refusals.Add(CommonRules.NotTheHead.Refuse("corrects", $"{command.Corrects} is not the head of a version; the heads are {string.Join(", ", corrected.Heads)}"));
            if (command.PublishedOn is not null)
                refusals.Add(CommonRules.ErratumDay.Refuse("publishedOn", "a ledger error has no day of publication"));
            return;
        }
        if (command.Corrects != corrected.LastHead)
            refusals.Add(CommonRules.NotTheHead.Refuse("corrects", $"an erratum names the last version, {corrected.LastHead}, not {command.Corrects}"));
        if (command.AnnouncedOn is not null || command.Sequence is not null)
            refusals.Add(CommonRules.ErratumMovesNothing.Refuse("announcedOn", "a source erratum does not move the act"));
        if (command.PublishedOn?.LatestDay is not { } publishedOn)
        {
            refusals.Add(CommonRules.ErratumDay.Refuse("publishedOn", "a source erratum states by which day it was published"));
            return;
        }
        if (publishedOn < announced.EarliestDay)
            refusals.Add(CommonRules.ErratumDay.Refuse("publishedOn", $"the erratum of {command.PublishedOn} is older than what it corrects, announced on {announced}"));
        if (corrected.LastErratumOn is { } last && publishedOn < last)
            refusals.Add(CommonRules.ErratumDay.Refuse("publishedOn", $"the erratum of {command.PublishedOn} is older than the one it corrects, of {last:uuuu-MM-dd}"));
    }

    /// <summary>The head of a version; the base of an erratum's version only while it is the last, since a later erratum rests on it.</summary>
    private static bool Retractable(VersionedEvent versioned, string reference) =>
        versioned.Heads.Contains(reference) && (!versioned.IsErratum(reference) || versioned.LastHead == reference);
}
