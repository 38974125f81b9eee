using Ledger.Api.Timeline.V1;
using Ledger.Follower;

namespace Ledger.Integration.Subscribing;

internal static class RecordComparison
{
    /// <summary>The record is the ledger: every event once, in order, byte for byte.</summary>
    public static void AssertIs(this SqliteRecord record, IEnumerable<Event> ledger) => Assert.Equal(ledger.Select(recorded => (recorded.Position, recorded.Document)), record.Seen());
}
