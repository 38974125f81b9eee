using Ledger.Adapters.Running;
using System.CommandLine;
using System.CommandLine.Parsing;

namespace Ledger.Host;

/// <summary>The host's settings, as the command line states them.</summary>
/// <param name="Data">The data folder.</param>
/// <param name="HttpPort">HTTP/JSON on loopback; 0: any free port.</param>
/// <param name="GrpcPort">gRPC on loopback; 0: any free port.</param>
/// <param name="Empty">Leave an empty ledger empty.</param>
internal sealed record HostSettings(DirectoryInfo Data, int HttpPort, int GrpcPort, bool Empty);

/// <summary>The host's command line.</summary>
internal static class HostCommand
{
    private const int UsualHttp = 8080;
    private const int UsualGrpc = 8081;

    public static RootCommand Build()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "Data folder; made where it is missing", DefaultValueFactory = _ => new DirectoryInfo("data") };
        var http = Port("--http-port", "HTTP/JSON port on loopback (0: any free one)", UsualHttp);
        var grpc = Port("--grpc-port", "gRPC port on loopback (0: any free one)", UsualGrpc);
        var empty = new Option<bool>("--empty") { Description = "Do not record the sample data into an empty ledger" };
        var root = new RootCommand($"The trade-policy ledger in one process: SQLite, in-memory transport, all services.{Environment.NewLine}{Environment.NewLine}{ExitStatus.Table}")
        {
            data, http, grpc, empty,
        };
        root.Validators.Add(parsed =>
        {
            if (Stated(parsed, http, UsualHttp) is { } port && port != 0 && port == Stated(parsed, grpc, UsualGrpc))
                parsed.AddError("--http-port and --grpc-port must differ: HTTP/1.1 and cleartext HTTP/2 cannot share a port");
        });
        root.SetAction((parsed, cancellation) =>
            LedgerHost.RunAsync(new HostSettings(parsed.GetValue(data)!, parsed.GetValue(http), parsed.GetValue(grpc), parsed.GetValue(empty)), cancellation));
        root.Subcommands.Add(ProbeCommand.Build(UsualHttp));
        root.Subcommands.Add(MoveCommand.Build());
        return root;
    }

    /// <summary>The port as stated, or the usual one; null where it cannot be read, of which the option's own error tells.</summary>
    private static int? Stated(CommandResult parsed, Option<int> port, int usual) =>
        parsed.GetResult(port) is not { Tokens: [var stated] } ? usual : int.TryParse(stated.Value, out var number) ? number : null;

    private static Option<int> Port(string name, string description, int usual)
    {
        var port = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        port.Validators.Add(parsed =>
        {
            if (parsed.Tokens.Count == 1 && !(int.TryParse(parsed.Tokens[0].Value, out var number) && number is >= 0 and <= 65535))
                parsed.AddError($"{name} '{parsed.Tokens[0].Value}' is not a port: state a number from 0 to 65535");
        });
        return port;
    }
}
