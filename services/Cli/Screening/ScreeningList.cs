using Ledger.Api.Timeline.V1;

namespace Ledger.Cli.Screening;

/// <summary>One line of a screening list.</summary>
/// <param name="File">As named by the user.</param>
/// <param name="Line">From 1, the header counted.</param>
/// <param name="Question">The trade it states; null where it cannot be read.</param>
/// <param name="Fault">Why it cannot be read; null when it was.</param>
internal sealed record ScreeningLine(string File, int Line, Question? Question, string? Fault);

/// <summary>Reads a screening list: a header line that names the columns, and a trade a line.</summary>
internal sealed class ScreeningList
{
    private static readonly string[] Columns = ["goods", "origin", "exported_from", "destination", "end_use", "end_user", "party"];

    private readonly string file;

    private readonly CsvReader rows;

    private readonly IReadOnlyList<string> columns;

    private ScreeningList(string file, CsvReader rows, IReadOnlyList<string> columns)
    {
        this.file = file;
        this.rows = rows;
        this.columns = columns;
    }

    /// <summary>Reads the header.</summary>
    /// <exception cref="BadInputException">It is missing, or names a column twice or one that is none.</exception>
    public static async Task<ScreeningList> OpenAsync(string file, TextReader text, CancellationToken cancel)
    {
        var rows = new CsvReader(text);
        var header = await rows.ReadAsync(cancel).ConfigureAwait(false) ?? throw new BadInputException($"{file}: empty; a header line names the columns: {string.Join(',', Columns)}");
        if (header.Fault is { } fault)
            throw new BadInputException($"{file}:{header.Line}: {fault}");
        var named = header.Cells.Select(cell => cell.ToLowerInvariant()).ToList();
        if (named.Find(cell => !Columns.Contains(cell)) is { } unknown)
            throw new BadInputException($"{file}:{header.Line}: no column is called '{unknown}'; they are {string.Join(", ", Columns)}");
        if (named.GroupBy(cell => cell).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new BadInputException($"{file}:{header.Line}: column '{twice.Key}' stands twice");
        return new ScreeningList(file, rows, named);
    }

    /// <summary>The next line; null at the end.</summary>
    public async Task<ScreeningLine?> ReadAsync(CancellationToken cancel)
    {
        if (await rows.ReadAsync(cancel).ConfigureAwait(false) is not { } row)
            return null;
        if (row.Fault is { } fault)
            return new ScreeningLine(file, row.Line, null, fault);
        if (row.Cells.Count != columns.Count)
            return new ScreeningLine(file, row.Line, null, $"{row.Cells.Count} cells, where the header has {columns.Count}");
        return new ScreeningLine(file, row.Line, QuestionOf(row.Cells), null);
    }

    private Question QuestionOf(IReadOnlyList<string> cells)
    {
        var question = new Question();
        for (var i = 0; i < columns.Count; i++)
        {
            var cell = cells[i];
            switch (columns[i])
            {
                case "goods":
                    question.Goods.Add(Several(cell, ';', ' '));
                    break;
                case "origin":
                    question.Origin = cell;
                    break;
                case "exported_from":
                    question.ExportedFrom = cell;
                    break;
                case "destination":
                    question.Destination = cell;
                    break;
                case "end_use":
                    question.EndUse.Add(Several(cell, ';'));
                    break;
                case "end_user":
                    question.EndUser.Add(Several(cell, ';'));
                    break;
                case "party":
                    question.Parties.Add(Several(cell, ';'));
                    break;
                default:
                    throw new InvalidOperationException($"no field for column '{columns[i]}'");
            }
        }
        return question;
    }

    private static string[] Several(string cell, params char[] separators) =>
        cell.Split(separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
