using Grpc.Core;
using Ledger.Adapters.Grpc;
using Ledger.Api.Timeline.V1;
using Ledger.Events;
using Ledger.Timeline.Answers;
using Ledger.Timeline.Sequencing;
using NodaTime.Text;

namespace Ledger.Timeline;

/// <summary>The gRPC service of timeline: read the coordinates, fold what is visible, answer.</summary>
internal sealed class TimelineGrpc(
    LedgerMemory memory, Documents documents, Answers.Coordinates coordinates, RecentWorlds worlds, PolicyStreams streams, LedgerDescription description)
    : TimelineService.TimelineServiceBase
{
    private const int MostQuestions = 10_000;

    public override async Task<CheckResponse> Check(CheckRequest request, ServerCallContext context)
    {
        var coordinate = await coordinates.ReadAsync(request.At, context).ConfigureAwait(false);
        return await AnsweredAsync(context, () => CheckOf(worlds.Of(coordinate.Cut), coordinate, request.Question, request.View, "question")).ConfigureAwait(false);
    }

    public override async Task CheckMany(CheckManyRequest request, IServerStreamWriter<CheckManyResponse> responseStream, ServerCallContext context)
    {
        if (request.Questions.Count > MostQuestions)
            throw Faults.Invalid(("questions", $"{request.Questions.Count} questions; a request may have {MostQuestions}"));
        var coordinate = await coordinates.ReadAsync(request.At, context).ConfigureAwait(false);
        var world = worlds.Of(coordinate.Cut);
        for (var i = 0; i < request.Questions.Count; i++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var (question, index) = (request.Questions[i], i);
            var one = await AnsweredAsync(context, () => One(world, coordinate, question, request.View, index)).ConfigureAwait(false);
            await responseStream.WriteAsync(one, context.CancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task<ListInForceResponse> ListInForce(ListInForceRequest request, ServerCallContext context)
    {
        var page = Pages.Read(request.PageToken, InForceAnswers.Question(request));
        var coordinate = await coordinates.ReadAsync(At(request.At, page?.Position), context).ConfigureAwait(false);
        return await AnsweredAsync(context, () => InForceAnswers.Of(worlds.Of(coordinate.Cut), coordinate, request, page?.Next ?? 0)).ConfigureAwait(false);
    }

    public override async Task<ListCommitmentsResponse> ListCommitments(ListCommitmentsRequest request, ServerCallContext context)
    {
        var page = Pages.Read(request.PageToken, CommitmentAnswers.Question(request));
        var coordinate = await coordinates.ReadAsync(At(request.At, page?.Position), context).ConfigureAwait(false);
        return await AnsweredAsync(context, () => CommitmentAnswers.Of(worlds.Of(coordinate.Cut), coordinate, request, page?.Next ?? 0)).ConfigureAwait(false);
    }

    public override Task<FindResponse> Find(FindRequest request, ServerCallContext context)
    {
        var cut = new Cut(memory.Latest, null, IsProvisional: false);
        return AnsweredAsync(context, () => FindAnswers.Of(worlds.Of(cut), cut, request));
    }

    public override async Task<ShowResponse> Show(ShowRequest request, ServerCallContext context)
    {
        var id = Id(request.Id);
        var coordinate = await coordinates.ReadAsync(request.At, context).ConfigureAwait(false);
        var world = worlds.Of(coordinate.Cut);
        return await AnsweredAsync(
            context,
            () => (request.View == View.Basic ? ShowAnswers.BasicOf(world, coordinate, id) : null) ?? ShowAnswers.Of(world, worlds.Of(new Cut(memory.Latest, null, IsProvisional: false)), coordinate, id)).ConfigureAwait(false);
    }

    public override async Task<GetHistoryResponse> GetHistory(GetHistoryRequest request, ServerCallContext context)
    {
        var id = Id(request.Id);
        var cut = await coordinates.CutAsync(request.Known, request.Published, request.HasMinPosition ? request.MinPosition : null, "", context).ConfigureAwait(false);
        return await AnsweredAsync(context, () => HistoryAnswers.Of(worlds.Of(cut), cut, id, streams)).ConfigureAwait(false);
    }

    public override async Task<ListEventsResponse> ListEvents(ListEventsRequest request, ServerCallContext context)
    {
        var cut = await coordinates.CutAsync("", "", request.HasMinPosition ? request.MinPosition : null, "", context).ConfigureAwait(false);
        return await AnsweredAsync(context, () => EventAnswers.Of(cut.Ledger, streams, request)).ConfigureAwait(false);
    }

    public override Task<GetStatusResponse> GetStatus(GetStatusRequest request, ServerCallContext context)
    {
        var latest = memory.Latest;
        var counted = worlds.Of(new Cut(latest, null, IsProvisional: false)).Counted;
        return Task.FromResult(new GetStatusResponse
        {
            Position = latest.Position, RulesVersion = RulesVersion.Text, Store = description.Store, Version = description.Version,
            Instruments = counted.Instruments, Measures = counted.Measures, Agreements = counted.Agreements, Facilities = counted.Facilities,
            LastRecordedAt = latest.Count == 0 ? "" : InstantPattern.ExtendedIso.Format(latest[latest.Position].RecordedBy),
        });
    }

    private Task<T> AnsweredAsync<T>(ServerCallContext context, Func<T> answer) => documents.AnsweredAsync(answer, context.CancellationToken);

    private static CheckManyResponse One(World world, Coordinate coordinate, Question question, View view, int index)
    {
        try
        {
            return new CheckManyResponse { Index = index, Answer = CheckOf(world, coordinate, question, view, $"questions[{index}]") };
        }
        catch (RpcException malformed) when (malformed.StatusCode == StatusCode.InvalidArgument)
        {
            return new CheckManyResponse { Index = index, Error = malformed.Status.Detail };
        }
    }

    private static CheckResponse CheckOf(World world, Coordinate coordinate, Question question, View view, string path) =>
        view == View.Basic ? CheckAnswers.BasicOf(world, coordinate, question, path) : CheckAnswers.Of(world, coordinate, question, path);

    /// <summary>All pages of a list are answered at the position of the first.</summary>
    private static Api.Timeline.V1.Coordinates? At(Api.Timeline.V1.Coordinates? asked, long? position)
    {
        if (asked is null || position is not >= 0)
            return asked;
        var at = asked.Clone();
        at.Known = position.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return at;
    }

    private static string Id(string id) => id.Length is > 0 and <= 300 ? id : throw Faults.Invalid(("id", id.Length == 0 ? "missing" : "longer than 300 characters"));
}

/// <summary>What this instance is, for its status.</summary>
/// <param name="Store">Which store, in plain words.</param>
/// <param name="Version">Of the program.</param>
public sealed record LedgerDescription(string Store, string Version);
