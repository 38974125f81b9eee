using Google.Protobuf;
using Ledger.Api.Timeline.V1;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Sequencing;
using Coordinate = Ledger.Timeline.Answers.Coordinate;
using Question = Ledger.Api.Timeline.V1.Question;

namespace Ledger.Timeline.Examining;

/// <summary>One thing that can be asked of a world, by a name that a person can read.</summary>
/// <param name="Name">What is asked, such as <c>show cn-mofcom-2025-70</c>.</param>
/// <param name="Ask">Answers it from a world, with the world of everything known beside it.</param>
internal sealed record Subject(string Name, Func<World, World, Coordinate, IMessage> Ask)
{
    private const int PageSize = 500;

    /// <summary>Questions that a check is asked for one measure, at most.</summary>
    private const int MostGoods = 3;

    /// <summary>An entity as it stands.</summary>
    public static Subject Show(string id) => new($"show {id}", (world, latest, coordinate) => ShowAnswers.Of(world, latest, coordinate, id));

    /// <summary>An entity's events.</summary>
    public static Subject History(string id, PolicyStreams streams) => new($"history {id}", (world, _, coordinate) => HistoryAnswers.Of(world, coordinate.Cut, id, streams));

    /// <summary>A check of a trade.</summary>
    public static Subject Check(Question question) => new($"check {question}", (world, _, coordinate) => CheckAnswers.Of(world, coordinate, question, "question"));

    /// <summary>The first page of what is in force, whatever its status.</summary>
    public static Subject InForce { get; } = new("in force", (world, _, coordinate) => InForceAnswers.Of(world, coordinate, new ListInForceRequest { PageSize = PageSize }, 0));

    /// <summary>The first page of all commitments.</summary>
    public static Subject Commitments { get; } =
        new("commitments", (world, _, coordinate) => CommitmentAnswers.Of(world, coordinate, new ListCommitmentsRequest { PageSize = PageSize }, 0));

    /// <summary>Checks that a measure's scopes suggest: its goods and its route stated in turn, and nothing but its goods.</summary>
    public static IEnumerable<Subject> ChecksOf(World latest, string measure, Random random)
    {
        foreach (var scope in (MeasureLife.Of(latest.Controls, measure, ExportControls.Domain.Question.Nothing)?.Acting ?? [])
            .Select(effect => (effect.Body as MeasureIntroduced)?.Scope ?? (effect.Body as MeasureAmended)?.Scope).OfType<Scope>().Take(2))
        {
            foreach (var goods in (scope.Goods?.Only ?? []).OrderBy(_ => random.Next()).Take(MostGoods).DefaultIfEmpty(""))
            {
                var question = new Question { Origin = Of(scope.Origin, random), Destination = Of(scope.Destination, random) };
                if (goods.Length > 0)
                    question.Goods.AddRange(random.Next(4) == 0 ? [goods, "element:Dy"] : [goods]);
                yield return Check(question);
                question = question.Clone();
                (question.Origin, question.Destination) = ("", "");
                yield return Check(question);
            }
        }
    }

    private static string Of(KeySet? set, Random random) =>
        set is { Only: { IsEmpty: false } only } && random.Next(3) > 0 ? only[random.Next(only.Count)] : random.Next(3) switch { 0 => "", 1 => "CN", _ => "US" };
}
