using System.Text.Json;
using Google.Protobuf;
using Ledger.Api.Common.V1;
using Ledger.Api.Timeline.V1;
using Ledger.Events;

namespace Ledger.Api.Exchange;

/// <summary>
/// Turns the stored events of one command back into the line that records them: effects with their act and ordinals stated, each with its
/// own citations and jurisdictions where they differ. The line's id is the request id, so recording it elsewhere gives the same event ids.
/// </summary>
internal static class StoredCommands
{
    /// <summary>The line for the events of one command, in the order of their revisions.</summary>
    public static ExchangeLine LineOf(string stream, IReadOnlyList<JsonElement> documents)
    {
        var first = documents[0];
        var line = new ExchangeLine { Id = first.GetProperty("requestId").GetString() };
        var entity = first.GetProperty("entity").GetString();
        var type = TypeOf(first);
        var kind = type == typeof(Kernel.EventCorrected) ? Kind.Correction : type == typeof(Kernel.EventRetracted) ? Kind.Retraction : Kind.Act;
        if (kind != Kind.Act && documents.Count > 1)
            throw new InvalidDataException($"{stream}: a correction or a retraction is a command of its own, and {line.Id} has {documents.Count} events");
        switch (stream[..(stream.IndexOf('-', StringComparison.Ordinal) + 1)], kind)
        {
            case ("instrument-", Kind.Act):
                line.InstrumentAct = new ExportControls.V1.RecordActRequest { Instrument = entity, Act = ActOf(first), AcceptUnresolved = true };
                FillAct(documents, line.InstrumentAct.Citations, line.InstrumentAct.Effects);
                break;
            case ("agreement-", Kind.Act):
                line.AgreementAct = new Agreements.V1.RecordActRequest { Agreement = entity, Act = ActOf(first), AcceptUnresolved = true };
                FillAct(documents, line.AgreementAct.Citations, line.AgreementAct.Effects);
                break;
            case ("facility-", Kind.Act):
                line.FacilityAct = new Facilities.V1.RecordActRequest { Facility = entity, Act = ActOf(first), AcceptUnresolved = true };
                FillAct(documents, line.FacilityAct.Citations, line.FacilityAct.Effects);
                break;
            case ("instrument-", Kind.Correction):
                line.InstrumentCorrection = CorrectionOf<ExportControls.V1.CorrectEventRequest, ExportControls.V1.Effect>(first);
                line.InstrumentCorrection.Instrument = entity;
                break;
            case ("agreement-", Kind.Correction):
                line.AgreementCorrection = CorrectionOf<Agreements.V1.CorrectEventRequest, Agreements.V1.Effect>(first);
                line.AgreementCorrection.Agreement = entity;
                break;
            case ("facility-", Kind.Correction):
                line.FacilityCorrection = CorrectionOf<Facilities.V1.CorrectEventRequest, Facilities.V1.Effect>(first);
                line.FacilityCorrection.Facility = entity;
                break;
            case ("instrument-", Kind.Retraction):
                line.InstrumentRetraction = RetractionOf<ExportControls.V1.RetractEventRequest>(first);
                line.InstrumentRetraction.Instrument = entity;
                break;
            case ("agreement-", Kind.Retraction):
                line.AgreementRetraction = RetractionOf<Agreements.V1.RetractEventRequest>(first);
                line.AgreementRetraction.Agreement = entity;
                break;
            case ("facility-", Kind.Retraction):
                line.FacilityRetraction = RetractionOf<Facilities.V1.RetractEventRequest>(first);
                line.FacilityRetraction.Facility = entity;
                break;
            default:
                throw new InvalidDataException($"stream '{stream}' belongs to no owner");
        }
        return line;
    }

    private enum Kind
    {
        Act,
        Correction,
        Retraction,
    }

    private static Type TypeOf(JsonElement document)
    {
        var wireName = document.GetProperty("type").GetString()!;
        return WireNames.TypeOf(wireName) ?? throw new InvalidDataException($"unknown event type '{wireName}'");
    }

