using Ledger.Agreements.Domain;
using Ledger.Events;
using Ledger.Facilities.Domain;
using Ledger.Kernel;
using Wire = Ledger.Api.Timeline.V1;

namespace Ledger.Timeline.Answers;

/// <summary>Tells effects as links in the chain of acts that makes an answer so.</summary>
internal static class Acts
{
    public static Wire.Cause ToCause(this Effect effect, World world) => world.Told.Cause(effect, world.TitleOf(effect.Entity));

    /// <summary>The same, told anew.</summary>
    public static Wire.Cause ToCause(Effect effect, string title)
    {
        var (effective, ends) = DatesOf(effect.Body);
        return new Wire.Cause
        {
            Reference = effect.Reference, Entity = effect.Entity, Title = title, Summary = SummaryOf(effect.Body),
            Type = WireNames.Of(effect.Body), AnnouncedOn = effect.AnnouncedOn.Text, Effective = effective ?? "", Ends = ends ?? "",
            Citations = { Wording.Of(effect.Reads.Event.Citations) },
        };
    }

    public static Wire.Claim ToClaim(this Effect effect) => effect.Body is StatementRecorded statement
        ? new Wire.Claim
        {
            Text = statement.Text, By = statement.By, AnnouncedOn = effect.AnnouncedOn.Text, Reference = effect.Reference,
            Citations = { Wording.Of(effect.Reads.Event.Citations) },
        }
        : throw new InvalidOperationException($"{effect.Reference} is no claim");

    /// <summary>What an effect says, in one line, whoever owns it.</summary>
    public static string SummaryOf(EventBody body) => body switch
    {
        AgreementBody => Agreements.Domain.Plain.Summary(body),
        FacilityBody => Facilities.Domain.Plain.Summary(body),
        EventCorrected corrected => $"corrects {corrected.Corrects}: {SummaryOf(corrected.Replacement)}",
        EventRetracted retracted => $"retracts {retracted.Retracts}: {retracted.Reason}",
        _ => ExportControls.Domain.Plain.Summary(body),
    };

    /// <summary>An effect's own start and end as entered; null where it has none.</summary>
    public static (string? Effective, string? Ends) DatesOf(EventBody body) => body switch
    {
        AgreementBody => Agreements.Domain.Plain.Dates(body),
        FacilityBody => Facilities.Domain.Plain.Dates(body),
        EventCorrected corrected => DatesOf(corrected.Replacement),
        EventRetracted => (null, null),
        _ => ExportControls.Domain.Plain.Dates(body),
    };
}
