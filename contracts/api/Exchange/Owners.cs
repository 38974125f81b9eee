using Grpc.Core;
using Ledger.Api.Agreements.V1;
using Ledger.Api.Common.V1;
using Ledger.Api.ExportControls.V1;
using Ledger.Api.Facilities.V1;
using Ledger.Api.Timeline.V1;

namespace Ledger.Api.Exchange;

/// <summary>The three owners' services, behind the one question of where a line's command goes.</summary>
internal sealed class Owners(CallInvoker server)
{
    private readonly ExportControlsService.ExportControlsServiceClient instruments = new(server);

    private readonly AgreementsService.AgreementsServiceClient agreements = new(server);

    private readonly FacilitiesService.FacilitiesServiceClient facilities = new(server);

    /// <summary>Sends the line's command to its owner under the request id.</summary>
    public async Task<Recorded> SendAsync(ExchangeLine line, Guid requestId, bool validateOnly, CallOptions options)
    {
        var id = requestId.ToString("D");
        switch (line.CommandCase)
        {
            case ExchangeLine.CommandOneofCase.InstrumentAct:
                line.InstrumentAct.RequestId = id;
                line.InstrumentAct.ValidateOnly = validateOnly;
                return (await instruments.RecordActAsync(line.InstrumentAct, options).ConfigureAwait(false)).Recorded;
            case ExchangeLine.CommandOneofCase.InstrumentCorrection:
                line.InstrumentCorrection.RequestId = id;
                line.InstrumentCorrection.ValidateOnly = validateOnly;
                return (await instruments.CorrectEventAsync(line.InstrumentCorrection, options).ConfigureAwait(false)).Recorded;
            case ExchangeLine.CommandOneofCase.InstrumentRetraction:
                line.InstrumentRetraction.RequestId = id;
                line.InstrumentRetraction.ValidateOnly = validateOnly;
                return (await instruments.RetractEventAsync(line.InstrumentRetraction, options).ConfigureAwait(false)).Recorded;
            case ExchangeLine.CommandOneofCase.AgreementAct:
                line.AgreementAct.RequestId = id;
                line.AgreementAct.ValidateOnly = validateOnly;
                return (await agreements.RecordActAsync(line.AgreementAct, options).ConfigureAwait(false)).Recorded;
            case ExchangeLine.CommandOneofCase.AgreementCorrection:
                line.AgreementCorrection.RequestId = id;
                line.AgreementCorrection.ValidateOnly = validateOnly;
                return (await agreements.CorrectEventAsync(line.AgreementCorrection, options).ConfigureAwait(false)).Recorded;
            case ExchangeLine.CommandOneofCase.AgreementRetraction:
                line.AgreementRetraction.RequestId = id;
                line.AgreementRetraction.ValidateOnly = validateOnly;
                return (await agreements.RetractEventAsync(line.AgreementRetraction, options).ConfigureAwait(false)).Recorded;
            case ExchangeLine.CommandOneofCase.FacilityAct:
                line.FacilityAct.RequestId = id;
                line.FacilityAct.ValidateOnly = validateOnly;
                return (await facilities.RecordActAsync(line.FacilityAct, options).ConfigureAwait(false)).Recorded;
            case ExchangeLine.CommandOneofCase.FacilityCorrection:
                line.FacilityCorrection.RequestId = id;
                line.FacilityCorrection.ValidateOnly = validateOnly;
                return (await facilities.CorrectEventAsync(line.FacilityCorrection, options).ConfigureAwait(false)).Recorded;
            case ExchangeLine.CommandOneofCase.FacilityRetraction:
                line.FacilityRetraction.RequestId = id;
                line.FacilityRetraction.ValidateOnly = validateOnly;
                return (await facilities.RetractEventAsync(line.FacilityRetraction, options).ConfigureAwait(false)).Recorded;
            default:
                throw new InvalidOperationException($"no owner for {line.CommandCase}");
        }
    }

    /// <summary>The stream that the line's command writes, without the store's prefix.</summary>
    public static string StreamOf(ExchangeLine line) => line.CommandCase switch
    {
        ExchangeLine.CommandOneofCase.InstrumentAct => $"instrument-{line.InstrumentAct.Instrument}",
        ExchangeLine.CommandOneofCase.InstrumentCorrection => $"instrument-{line.InstrumentCorrection.Instrument}",
        ExchangeLine.CommandOneofCase.InstrumentRetraction => $"instrument-{line.InstrumentRetraction.Instrument}",
        ExchangeLine.CommandOneofCase.AgreementAct => $"agreement-{line.AgreementAct.Agreement}",
        ExchangeLine.CommandOneofCase.AgreementCorrection => $"agreement-{line.AgreementCorrection.Agreement}",
        ExchangeLine.CommandOneofCase.AgreementRetraction => $"agreement-{line.AgreementRetraction.Agreement}",
        ExchangeLine.CommandOneofCase.FacilityAct => $"facility-{line.FacilityAct.Facility}",
        ExchangeLine.CommandOneofCase.FacilityCorrection => $"facility-{line.FacilityCorrection.Facility}",
        ExchangeLine.CommandOneofCase.FacilityRetraction => $"facility-{line.FacilityRetraction.Facility}",
        _ => throw new InvalidOperationException($"no owner for {line.CommandCase}"),
    };
}
