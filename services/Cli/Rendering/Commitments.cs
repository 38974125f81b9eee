using Ledger.Api.Timeline.V1;

namespace Ledger.Cli.Rendering;

/// <summary>Commitments in words.</summary>
internal static class Commitments
{
    public static string Due(CommitmentState commitment) =>
        commitment.Recurrence.Length == 0 ? commitment.Due.Length > 0 ? commitment.Due : "no date"
        : commitment.NextDue.Length > 0 ? $"next {commitment.NextDue}"
        : commitment.Due;

    public static string What(CommitmentState commitment)
    {
        var amount = Words.Of(commitment.Amount);
        var recurring = commitment.Recurrence.Length > 0 ? $"recurring ({commitment.Recurrence})" : "";
        var late = commitment.Occurrences.Where(occurrence => occurrence.Status == CommitmentStatus.Overdue).Select(occurrence => occurrence.Due).ToList();
        return Words.Joined(
            "; ", Words.Joined(", ", commitment.What, amount), recurring, late.Count > 0 && commitment.Recurrence.Length > 0 ? $"overdue of {Words.List(late)}" : "",
            commitment.FulfilledBy.Count > 0 ? $"fulfilled by {Words.List(commitment.FulfilledBy)}" : "");
    }

    public static void Tell(Page page, IReadOnlyList<CommitmentState> commitments)
    {
        if (commitments.Count == 0)
            return;
        page.Heading("Commitments");
        foreach (var commitment in commitments)
        {
            var status = Words.Of(commitment.Status) + Words.Doubt(commitment.Certainty) + (commitment.FulfilledOn.Length > 0 ? $" {commitment.FulfilledOn}" : "");
            page.Line(
                2, new Piece(Words.Sentence(status), commitment.Status switch
                {
                    CommitmentStatus.Overdue => Look.Bad,
                    CommitmentStatus.Fulfilled => Look.Good,
                    _ => Look.Plain,
                }),
                $", {Due(commitment)}: {Words.List(commitment.By)}: {What(commitment)}", Piece.Dim($"  {commitment.Commitment}"));
            foreach (var occurrence in commitment.Occurrences)
                page.Line(4, Words.Joined(" ", $"{occurrence.Due}: {Words.Of(occurrence.Status)}", occurrence.FulfilledOn));
        }
    }
}
