using Spectre.Console;
using Spectre.Console.Rendering;

namespace Ledger.Cli.Rendering;

/// <summary>
/// Where text goes. In a terminal it is coloured and as wide as the window; into a pipe or a file it has neither colour nor line breaks
/// that the terminal's width would force, so that other programs can read it.
/// </summary>
internal sealed class Screen
{
    private const int WidthOfPipes = 100_000;

    private readonly TextWriter writer;

    private readonly bool redirected;

    private Screen(TextWriter writer, bool redirected)
    {
        this.writer = writer;
        this.redirected = redirected;
        Terminal = ConsoleOn(writer, redirected);
    }

    public static Screen Output() => new(Console.Out, Console.IsOutputRedirected);

    public static Screen Error() => new(Console.Error, Console.IsErrorRedirected);

    /// <summary>The console itself, for progress; only a terminal shows it.</summary>
    public IAnsiConsole Terminal { get; }

    public bool IsTerminal => !redirected;

    public int Width => redirected ? WidthOfPipes : Terminal.Profile.Width;

    /// <summary>Writes a line of text as it is.</summary>
    public Task WriteAsync(string text) => writer.WriteLineAsync(text);

    /// <summary>Says a sentence of this program's own, on standard error by custom.</summary>
    public Task SayAsync(string sentence) => WriteAsync($"ledger: {sentence}");

    /// <summary>Writes a line while a bar may be drawn here: the terminal puts it above the bar, which would write over it otherwise.</summary>
    public void WriteAboveBar(string text)
    {
        if (redirected)
            writer.WriteLine(text);
        else
            Terminal.WriteLine(text);
    }

    /// <summary>Writes markup that is broken into lines already; a word wider than the window, such as an address, is left to the terminal, which keeps it whole.</summary>
    public Task ShowWrappedAsync(string markup)
    {
        var width = Terminal.Profile.Width;
        Terminal.Profile.Width = WidthOfPipes;
        Terminal.MarkupLine(markup);
        Terminal.Profile.Width = width;
        return Task.CompletedTask;
    }

    /// <summary>Writes a table or another thing that can be drawn.</summary>
    public async Task DrawAsync(IRenderable drawing)
    {
        if (!redirected)
        {
            Terminal.Write(drawing);
            return;
        }
        // Cells are padded to their column's width, which is of no use at the end of a line.
        using var text = new StringWriter();
        ConsoleOn(text, true).Write(drawing);
        foreach (var line in text.ToString().TrimEnd().Split('\n'))
            await writer.WriteLineAsync(line.TrimEnd()).ConfigureAwait(false);
    }

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool redirected)
    {
        var settings = new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) };
        if (redirected)
        {
            settings.Ansi = AnsiSupport.No;
            settings.ColorSystem = ColorSystemSupport.NoColors;
            settings.Interactive = InteractionSupport.No;
        }
        var console = AnsiConsole.Create(settings);
        if (redirected)
            console.Profile.Width = WidthOfPipes;
        else
            console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
