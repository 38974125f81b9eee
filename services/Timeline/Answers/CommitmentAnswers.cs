using Ledger.Agreements.Domain;
using Ledger.Api;
using NodaTime;
using Wire = Ledger.Api.Timeline.V1;

namespace Ledger.Timeline.Answers;

/// <summary>Commitments of all agreements at a coordinate, ordered by due date, then id.</summary>
internal static class CommitmentAnswers
{
    public static Wire.ListCommitmentsResponse Of(World world, Coordinate coordinate, Wire.ListCommitmentsRequest request, long skip)
    {
        var size = Pages.Size(request.PageSize, usual: 100, most: 500, "pageSize");
        var wanted = request.Statuses.ToHashSet();
        var listed = (
            from id in world.Agreements
            where request.Agreement.Length == 0 || request.Agreement == id
            let life = world.Agreement(id)!
            from state in life.At(coordinate.MomentIn(life.Zone)).Commitments
            where (wanted.Count == 0 || IsWanted(state, wanted)) && (request.Party.Length == 0 || state.Made.By.Contains(request.Party, StringComparer.OrdinalIgnoreCase))
            orderby DueDay(state), id, state.Made.Commitment
            select AgreementAnswers.Commitment(world, life, state)).ToList();
        var response = new Wire.ListCommitmentsResponse { Answered = coordinate.Answered };
        response.Commitments.AddRange(listed.Skip((int)skip).Take(size));
        if (skip + size < listed.Count)
            response.NextPageToken = Pages.Token(skip + size, coordinate.Cut.Ledger.Position, Question(request));
        return response;
    }

    public static string Question(Wire.ListCommitmentsRequest request)
    {
        var asked = request.Clone();
        (asked.PageToken, asked.PageSize) = ("", 0);
        return $"{nameof(Wire.ListCommitmentsRequest)} {asked}";
    }

    /// <summary>A recurring one is wanted where it, or one of its occurrences, stands so: each is overdue alone.</summary>
    private static bool IsWanted(CommitmentState state, HashSet<Wire.CommitmentStatus> wanted) =>
        wanted.Contains(Transcription.ValueOf<Wire.CommitmentStatus>(state.Status))
        || state.Occurrences.Any(occurrence => wanted.Contains(Transcription.ValueOf<Wire.CommitmentStatus>(occurrence.Status)));

    private static LocalDate DueDay(CommitmentState state) => state.NextDue ?? state.Made.Due?.LatestDay ?? LocalDate.MaxIsoValue;
}
