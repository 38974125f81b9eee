using System.Text;

namespace Ledger.Cli.Screening;

/// <summary>Reads comma-separated values (RFC 4180): quoted cells may hold commas, doubled quotes and line ends.</summary>
internal sealed class CsvReader(TextReader text)
{
    /// <summary>A record may have so many characters: a quote that is never closed must not swallow a whole file into memory.</summary>
    private const int MostCharacters = 1024 * 1024;

    private int line;

    /// <summary>One record.</summary>
    /// <param name="Line">Line of the file on which it begins, from 1.</param>
    /// <param name="Cells">Its cells; empty where the record cannot be read.</param>
    /// <param name="Fault">Why it cannot be read; null when it was.</param>
    internal sealed record Row(int Line, IReadOnlyList<string> Cells, string? Fault);

    /// <summary>The next record that is not empty; null at the end.</summary>
    public async Task<Row?> ReadAsync(CancellationToken cancel)
    {
        while (await text.ReadLineAsync(cancel).ConfigureAwait(false) is { } first)
        {
            line++;
            if (first.Trim().Length > 0)
                return await RecordAsync(first, cancel).ConfigureAwait(false);
        }
        return null;
    }

    private async Task<Row> RecordAsync(string first, CancellationToken cancel)
    {
        var begins = line;
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        var length = 0;
        for (var current = first; ;)
        {
            if ((length += current.Length + 1) > MostCharacters)
                return new Row(begins, [], "too long; is a quotation mark left open?");
            for (var i = 0; i < current.Length; i++)
            {
                var character = current[i];
                if (quoted && character == '"' && i + 1 < current.Length && current[i + 1] == '"')
                    cell.Append(current[i++]);
                else if (character == '"')
                    quoted = !quoted;
                else if (character == ',' && !quoted)
                    Take(cells, cell);
                else
                    cell.Append(character);
            }
            if (!quoted)
                break;
            if (await text.ReadLineAsync(cancel).ConfigureAwait(false) is not { } next)
                return new Row(begins, [], "a quotation mark is left open");
            line++;
            cell.Append('\n');
            current = next;
        }
        Take(cells, cell);
        return new Row(begins, cells, null);
    }

    private static void Take(List<string> cells, StringBuilder cell)
    {
        cells.Add(cell.ToString().Trim());
        cell.Clear();
    }
}
