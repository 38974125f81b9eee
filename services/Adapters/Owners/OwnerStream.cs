using Ledger.Kernel;

namespace Ledger.Adapters.Owners;

/// <summary>What an owner keeps of one stream beside its ledger: by it a request is known again, and every event has its name.</summary>
internal sealed class OwnerStream
{
    private readonly Dictionary<Guid, string> _fingerprints = [];
    private readonly Dictionary<string, int> _corrections = [];
    private readonly List<string> _references = [];

    /// <summary>Revision of the last event taken; -1 for none.</summary>
    public long Revision => _references.Count - 1;

    /// <summary>The fingerprint of the command that a request id recorded; null where it recorded none.</summary>
    public string? FingerprintOf(Guid requestId) => _fingerprints.GetValueOrDefault(requestId);

    /// <summary>How the event at a revision is named: <c>act#ordinal</c>, <c>act#ordinal@k</c> for a correction, empty for a retraction.</summary>
    public string ReferenceAt(long revision) => _references[(int)revision];

    /// <summary>How an event would be named if it were the next of this stream.</summary>
    public string NameNext(ActPlace? place, EventBody body) => body switch
    {
        EventCorrected corrected when Reference.Split(corrected.Corrects).Event is var name => $"{name}@{_corrections.GetValueOrDefault(name) + 1}",
        EventRetracted => "",
        _ => $"{place!.Act}#{place.Ordinal}",
    };

    public void Take(LedgerEvent recorded)
    {
        _references.Add(NameNext(recorded.Place, recorded.Body));
        if (recorded.Body is EventCorrected corrected)
        {
            var name = Reference.Split(corrected.Corrects).Event;
            _corrections[name] = _corrections.GetValueOrDefault(name) + 1;
        }
        _fingerprints.TryAdd(recorded.Header.RequestId, recorded.Header.Fingerprint);
    }
}
