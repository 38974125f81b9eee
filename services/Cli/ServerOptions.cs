using System.CommandLine;
using System.CommandLine.Parsing;

namespace Ledger.Cli;

/// <summary>Which ledger is asked, and in what form it answers.</summary>
internal sealed class ServerOptions
{
    private const string Variable = "LEDGER_SERVER";

    private const string Default = "http://127.0.0.1:8081";

    public ServerOptions() => Server.Validators.Add(CheckAddress);

    public Option<string> Server { get; } = new("--server")
    {
        Description = $"Address of the ledger's gRPC port; also from {Variable}.",
        HelpName = "url",
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set ? set : Default,
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Print the API's own JSON." };

    private static void CheckAddress(OptionResult result)
    {
        var text = result.GetValueOrDefault<string>();
        if (!(Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
            result.AddError($"--server: '{text}' is not an address such as {Default}");
    }
}
