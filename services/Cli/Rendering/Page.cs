using System.Text;
using Spectre.Console;

namespace Ledger.Cli.Rendering;

/// <summary>How a piece of text stands out.</summary>
internal enum Look
{
    Plain,
    Strong,
    Dim,
    Good,
    Warning,
    Bad,
}

/// <summary>A piece of text in one look.</summary>
internal readonly record struct Piece(string Text, Look Look)
{
    public static implicit operator Piece(string text) => new(text, Look.Plain);

    public static Piece Strong(string text) => new(text, Look.Strong);

    public static Piece Dim(string text) => new(text, Look.Dim);
}

/// <summary>Paragraphs under headings, each indented as a whole, so that what belongs together stands together.</summary>
internal sealed class Page(Screen screen)
{
    /// <summary>Lines that would be narrower than this are let run over instead.</summary>
    private const int NarrowestText = 20;

    private readonly StringBuilder markup = new();

    public Page Heading(string text, string gloss = "")
    {
        Blank();
        return gloss.Length > 0 ? Line(0, Piece.Strong(text), Piece.Dim($" ({gloss})")) : Line(0, Piece.Strong(text));
    }

    public Page Blank()
    {
        markup.Append('\n');
        return this;
    }

    /// <summary>A paragraph; its further lines stand under its first.</summary>
    public Page Line(int indent, params ReadOnlySpan<Piece> pieces) => Hanging(indent, indent, pieces);

    /// <summary>A paragraph whose further lines are indented on their own.</summary>
    public Page Hanging(int indent, int further, params ReadOnlySpan<Piece> pieces)
    {
        var room = Math.Max(screen.Width - 1 - further, NarrowestText);
        var margin = new string(' ', further);
        markup.Append(' ', indent);
        var used = 0;
        foreach (var piece in pieces)
        {
            foreach (var word in Words(piece.Text))
            {
                var text = word;
                if (used > 0 && used + text.TrimEnd().Length > room)
                {
                    markup.Append('\n').Append(margin);
                    used = 0;
                    text = text.TrimStart();
                }
                Append(text, piece.Look);
                used += text.Length;
            }
        }
        markup.Append('\n');
        return this;
    }

    public Task ShowAsync()
    {
        var text = markup.ToString().Trim('\n');
        return screen.IsTerminal ? screen.ShowWrappedAsync(text) : screen.WriteAsync(string.Join('\n', text.Split('\n').Select(line => Markup.Remove(line).TrimEnd())));
    }

    private void Append(string text, Look look)
    {
        var escaped = Markup.Escape(text);
        markup.Append(look switch
        {
            Look.Strong => $"[bold]{escaped}[/]",
            Look.Dim => $"[dim]{escaped}[/]",
            Look.Good => $"[green]{escaped}[/]",
            Look.Warning => $"[yellow]{escaped}[/]",
            Look.Bad => $"[red]{escaped}[/]",
            _ => escaped,
        });
    }

    /// <summary>Words with the blanks before them; text from outside may hold line ends and other controls, which become blanks.</summary>
    private static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (var character in text)
        {
            var blank = char.IsWhiteSpace(character) || char.IsControl(character);
            if (blank && word.Length > 0 && word[^1] != ' ')
            {
                yield return word.ToString();
                word.Clear();
            }
            word.Append(blank ? ' ' : character);
        }
        if (word.Length > 0)
            yield return word.ToString();
    }
}
