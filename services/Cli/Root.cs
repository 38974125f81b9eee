using System.CommandLine;
using System.CommandLine.Help;
using Ledger.Cli.Commands;

namespace Ledger.Cli;

/// <summary>The command line as a whole.</summary>
internal static class Root
{
    public static RootCommand Create(TimeProvider time)
    {
        var server = new ServerOptions();
        var root = new RootCommand(
            "Ask and keep a ledger of trade policy: what is in force on a day, for which goods, on which route, by which act, and what was known of it on another day.");
        server.AddTo(root);
        Add(root, CheckCommand.Create(server, time));
        Add(root, InForceCommand.Create(server, time));
        Add(root, CommitmentsCommand.Create(server, time));
        Add(root, FindCommand.Create(server, time));
        Add(root, ShowCommand.Create(server, time));
        Add(root, HistoryCommand.Create(server, time));
        Add(root, EventsCommand.Create(server, time));
        Add(root, RecordCommand.Create(server, time));
        Add(root, ImportCommand.Create(server, time));
        Add(root, ExportCommand.Create(server, time));
        Add(root, OperationCommand.Create(server, time));
        Add(root, DeadLettersCommand.Create(server, time));
        Add(root, DoctorCommand.Create(server, time));
        Add(root, RebuildCommand.Create(server, time));
        Add(root, MoveCommand.Create());
        Add(root, StatusCommand.Create(server, time));
        Add(root, CompletionCommand.Create());
        foreach (var help in root.Options.OfType<HelpOption>())
            help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }

    private static void Add(RootCommand root, Command command) => root.Subcommands.Add(command);
}
