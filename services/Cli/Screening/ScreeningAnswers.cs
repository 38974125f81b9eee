using System.Text.Json;
using System.Text.Json.Nodes;
using Ledger.Api.Timeline.V1;
using Ledger.Cli.Rendering;

namespace Ledger.Cli.Screening;

/// <summary>Where the answers to a screening list go, line by line.</summary>
internal interface IScreeningAnswers
{
    /// <summary>Before the first.</summary>
    Task BeginAsync();

    Task AnswerAsync(ScreeningLine line, CheckResponse answer);

    /// <summary>A line that got no answer stands among the others with the reason, so that no shipment is missing unnoticed.</summary>
    Task FaultAsync(ScreeningLine line, string why);
}

/// <summary>Comma-separated values, the question's columns first.</summary>
internal sealed class CsvAnswers(Screen screen) : IScreeningAnswers
{
    public Task BeginAsync() => screen.WriteAsync("line,goods,origin,exported_from,destination,end_use,end_user,party,headline,summary,measures,next_change,error");

    public Task AnswerAsync(ScreeningLine line, CheckResponse answer) =>
        RowAsync(line, Headline(answer.Headline), answer.Summary, string.Join(';', MeasuresOf(answer)), answer.NextChange?.Description ?? "", "");

    public Task FaultAsync(ScreeningLine line, string why) => RowAsync(line, "", "", "", "", why);

    /// <summary>What counts for the answer, charges included.</summary>
    public static IEnumerable<string> MeasuresOf(CheckResponse answer) => answer.Applies.Concat(answer.Charges).Select(finding => finding.Measure);

    private static string Headline(Requirement requirement) => requirement.ToString().ToLowerInvariant();

    private Task RowAsync(ScreeningLine line, string headline, string summary, string measures, string next, string error)
    {
        var question = line.Question ?? new Question();
        string[] cells =
        [
            line.Line.ToString(), string.Join(';', question.Goods), question.Origin, question.ExportedFrom, question.Destination, string.Join(';', question.EndUse),
            string.Join(';', question.EndUser), string.Join(';', question.Parties), headline, summary, measures, next, error,
        ];
        return screen.WriteAsync(string.Join(',', cells.Select(Cell)));
    }

    private static string Cell(string text) => text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

/// <summary>A JSON object a line, with the API's own names and values.</summary>
internal sealed class JsonAnswers(Screen screen) : IScreeningAnswers
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Task BeginAsync() => Task.CompletedTask;

    public Task AnswerAsync(ScreeningLine line, CheckResponse answer)
    {
        var whole = JsonNode.Parse(Json.LineOf(answer))!;
        return WriteAsync(new JsonObject
        {
            ["file"] = line.File, ["line"] = line.Line, ["question"] = Take(whole, "question"), ["headline"] = Take(whole, "headline"),
            ["summary"] = Take(whole, "summary"), ["measures"] = new JsonArray([.. CsvAnswers.MeasuresOf(answer).Select(id => JsonValue.Create(id))]),
            ["nextChange"] = Take(whole, "nextChange"), ["answered"] = Take(whole, "answered"),
        });
    }

    public Task FaultAsync(ScreeningLine line, string why) => WriteAsync(new JsonObject { ["file"] = line.File, ["line"] = line.Line, ["error"] = why });

    private Task WriteAsync(JsonObject json) => screen.WriteAsync(json.ToJsonString(Relaxed));

    private static JsonNode? Take(JsonNode from, string name) => from[name]?.DeepClone();
}
