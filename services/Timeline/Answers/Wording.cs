using Ledger.Api;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;
using NodaTime.Text;
using Common = Ledger.Api.Common.V1;
using Wire = Ledger.Api.Timeline.V1;

namespace Ledger.Timeline.Answers;

/// <summary>What the domains say, in the API's values and in plain words.</summary>
internal static class Wording
{
    private static readonly OffsetDateTimePattern Moment = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mmo<Z+HH:mm>");

    private static readonly OffsetDateTimePattern MomentWithSeconds = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFFFFFo<Z+HH:mm>");

    public static Wire.Status Of(Status status) => Transcription.ValueOf<Wire.Status>(status);

    public static Wire.Certainty Certainty(bool isCertain) => isCertain ? Wire.Certainty.Certain : Wire.Certainty.Possible;

    public static Wire.EverApplied Of(EverApplied ever) => ever switch
    {
        EverApplied.Yes => Wire.EverApplied.Yes,
        EverApplied.No => Wire.EverApplied.No,
        _ => Wire.EverApplied.Possible,
    };

    public static Wire.Requirement Of(Requirement requirement) => Transcription.ValueOf<Wire.Requirement>(requirement);

    public static Common.Quantity? Of(Quantity? quantity) => quantity is null ? null : Transcription.Message<Common.Quantity>(quantity);

    public static IEnumerable<Common.Citation> Of(Items<Citation> citations) => citations.Select(Transcription.Message<Common.Citation>);

    /// <summary>"licence required", "prohibited", …, as a headline begins.</summary>
    public static string Phrase(Requirement requirement) => requirement switch
    {
        Requirement.Prohibited => "prohibited",
        Requirement.Licence => "licence required",
        Requirement.Review => "review required",
        Requirement.Quota => "under quota",
        Requirement.Charge => "charged",
        _ => "not restricted by the acts recorded",
    };

    /// <summary>"in force", "not yet announced".</summary>
    public static string Phrase(Status status) => Words.Of(status);

    /// <summary>How something comes to a status, as a verb: "lapses", "becomes suspended".</summary>
    public static string Turning(Status status) => status switch
    {
        Status.Lapsed => "lapses",
        Status.InForce => "comes into force",
        Status.Repealed or Status.Annulled or Status.Withdrawn or Status.Suspended or Status.PartlySuspended or Status.Exempted or Status.PartlyExempted => $"is {Phrase(status)}",
        _ => $"becomes {Phrase(status)}",
    };

    /// <summary>A civil day and local time with its offset.</summary>
    public static string Local(Instant instant, DateTimeZone zone)
    {
        var local = instant.InZone(zone).ToOffsetDateTime();
        return local.Second == 0 && local.NanosecondOfSecond == 0 ? Moment.Format(local) : MomentWithSeconds.Format(local);
    }

    public static string Day(Instant instant, DateTimeZone zone) => LocalDatePattern.Iso.Format(LegalTime.DayOf(instant, zone));

    /// <summary>A change's day where a day was asked, its moment where an instant was, or where it happens inside a day.</summary>
    public static string When(Instant instant, DateTimeZone zone) =>
        instant.InZone(zone).TimeOfDay == LocalTime.Midnight ? Day(instant, zone) : Local(instant, zone);
}
