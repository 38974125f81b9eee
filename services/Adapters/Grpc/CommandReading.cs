using Google.Protobuf;
using Ledger.Api;
using Ledger.Events;
using Ledger.Kernel;
using Wire = Ledger.Api.Common.V1;

namespace Ledger.Adapters.Grpc;

/// <summary>Reads the owners' requests as commands. Their <c>Effect</c> messages differ in the effects alone.</summary>
public static class CommandReading
{
    /// <summary>Reads an act with its effects.</summary>
    /// <exception cref="global::Grpc.Core.RpcException">INVALID_ARGUMENT, with the field.</exception>
    public static RecordAct Act(
        string requestId, string entity, Wire.Act? act, bool acceptUnresolved, IEnumerable<Wire.Citation> citations, IEnumerable<IMessage> effects) => Reading(() =>
        new RecordAct(
            RequestId(requestId), entity, Citations(citations, "citations"), act is { HasId: true } ? act.Id : null,
            Moment(act is null ? throw new EventFormatException("act", "missing") : act.AnnouncedOn, "act.announcedOn"), act.Sequence,
            act.HasZone ? act.Zone : null, act.Jurisdictions.ToItems(), acceptUnresolved,
            effects.Select((effect, index) => Effect(effect, $"effects[{index}]")).ToItems()));

    /// <summary>Reads a correction.</summary>
    /// <exception cref="global::Grpc.Core.RpcException">INVALID_ARGUMENT, with the field.</exception>
    public static CorrectEvent Correction(
        string requestId, string entity, string corrects, Wire.CorrectionKind kind, string? publishedOn, string? announcedOn, int? sequence,
        IEnumerable<Wire.Citation> citations, IMessage? replacement) => Reading(() =>
        new CorrectEvent(
            RequestId(requestId), entity, Citations(citations, "citations"), corrects, KindOf(kind),
            publishedOn is null ? null : Moment(publishedOn, "publishedOn"), announcedOn is null ? null : Moment(announcedOn, "announcedOn"), sequence,
            Effect(replacement ?? throw new EventFormatException("replacement", "missing"), "replacement")));

    /// <summary>Reads a retraction.</summary>
    /// <exception cref="global::Grpc.Core.RpcException">INVALID_ARGUMENT, with the field.</exception>
    public static RetractEvent Retraction(string requestId, string entity, string retracts, string reason, IEnumerable<Wire.Citation> citations) => Reading(() =>
        new RetractEvent(
            RequestId(requestId), entity, Citations(citations, "citations"), retracts,
            string.IsNullOrWhiteSpace(reason) ? throw new EventFormatException("reason", "missing") : reason));

    private static T Reading<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (EventFormatException malformed)
        {
            throw Faults.Invalid(malformed);
        }
    }

    private static Guid RequestId(string text) =>
        Guid.TryParseExact(text, "D", out var id) && id != Guid.Empty ? id : throw new EventFormatException("requestId", text.Length == 0 ? "missing: a UUID of the caller's choice" : $"'{text}' is not a UUID");

    private static LegalMoment Moment(string text, string field) =>
        LegalMoment.TryParse(text, out var moment, out var error) ? moment : throw new EventFormatException(field, error);

    private static CorrectionKind KindOf(Wire.CorrectionKind kind) => kind switch
    {
        Wire.CorrectionKind.LedgerError => CorrectionKind.LedgerError,
        Wire.CorrectionKind.SourceErratum => CorrectionKind.SourceErratum,
        _ => throw new EventFormatException("kind", "missing: a ledger error or a source erratum"),
    };

    private static Items<Citation> Citations(IEnumerable<Wire.Citation> citations, string field) =>
        citations.Select((citation, index) => Transcription.Fact<Citation>(citation, $"{field}[{index}]")).ToItems();

    private static ProposedEffect Effect(IMessage effect, string field)
    {
        object? Stated(string name) => effect.Descriptor.FindFieldByName(name) is var known && known.HasPresence && !known.Accessor.HasValue(effect)
            ? null
            : known.Accessor.GetValue(effect);
        return new ProposedEffect(
            (int?)Stated("ordinal"), ((IEnumerable<string>)Stated("jurisdictions")!).ToItems(), ConfidenceOf((Wire.Confidence)Stated("confidence")!),
            (string?)Stated("note"), Citations((IEnumerable<Wire.Citation>)Stated("citations")!, $"{field}.citations"), Transcription.EffectOf(effect, field));
    }

    private static Confidence? ConfidenceOf(Wire.Confidence confidence) => confidence switch
    {
        Wire.Confidence.High => Confidence.High,
        Wire.Confidence.Medium => Confidence.Medium,
        Wire.Confidence.Low => Confidence.Low,
        _ => null,
    };
}
