using System.CommandLine;

namespace Ledger.Cli.Commands;

/// <summary><c>ledger completion</c>: a script by which a shell completes commands, options and their values.</summary>
internal static class CompletionCommand
{
    private const string Bash =
        """
        _ledger_complete() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(ledger "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _ledger_complete ledger
        """;

    private const string Zsh =
        """
        #compdef ledger
        _ledger() {
            local -a found
            found=(${(f)"$(ledger "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)"})
            (( ${#found} )) && compadd -a found || _files
        }
        compdef _ledger ledger
        """;

    private const string Fish =
        """
        complete -c ledger -a '(ledger "[suggest:"(commandline -C)"]" (commandline -p) 2>/dev/null)'
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new ExampleCommand("completion", "A script by which your shell completes commands, options and values.")
        {
            Examples =
            [
                ("For this bash", "source <(ledger completion bash)"),
                ("For every zsh to come", "ledger completion zsh > \"${fpath[1]}/_ledger\""),
                ("For every fish to come", "ledger completion fish > ~/.config/fish/completions/ledger.fish"),
            ],
        };
        command.Arguments.Add(shell);
        command.SetAction(parsed =>
        {
            parsed.InvocationConfiguration.Output.WriteLine(parsed.GetRequiredValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                _ => Fish,
            });
            return ExitStatus.Ok;
        });
        return command;
    }
}
