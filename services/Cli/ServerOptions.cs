using System.CommandLine;
using System.CommandLine.Parsing;

namespace Ledger.Cli;

/// <summary>Which ledger is asked, and in what form it answers.</summary>
internal sealed class ServerOptions
{
    private const string Variable = "LEDGER_SERVER";

    private const string Default = "http://127.0.0.1:8081";

    /// <summary>Where the owners answer, by the package of their services, where they are processes of their own.</summary>
    private static readonly (string Option, string Variable, string Package)[] Owners =
    [
        ("--agreements", "LEDGER_AGREEMENTS", "ledger.agreements.v1"),
        ("--export-controls", "LEDGER_EXPORT_CONTROLS", "ledger.exportcontrols.v1"),
        ("--facilities", "LEDGER_FACILITIES", "ledger.facilities.v1"),
    ];

    private readonly IReadOnlyList<(Option<string?> Option, string Package)> _owners;

    public ServerOptions()
    {
        Server.Validators.Add(CheckAddress);
        _owners = [.. Owners.Select(owner => (OwnerOption(owner.Option, owner.Variable), owner.Package))];
    }

    public Option<string> Server { get; } = new("--server")
    {
        Description = $"Address of the ledger's gRPC port, or of timeline's; also from {Variable}.",
        HelpName = "url",
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : Default,
    };

    public void AddTo(Command root)
    {
        root.Options.Add(Server);
        foreach (var (option, _) in _owners)
            root.Options.Add(option);
    }

    /// <summary>Addresses of the owners that are processes of their own, by the package of their services.</summary>
    public IReadOnlyDictionary<string, string> OwnersOf(ParseResult parsed) => _owners
        .Select(owner => (owner.Package, Address: parsed.GetValue(owner.Option)))
        .Where(owner => owner.Address is { Length: > 0 })
        .ToDictionary(owner => owner.Package, owner => owner.Address!);

    private static Option<string?> OwnerOption(string name, string variable)
    {
        var option = new Option<string?>(name)
        {
            Description = $"Address of that service's gRPC port, where it is a process of its own; also from {variable}.",
            HelpName = "url",
            Recursive = true,
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(variable),
        };
        option.Validators.Add(CheckAddress);
        return option;
    }

    public Option<bool> Json { get; } = new("--json") { Description = "Print the API's own JSON." };

    private static void CheckAddress(OptionResult result)
    {
        var text = result.GetValueOrDefault<string>();
        if (!string.IsNullOrEmpty(text) && !(Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            result.AddError($"{result.Option.Name}: '{text}' is not an address such as {Default}");
    }
}
