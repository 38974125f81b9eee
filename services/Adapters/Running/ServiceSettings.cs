using System.CommandLine;
using Ledger.Adapters.Bus;
using Ledger.Adapters.EventLog;
using Ledger.Adapters.Saving;

namespace Ledger.Adapters.Running;

/// <summary>A setting that cannot be read or is missing; the sentence says how to set it.</summary>
public sealed class SettingException(string message) : Exception(message);

/// <summary>The settings of a separate service. Each stands on the command line, or in the environment variable beside it.</summary>
/// <param name="Store">A connection string of the EventStoreDB protocol: a folder belongs to one process alone.</param>
/// <param name="Broker">The RabbitMQ broker, and as whom the service connects.</param>
/// <param name="StreamPrefix">The ledger's own prefix on a shared store; may be empty.</param>
/// <param name="HttpPort">HTTP/JSON on loopback; 0: any free port.</param>
/// <param name="GrpcPort">gRPC on loopback; 0: any free port.</param>
/// <param name="CloudEvents">How timeline announces events on the broker.</param>
/// <param name="Lease">How long timeline's lease to announce lasts.</param>
/// <param name="Saving">Where the service saves what it has read of a long ledger.</param>
public sealed record ServiceSettings(string Store, BrokerOptions Broker, string StreamPrefix, int HttpPort, int GrpcPort, CloudEventMode CloudEvents, TimeSpan Lease, SavingFolder Saving);

/// <summary>Reads the settings of a separate service.</summary>
public sealed class ServiceOptions
{
    /// <summary>The environment variables that are read, for whoever writes deployment files.</summary>
    public static IReadOnlyList<string> Variables { get; } =
        ["LEDGER_STORE", "LEDGER_BROKER", "LEDGER_BROKER_CA", "LEDGER_STREAM_PREFIX", "LEDGER_HTTP_PORT", "LEDGER_GRPC_PORT", "LEDGER_CLOUDEVENTS", "LEDGER_LEASE_SECONDS", "LEDGER_PROJECTION"];

    private const int UsualLease = 30;
    private const int ShortestLease = 3;
    private const int LongestLease = 600;

    private readonly Option<string?> _store = Text("--store", "LEDGER_STORE", "The event store: a connection string such as esdb://localhost:2113?tls=false");
    private readonly Option<string?> _broker = Text("--broker", "LEDGER_BROKER", "The RabbitMQ broker: an AMQP URI such as amqps://agreements:password@broker:5671/ledger");
    private readonly Option<string?> _brokerCa = Text("--broker-ca", "LEDGER_BROKER_CA", "PEM file of the authority that signed the broker's certificate, where it is a private one");
    private readonly Option<string?> _prefix = Text("--stream-prefix", "LEDGER_STREAM_PREFIX", "The ledger's own prefix on a store that others use too; the same for all services");
    private readonly Option<string?> _cloudEvents = Text("--cloudevents", "LEDGER_CLOUDEVENTS", "How timeline announces events: binary (the document as it is stored), or structured (one JSON object); binary unless set");
    private readonly Option<string?> _lease = Text("--lease-seconds", "LEDGER_LEASE_SECONDS", "How long announcements rest when the instance of timeline that makes them dies: 3 to 600, the same for all; 30 unless set");
    private readonly Option<string?> _projection = Text("--projection", "LEDGER_PROJECTION", "Folder in which the service saves what it has read of a long ledger, so that a start need not read it whole; of one instance of each service; none unless set");
    private readonly Option<string?> _http;
    private readonly Option<string?> _grpc;

    /// <param name="usualHttp">Where HTTP/JSON is served unless set otherwise; gRPC on the next port.</param>
    public ServiceOptions(int usualHttp)
    {
        UsualHttp = usualHttp;
        _http = Text("--http-port", "LEDGER_HTTP_PORT", $"HTTP/JSON port on loopback (0: any free one; {usualHttp} unless set)");
        _grpc = Text("--grpc-port", "LEDGER_GRPC_PORT", $"gRPC port on loopback (0: any free one; {usualHttp + 1} unless set)");
    }

    private int UsualHttp { get; }

    public void AddTo(Command command)
    {
        foreach (var option in new[] { _store, _broker, _brokerCa, _prefix, _http, _grpc, _cloudEvents, _lease, _projection })
            command.Options.Add(option);
    }

    /// <summary>Reads and checks them all.</summary>
    /// <exception cref="SettingException">One is missing or cannot be read.</exception>
    public ServiceSettings Read(ParseResult parsed)
    {
        var store = Required(parsed, _store);
        if (EventLogs.Describe(store) == "SQLite")
            throw new SettingException($"{Name(_store)} '{store}' is a folder, which belongs to one process: separate services share a server, such as esdb://localhost:2113?tls=false; services/Host runs them all over a folder");
        try
        {
            _ = EventLogs.Display(store);
        }
        catch (EventLogSettingException malformed)
        {
            throw new SettingException($"{Name(_store)}: {malformed.Message}");
        }
        var http = Port(parsed, _http, UsualHttp);
        var grpc = Port(parsed, _grpc, UsualHttp + 1);
        return http == grpc && http != 0
            ? throw new SettingException($"{Name(_http)} and {Name(_grpc)} must differ: HTTP/1.1 and cleartext HTTP/2 cannot share a port")
            : new ServiceSettings(store, Broker(parsed), Value(parsed, _prefix) ?? "", http, grpc, CloudEvents(parsed), Lease(parsed), new SavingFolder(Value(parsed, _projection)));
    }

    private CloudEventMode CloudEvents(ParseResult parsed) => Value(parsed, _cloudEvents) switch
    {
        null or "binary" => CloudEventMode.Binary,
        "structured" => CloudEventMode.Structured,
        var other => throw new SettingException($"{Name(_cloudEvents)} '{other}' is neither binary nor structured"),
    };

    private TimeSpan Lease(ParseResult parsed) =>
        Value(parsed, _lease) is not { } text ? TimeSpan.FromSeconds(UsualLease)
        : int.TryParse(text, out var seconds) && seconds is >= ShortestLease and <= LongestLease ? TimeSpan.FromSeconds(seconds)
        : throw new SettingException($"{Name(_lease)} '{text}' is no number of seconds from {ShortestLease} to {LongestLease}");

    private BrokerOptions Broker(ParseResult parsed)
    {
        try
        {
            return BrokerOptions.Parse(Required(parsed, _broker), Value(parsed, _brokerCa));
        }
        catch (FormatException malformed)
        {
            throw new SettingException($"{Name(_broker)} {malformed.Message}");
        }
    }

    private static int Port(ParseResult parsed, Option<string?> option, int usual) =>
        Value(parsed, option) is not { } text ? usual
        : int.TryParse(text, out var port) && port is >= 0 and <= 65535 ? port
        : throw new SettingException($"{Name(option)} '{text}' is not a port: state a number from 0 to 65535");

    private static string Required(ParseResult parsed, Option<string?> option) =>
        Value(parsed, option) ?? throw new SettingException($"{Name(option)} is not set: {option.Description}");

    private static string? Value(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { Length: > 0 } set ? set : null;

    private static string Name(Option<string?> option) => $"{option.Name} (or {option.HelpName})";

    /// <summary>The help name of an option is its environment variable.</summary>
    private static Option<string?> Text(string name, string variable, string description) => new(name)
    {
        Description = description, HelpName = variable, DefaultValueFactory = _ => Environment.GetEnvironmentVariable(variable),
    };
}
