using System.Text.Json;
using System.Text.RegularExpressions;
using Grpc.Core;
using Ledger.Api.Timeline.V1;

namespace Ledger.Cli.Screening;

/// <summary>Checks a list in batches, all at the ledger position of the first answer, so that the list is one statement (DESIGN T9).</summary>
/// <param name="session">The run.</param>
/// <param name="at">Coordinates as asked.</param>
/// <param name="answers">Where answers go.</param>
internal sealed partial class ScreeningRun(Session session, Coordinates at, IScreeningAnswers answers)
{
    /// <summary>Small enough that the bar moves and a batch is answered well within its deadline.</summary>
    private const int BatchSize = 250;

    private readonly Coordinates at = at.Clone();

    private long checkedLines;

    private long faults;

    /// <summary>Checks every line of a file, or of standard input for <c>-</c>.</summary>
    public async Task<int> CheckAsync(string path)
    {
        if (path != "-" && !File.Exists(path))
            throw new BadInputException($"--file: {path}: no such file");
        using var stream = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
        using var text = new StreamReader(stream);
        var list = await ScreeningList.OpenAsync(path == "-" ? "standard input" : path, text, session.Cancel).ConfigureAwait(false);
        await answers.BeginAsync().ConfigureAwait(false);
        await Progress.ShowAsync(session.Errors, "checking", async advance =>
        {
            while (await BatchAsync(list).ConfigureAwait(false) is { Count: > 0 } batch)
            {
                await AnswerAsync(batch).ConfigureAwait(false);
                checkedLines += batch.Count;
                advance(stream.CanSeek ? stream.Position : 0, stream.CanSeek ? stream.Length : 0, $"{checkedLines} lines");
            }
            return checkedLines;
        }).ConfigureAwait(false);
        await session.Errors.WriteAsync($"{checkedLines} lines checked{(faults > 0 ? $", {faults} of them without an answer" : "")}, effective {at.Effective}, known {at.Known}.").ConfigureAwait(false);
        return faults > 0 ? ExitStatus.SomeLinesFailed : ExitStatus.Ok;
    }

    private async Task<List<ScreeningLine>> BatchAsync(ScreeningList list)
    {
        var batch = new List<ScreeningLine>();
        while (batch.Count < BatchSize && await list.ReadAsync(session.Cancel).ConfigureAwait(false) is { } line)
            batch.Add(line);
        return batch;
    }

    private async Task AnswerAsync(List<ScreeningLine> batch)
    {
        var asked = batch.Where(line => line.Question is not null).ToList();
        using var call = asked.Count == 0 ? null : session.Timeline.CheckMany(new CheckManyRequest { At = at, Questions = { asked.Select(line => line.Question) } }, session.LongCall);
        var place = 0;
        foreach (var line in batch)
        {
            if (line.Question is null)
            {
                await FaultAsync(line, line.Fault!).ConfigureAwait(false);
                continue;
            }
            if (!await call!.ResponseStream.MoveNext(session.Cancel).ConfigureAwait(false) || call.ResponseStream.Current.Index != place++)
                throw new RpcException(new Grpc.Core.Status(StatusCode.Internal, $"the server left {line.File}:{line.Line} without an answer"));
            var response = call.ResponseStream.Current;
            if (response.ResultCase == CheckManyResponse.ResultOneofCase.Answer)
            {
                if (response.Answer.Answered.Position >= 0)
                    at.Known = response.Answer.Answered.Position.ToString();
                await answers.AnswerAsync(line, response.Answer).ConfigureAwait(false);
            }
            else
            {
                await FaultAsync(line, InColumns(response.Error)).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The server names a field of its request; the user knows columns.</summary>
    private static string InColumns(string error)
    {
        var field = Field().Match(error);
        return field.Success ? $"{JsonNamingPolicy.SnakeCaseLower.ConvertName(field.Groups["name"].Value)}{error[field.Length..]}" : error;
    }

    [GeneratedRegex(@"^questions\[\d+\]\.(?<name>\w+)(\[\d+\])?(?=:)")]
    private static partial Regex Field();

    private Task FaultAsync(ScreeningLine line, string why)
    {
        faults++;
        session.Errors.WriteAboveBar($"{line.File}:{line.Line}: {why}");
        return answers.FaultAsync(line, why);
    }
}
