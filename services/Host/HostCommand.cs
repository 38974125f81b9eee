using System.CommandLine;

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
    public static RootCommand Build()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "Data folder; made where it is missing", DefaultValueFactory = _ => new DirectoryInfo("data") };
        var http = Port("--http-port", "HTTP/JSON port on loopback (0: any free one)", 8080);
        var grpc = Port("--grpc-port", "gRPC port on loopback (0: any free one)", 8081);
        var empty = new Option<bool>("--empty") { Description = "Do not record the sample data into an empty ledger" };
        var root = new RootCommand($"The trade-policy ledger in one process: SQLite, in-memory transport, all services.{Environment.NewLine}{Environment.NewLine}{ExitStatus.Table}")
        {
            data, http, grpc, empty,
        };
        root.Validators.Add(parsed =>
        {
            if (parsed.GetValue(http) == parsed.GetValue(grpc) && parsed.GetValue(http) != 0)
                parsed.AddError("--http-port and --grpc-port must differ: HTTP/1.1 and cleartext HTTP/2 cannot share a port");
        });
        root.SetAction((parsed, cancellation) =>
            LedgerHost.RunAsync(new HostSettings(parsed.GetValue(data)!, parsed.GetValue(http), parsed.GetValue(grpc), parsed.GetValue(empty)), cancellation));
        root.Subcommands.Add(ProbeCommand.Build());
        return root;
    }

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
