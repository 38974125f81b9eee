using Google.Protobuf.Collections;
using Ledger.Api.Common.V1;
using Ledger.Api.ExportControls.V1;

namespace Ledger.Integration.Api.Asking;

/// <summary>Legal acts in few words, for the owner of instruments. The field's words are kept; what a test does not speak of is filled in.</summary>
internal static class Acts
{
    /// <summary>The instrument itself as the act, published with its other effects.</summary>
    public static RecordActRequest Act(string instrument, string announcedOn, params Effect[] effects) =>
        Later(instrument, "", announcedOn, [Published(instrument), .. effects]);

    /// <summary>An act on an instrument that is there; an empty act id means the instrument itself.</summary>
    public static RecordActRequest Later(string instrument, string act, string announcedOn, params Effect[] effects)
    {
        var request = new RecordActRequest
        {
            RequestId = Guid.NewGuid().ToString(), Instrument = instrument, Act = new Act { AnnouncedOn = announcedOn, Jurisdictions = { "CN" } },
            Citations = { Source() }, Effects = { effects },
        };
        if (act.Length > 0)
            request.Act.Id = act;
        return request;
    }

    public static RecordActRequest In(this RecordActRequest request, string jurisdiction, string? zone = null)
    {
        request.Act.Jurisdictions.Clear();
        request.Act.Jurisdictions.Add(jurisdiction);
        if (zone is not null)
            request.Act.Zone = zone;
        return request;
    }

    public static Citation Source() => new() { Url = "https://gazette.example/act", Kind = SourceKind.Official };

    public static Effect Published(string instrument) =>
        new() { InstrumentPublished = new InstrumentPublished { Kind = InstrumentKind.Announcement, Issuers = { "MOFCOM" }, Title = $"Announcement {instrument}" } };

    /// <summary>A licence requirement on goods that leave China.</summary>
    public static Effect Licence(string measure, string goods, string starts, string? through = null) => Introduced(measure, goods, Of(starts, through));

    public static Effect Introduced(string measure, string goods, Period period) => new()
    {
        MeasureIntroduced = new MeasureIntroduced
        {
            Measure = measure, Type = MeasureType.ExportLicence, Requirement = Requirement.Licence, Period = period,
            Scope = new Scope { Goods = new KeySet { Only = { goods } }, ExportedFrom = new KeySet { Only = { "CN" } } },
        },
    };

    /// <summary>A duty in percent on goods of China.</summary>
    public static Effect Duty(string measure, string goods, string starts, string percent) => new()
    {
        MeasureIntroduced = new MeasureIntroduced
        {
            Measure = measure, Type = MeasureType.ImportDuty, Requirement = Requirement.Charge, Period = Of(starts),
            Value = Percent(percent), Scope = new Scope { Goods = new KeySet { Only = { goods } }, Origin = new KeySet { Only = { "CN" } } },
        },
    };

    public static Quantity Percent(string amount) => new() { Amount = amount, Unit = "percent" };

    public static Period Of(string starts, string? through = null, string? until = null)
    {
        var period = new Period { Starts = starts };
        if (through is not null)
            period.Through = through;
        if (until is not null)
            period.Until = until;
        return period;
    }

    public static Effect Suspended(string target, string starts, string? through = null, Part? part = null) =>
        new() { MeasureSuspended = new MeasureSuspended { Target = target, Period = Of(starts, through), Part = part } };

    public static Effect SuspensionExtended(string suspension, string through)
    {
        var extended = new SuspensionExtended { Suspension = suspension, Through = through };
        return new() { SuspensionExtended = extended };
    }

    public static Effect SuspensionEnded(string suspension, string effective) =>
        new() { SuspensionEnded = new SuspensionEnded { Suspension = suspension, Effective = effective } };

    public static Effect Extended(string target, string through, string? starts = null)
    {
        var extended = new MeasureExtended { Target = target, Through = through };
        if (starts is not null)
            extended.Starts = starts;
        return new() { MeasureExtended = extended };
    }

    public static Effect Rescheduled(string target, string newStart) => new() { MeasureRescheduled = new MeasureRescheduled { Target = target, NewStart = newStart } };

    public static Effect Repealed(string target, string effective) => new() { MeasureRepealed = new MeasureRepealed { Target = target, Effective = effective } };

    public static Effect Withdrawn(string target) => new() { MeasureWithdrawn = new MeasureWithdrawn { Target = target } };

    public static Effect ValueAmended(string target, string starts, string percent, string? through = null) =>
        new() { MeasureAmended = new MeasureAmended { Target = target, Value = Percent(percent), Period = Of(starts, through) } };

    public static Effect Annulled(string target, string? voidFrom = null)
    {
        var annulled = new EffectAnnulled { Target = target, Court = "High Court" };
        if (voidFrom is not null)
            annulled.VoidFrom = voidFrom;
        return new() { EffectAnnulled = annulled };
    }

    public static Effect Exempted(string target, string starts, Part? part = null) =>
        new() { ExemptionGranted = new ExemptionGranted { Target = target, Kind = ExemptionKind.Exemption, Period = Of(starts), Part = part } };

    public static Effect Claimed(string text, string by, string about) =>
        new() { StatementRecorded = new StatementRecorded { Text = text, By = by, About = { about } } };

    public static Part To(string destination) => new() { Scope = new Scope { Destination = new KeySet { Only = { destination } } } };

    public static Part Above(string percent) => new() { Slice = new Slice { Above = percent } };

    /// <summary>The effect at its place in the act, for acts that are told in several requests.</summary>
    public static Effect At(this Effect effect, int ordinal)
    {
        effect.Ordinal = ordinal;
        return effect;
    }

    public static CorrectEventRequest Correction(string instrument, string corrects, Effect replacement) => new()
    {
        RequestId = Guid.NewGuid().ToString(), Instrument = instrument, Corrects = corrects, Kind = CorrectionKind.LedgerError, Citations = { Source() },
        Replacement = replacement,
    };

    public static CorrectEventRequest Erratum(string instrument, string corrects, string publishedOn, Effect replacement)
    {
        var erratum = Correction(instrument, corrects, replacement);
        (erratum.Kind, erratum.PublishedOn) = (CorrectionKind.SourceErratum, publishedOn);
        return erratum;
    }

    public static RetractEventRequest Retraction(string instrument, string retracts) => new()
    {
        RequestId = Guid.NewGuid().ToString(), Instrument = instrument, Retracts = retracts, Reason = "Entered of another act.", Citations = { Source() },
    };

    /// <summary>The events of an answer that are of one type.</summary>
    public static IEnumerable<RecordedEvent> OfType(this RepeatedField<RecordedEvent> events, string name) =>
        events.Where(recorded => recorded.Type.Contains(name, StringComparison.Ordinal));
}
