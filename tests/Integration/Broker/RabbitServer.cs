using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Ledger.Integration.Running;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Ledger.Integration.Broker;

/// <summary>
/// A real RabbitMQ, from Debian's package, as a process of the test's own: free ports of loopback, a folder of its own, and the users and
/// permissions of deploy/rabbitmq. Disposing kills it.
/// </summary>
public sealed class RabbitServer : IAsyncDisposable
{
    private const string Programs = "/usr/lib/rabbitmq/bin";
    private const string Password = "of-a-test";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly string _folder;
    private readonly int _distributionPort = Loopback.FreePort();
    private readonly int _epmdPort = Loopback.FreePort();
    private Process? _process;

    private readonly (string Certificate, string Key)? _tls;

    private RabbitServer(string folder, (string Certificate, string Key)? tls) => (_folder, _tls) = (folder, tls);

    /// <summary>Why none can be started here; null where one can.</summary>
    public static string? Missing => File.Exists($"{Programs}/rabbitmq-server") ? null : "RabbitMQ is not installed: apt-get install rabbitmq-server";

    public int Port { get; } = Loopback.FreePort();

    public int ProcessId => _process!.Id;

    /// <summary>Where it listens for TLS, if it has a certificate.</summary>
    public int TlsPort { get; } = Loopback.FreePort();

    /// <summary>As <see cref="AddressOf"/>, over TLS.</summary>
    public Uri TlsAddressOf(string user) => new($"amqps://{user}:{Password}@127.0.0.1:{TlsPort}/ledger");

    /// <summary>The broker as one of its users names it in settings; <c>administrator</c> may do everything.</summary>
    public Uri AddressOf(string user) => new($"amqp://{user}:{Password}@127.0.0.1:{Port}/ledger");

    /// <param name="folder">Its folder; messages in durable queues survive in it.</param>
    public static Task<RabbitServer> StartAsync(string folder) => StartAsync(folder, null);

    /// <param name="folder">Its folder.</param>
    /// <param name="tls">PEM files of a certificate and its key, with which it listens for TLS too.</param>
    public static async Task<RabbitServer> StartAsync(string folder, (string Certificate, string Key)? tls)
    {
        var server = new RabbitServer(folder, tls);
        await server.ConfigureAsync();
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts it on the same port and folder again.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo($"{Programs}/rabbitmq-server") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        Describe(start);
        _process = Process.Start(start)!;
        var said = new StringBuilder();
        foreach (var output in new[] { _process.StandardOutput, _process.StandardError })
            _ = Task.Run(async () => { while (await output.ReadLineAsync() is { } line) lock (said) said.AppendLine(line); });
        var watch = Stopwatch.StartNew();
        while (!await IsUpAsync())
        {
            if (_process.HasExited || watch.Elapsed > Patience)
                throw new InvalidOperationException($"RabbitMQ did not come up: {said}");
            await Task.Delay(200);
        }
    }

    /// <summary>SIGKILL, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        if (_process is not { HasExited: false } running)
            return;
        running.Kill(entireProcessTree: true);
        await running.EndsAsync();
    }

    /// <summary>Stops its processes (SIGSTOP) or lets them go on (SIGCONT): a broker that hangs.</summary>
    public void Pause(bool on) => Process.Start("kill", [on ? "-STOP" : "-CONT", $"{_process!.Id}"]).WaitForExit();

    /// <summary>Runs <c>rabbitmqctl</c> against it.</summary>
    public async Task<string> ControlAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo($"{Programs}/rabbitmqctl") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        Describe(start);
        using var control = Process.Start(start)!;
        var (output, errors) = (control.StandardOutput.ReadToEndAsync(), control.StandardError.ReadToEndAsync());
        await control.EndsAsync();
        var said = await output + await errors;
        return control.ExitCode == 0 ? said : throw new InvalidOperationException($"rabbitmqctl {string.Join(' ', arguments)}: {said}");
    }

    /// <summary>A connection of its administrator's.</summary>
    public Task<IConnection> ConnectAsync() => new ConnectionFactory { Uri = AddressOf("administrator") }.CreateConnectionAsync();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process?.Dispose();
        using var names = Process.Start(new ProcessStartInfo("epmd", $"-port {_epmdPort} -kill") { RedirectStandardOutput = true, RedirectStandardError = true });
        if (names is not null)
            await names.EndsAsync();
    }

    private async Task<bool> IsUpAsync()
    {
        try
        {
            await using var connection = await ConnectAsync();
            return true;
        }
        catch (BrokerUnreachableException)
        {
            return false;
        }
    }

    private void Describe(ProcessStartInfo start)
    {
        var environment = start.Environment;
        environment["HOME"] = _folder;
        environment["RABBITMQ_NODENAME"] = $"ledger-{Port}@localhost";
        environment["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "data");
        environment["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log");
        environment["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq.conf");
        environment["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "plugins");
        environment["RABBITMQ_CONF_ENV_FILE"] = "/dev/null";
        // Its schedulers would wait for work by spinning, on cores that the services need.
        environment["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+sbwt none +sbwtdcpu none +sbwtdio none";
        environment["RABBITMQ_DIST_PORT"] = $"{_distributionPort}";
        environment["ERL_EPMD_PORT"] = $"{_epmdPort}";
        environment["ERL_EPMD_ADDRESS"] = "127.0.0.1";
        environment["LC_ALL"] = "C.UTF-8";
        // The script becomes the broker then, and does not wait for one that it started: what is stopped and killed is the broker itself.
        environment["RUNNING_UNDER_SYSTEMD"] = "true";
    }

    private async Task ConfigureAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "plugins"), "[].");
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "rabbitmq.conf"),
            $"""
            listeners.tcp.1 = 127.0.0.1:{Port}
            loopback_users = none
            load_definitions = {Path.Combine(_folder, "definitions.json")}
            log.file = false
            log.console = true
            log.console.level = error
            {(_tls is var (certificate, key)
                ? $"""
                listeners.ssl.1 = 127.0.0.1:{TlsPort}
                ssl_options.certfile = {certificate}
                ssl_options.keyfile = {key}
                ssl_options.verify = verify_none
                """
                : "")}

            """);
        var users = Permissions().ToList();
        var definitions = new
        {
            vhosts = new[] { new { name = "ledger" } },
            users = users.Select(user => new { name = user[0], password_hash = Hash(), hashing_algorithm = "rabbit_password_hashing_sha256", tags = user[0] == "administrator" ? "administrator" : "" }),
            permissions = users.Select(user => new { user = user[0], vhost = "ledger", configure = user[1], write = user[2], read = user[3] }),
        };
        await File.WriteAllTextAsync(Path.Combine(_folder, "definitions.json"), JsonSerializer.Serialize(definitions));
    }

    private static IEnumerable<string[]> Permissions() =>
        File.ReadLines(Repository.Of("deploy", "rabbitmq", "permissions.tsv")).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))
            .Append(["administrator", ".*", ".*", ".*"]);

    /// <summary>As RabbitMQ keeps passwords: salt, then SHA-256 of salt and password.</summary>
    private static string Hash()
    {
        var salt = RandomNumberGenerator.GetBytes(4);
        return Convert.ToBase64String([.. salt, .. SHA256.HashData([.. salt, .. Encoding.UTF8.GetBytes(Password)])]);
    }
}
