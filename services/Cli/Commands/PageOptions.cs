using System.CommandLine;
using Google.Protobuf.Collections;

namespace Ledger.Cli.Commands;

/// <summary>How much of a list is shown.</summary>
internal sealed class PageOptions
{
    private readonly Option<int> size = new("--page-size") { HelpName = "n", Description = "Entries on a page; left out: the server's choice." };

    private readonly Option<string?> token = new("--page-token") { HelpName = "token", Description = "Where the page before left off." };

    private readonly Option<bool> all = new("--all") { Description = "Every page, one after another." };

    public void AddTo(Command command)
    {
        command.Options.Add(size);
        command.Options.Add(token);
        command.Options.Add(all);
    }

    /// <summary>Reads one page, or all of them joined into one answer.</summary>
    /// <param name="session">The run.</param>
    /// <param name="read">Reads the page of a size and token.</param>
    /// <param name="items">The entries of a page.</param>
    /// <param name="next">The token of the page after it.</param>
    /// <param name="setNext">Sets that token.</param>
    public async Task<TPage> ReadAsync<TPage, TItem>(
        Session session, Func<int, string, Task<TPage>> read, Func<TPage, RepeatedField<TItem>> items, Func<TPage, string> next, Action<TPage, string> setNext)
    {
        var wanted = session.Parsed.GetValue(size);
        var page = await read(wanted, session.Parsed.GetValue(token) ?? "").ConfigureAwait(false);
        while (session.Parsed.GetValue(all) && next(page).Length > 0)
        {
            var following = await read(wanted, next(page)).ConfigureAwait(false);
            items(page).AddRange(items(following));
            setNext(page, next(following));
        }
        return page;
    }

    /// <summary>How to go on, for people.</summary>
    public static string More(string token) => $"There is more: add --page-token {token}, or --all.";
}
