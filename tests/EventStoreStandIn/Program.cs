using System.CommandLine;
using Ledger.EventStoreStandIn;

var host = new Option<string>("--host") { Description = "Address to listen on, and to be named by", DefaultValueFactory = _ => "127.0.0.1" };
var port = new Option<int>("--port") { Description = "Port of the protocol", Required = true };
var control = new Option<int>("--control-port") { Description = "Port on which faults are asked for (0: any free one)" };
var data = new Option<DirectoryInfo>("--data") { Description = "Folder that it keeps; several processes over one folder are a cluster", Required = true };
var user = new Option<string>("--user") { Description = "User who may; without, everybody may", DefaultValueFactory = _ => "" };
var password = new Option<string>("--password") { DefaultValueFactory = _ => "" };
var certificate = new Option<string>("--tls-cert") { Description = "PEM file of its certificate; without, plaintext", DefaultValueFactory = _ => "" };
var key = new Option<string>("--tls-key") { Description = "PEM file of the certificate's key", DefaultValueFactory = _ => "" };
var clients = new Option<string>("--tls-client-ca") { Description = "PEM file of its clients' authority; without, they need no certificate", DefaultValueFactory = _ => "" };
var size = new Option<int>("--max-append-size") { Description = "Bytes that one append may have", DefaultValueFactory = _ => 1024 * 1024 };
var version = new Option<string>("--server-version") { Description = "Version that it behaves as", DefaultValueFactory = _ => "23.10.0" };
var seed = new Option<int>("--seed") { Description = "Of what faults leave to chance", DefaultValueFactory = _ => 1 };
var root = new RootCommand("A test server of the EventStoreDB protocol: it stands in for a real one in tests, keeps a folder, and fails on demand. Not for production.")
{
    host, port, control, data, user, password, certificate, key, clients, size, version, seed,
};
root.SetAction((parsed, cancellation) => StandInServer.RunAsync(
    new StandInSettings(
        parsed.GetValue(host)!, parsed.GetValue(port), parsed.GetValue(control), parsed.GetValue(data)!, parsed.GetValue(user)!, parsed.GetValue(password)!,
        parsed.GetValue(certificate)!, parsed.GetValue(key)!, parsed.GetValue(clients)!, parsed.GetValue(size), Version.Parse(parsed.GetValue(version)!), parsed.GetValue(seed)),
    cancellation));
return await root.Parse(args).InvokeAsync();
