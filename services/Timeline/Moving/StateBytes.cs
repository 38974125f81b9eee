using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Ledger.Api.Timeline.V1;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Sequencing;
using NodaTime;
using NodaTime.Text;
using Coordinate = Ledger.Timeline.Answers.Coordinate;

namespace Ledger.Timeline.Moving;

/// <summary>The whole state of a ledger at some coordinates, as the bytes of its JSON answers (DESIGN T10), digested.</summary>
internal static class StateBytes
{
    private const int PageSize = 500;

    /// <summary>At how many coordinates, and SHA-256 over what is in force and what every entity shows at each.</summary>
    public static (int Coordinates, string Digest) DigestOf(LedgerSnapshot ledger)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var latest = World.Of(new Cut(ledger, null, IsProvisional: false));
        var coordinates = CoordinatesOf(ledger).ToList();
        foreach (var coordinate in coordinates)
        {
            var world = World.Of(coordinate.Cut);
            var request = new ListInForceRequest { PageSize = PageSize };
            long skip = 0;
            while (true)
            {
                var page = InForceAnswers.Of(world, coordinate, request, skip);
                Add(digest, page);
                if (page.NextPageToken.Length == 0)
                    break;
                skip += PageSize;
            }
            foreach (var id in FindAnswers.Ids(latest))
                Add(digest, ShowAnswers.Of(world, latest, coordinate, id));
        }
        return (coordinates.Count, Convert.ToHexStringLower(digest.GetHashAndReset()));
    }

    /// <summary>The ledger's own days: half way along its announcements, the last of them, a year beyond; as it stood half way; by what was public half way.</summary>
    private static IEnumerable<Coordinate> CoordinatesOf(LedgerSnapshot ledger)
    {
        var days = ledger.Events.Select(each => each.Event.Place?.AnnouncedOn is { } announced ? announced.LatestDay ?? announced.EarliestDay : null).OfType<LocalDate>().Order().ToList();
        if (days.Count == 0)
            yield break;
        var all = new Cut(ledger, null, IsProvisional: false);
        yield return At(days[(days.Count - 1) / 2], all);
        yield return At(days[^1], all);
        yield return At(days[^1].PlusYears(1), all);
        yield return At(days[^1], new Cut(ledger.CutAt(ledger.Position / 2), null, IsProvisional: false));
        yield return At(days[^1], new Cut(ledger, days[days.Count / 2], IsProvisional: false));
    }

    private static Coordinate At(LocalDate day, Cut cut) => new(day, null, cut, LocalDatePattern.Iso.Format(day));

    private static void Add(IncrementalHash digest, IMessage answer) => digest.AppendData(Encoding.UTF8.GetBytes(JsonFormatter.Default.Format(answer)));
}
