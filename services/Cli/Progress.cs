using Ledger.Cli.Rendering;
using Spectre.Console;

namespace Ledger.Cli;

/// <summary>A bar on standard error while something long goes on; nothing where nobody watches.</summary>
internal static class Progress
{
    /// <summary>How far the work has come: done, of how much (0: not known), in which words.</summary>
    internal delegate void Advance(long done, long total, string words);

    public static async Task<T> ShowAsync<T>(Screen screen, string verb, Func<Advance, Task<T>> work)
    {
        if (!screen.IsTerminal)
            return await work((_, _, _) => { }).ConfigureAwait(false);
        return await screen.Terminal.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask(verb);
                return work((done, total, words) =>
                {
                    bar.IsIndeterminate = total == 0;
                    bar.MaxValue = Math.Max(total, 1);
                    bar.Value = done;
                    bar.Description = $"{verb}, {words}";
                });
            }).ConfigureAwait(false);
    }
}