    private static Act ActOf(JsonElement document)
    {
        var stored = document.GetProperty("act");
        var act = new Act { Id = stored.GetProperty("act").GetString(), AnnouncedOn = stored.GetProperty("announcedOn").GetString() };
        if (stored.TryGetProperty("sequence", out var sequence))
            act.Sequence = sequence.GetInt32();
        if (Text(stored, "zone") is { } zone)
            act.Zone = zone;
        if (document.TryGetProperty("jurisdictions", out var jurisdictions))
            act.Jurisdictions.Add(jurisdictions.EnumerateArray().Select(code => code.GetString()));
        return act;
    }

    private static void FillAct<TEffect>(IReadOnlyList<JsonElement> documents, ICollection<Citation> citations, ICollection<TEffect> effects)
        where TEffect : class, IMessage<TEffect>, new()
    {
        var common = documents[0];
        foreach (var citation in CitationsOf(common))
            citations.Add(citation);
        foreach (var document in documents)
        {
            var said = new Dictionary<string, JsonElement> { ["ordinal"] = document.GetProperty("act").GetProperty("ordinal") };
            foreach (var name in (string[])["confidence", "note"])
            {
                if (document.TryGetProperty(name, out var value))
                    said[name] = value;
            }
            foreach (var name in (string[])["jurisdictions", "citations"])
            {
                if (document.TryGetProperty(name, out var own) && !(common.TryGetProperty(name, out var shared) && JsonElement.DeepEquals(own, shared)))
                    said[name] = own;
            }
            var effect = Transcription.FromDocument<TEffect>(JsonSerializer.SerializeToElement(said));
            Transcription.SetEffect(effect, JsonNamingPolicy.CamelCase.ConvertName(TypeOf(document).Name), document.GetProperty("effect"));
            effects.Add(effect);
        }
    }

    private static TRequest CorrectionOf<TRequest, TEffect>(JsonElement document)
        where TRequest : class, IMessage<TRequest>, new()
        where TEffect : class, IMessage<TEffect>, new()
    {
        var stored = document.GetProperty("effect");
        var said = new Dictionary<string, JsonElement>();
        foreach (var name in (string[])["confidence", "note"])
        {
            if (document.TryGetProperty(name, out var value))
                said[name] = value;
        }
        if (stored.TryGetProperty("jurisdictions", out var jurisdictions))
            said["jurisdictions"] = jurisdictions;
        var replacement = Transcription.FromDocument<TEffect>(JsonSerializer.SerializeToElement(said));
        var body = stored.GetProperty("replacement").EnumerateObject().Single();
        Transcription.SetEffect(replacement, body.Name, body.Value);

        var request = RequestOf<TRequest>(document, "corrects", "kind", "publishedOn", "announcedOn", "sequence");
        request.Descriptor.FindFieldByName("replacement").Accessor.SetValue(request, replacement);
        return request;
    }

    private static TRequest RetractionOf<TRequest>(JsonElement document)
        where TRequest : class, IMessage<TRequest>, new() => RequestOf<TRequest>(document, "retracts", "reason");

    /// <summary>A request with the citations of the document and those fields of its effect that it has under the same names.</summary>
    private static TRequest RequestOf<TRequest>(JsonElement document, params string[] names)
        where TRequest : class, IMessage<TRequest>, new()
    {
        var said = new Dictionary<string, JsonElement> { ["citations"] = document.GetProperty("citations") };
        foreach (var name in names)
        {
            if (document.GetProperty("effect").TryGetProperty(name, out var value))
                said[name] = value;
        }
        return Transcription.FromDocument<TRequest>(JsonSerializer.SerializeToElement(said));
    }

    private static IEnumerable<Citation> CitationsOf(JsonElement document) =>
        document.GetProperty("citations").EnumerateArray().Select(Transcription.FromDocument<Citation>);

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;
}
