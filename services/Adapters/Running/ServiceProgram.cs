using System.CommandLine;
using System.Reflection;
using Ledger.Adapters.EventLog;
using Ledger.Adapters.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Ledger.Adapters.Running;

/// <summary>A separate service as a program: its settings, its start, what it prints, and how it ends.</summary>
/// <param name="name">As people say it, e.g. <c>agreements</c>.</param>
/// <param name="usualHttp">Its HTTP/JSON port unless set otherwise; gRPC on the next.</param>
/// <param name="add">Adds the service; the event log is there.</param>
/// <param name="map">Maps its endpoints.</param>
public sealed class ServiceProgram(string name, int usualHttp, Action<IServiceCollection, ServiceSettings> add, Action<WebApplication> map)
{
    /// <summary>What is in flight is answered, and what is taken from the broker is settled or given back, within this time.</summary>
    private static readonly TimeSpan Stopping = TimeSpan.FromSeconds(15);

    /// <summary>Of the ledger as released.</summary>
    public static string Version { get; } =
        typeof(ServiceProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public async Task<int> RunAsync(string[] arguments)
    {
        var options = new ServiceOptions(usualHttp);
        var root = new RootCommand($"The {name} service of the trade-policy ledger, as a process of its own.{Environment.NewLine}{Environment.NewLine}{ExitStatus.Table}");
        options.AddTo(root);
        root.Subcommands.Add(ProbeCommand.Build(usualHttp));
        root.SetAction((parsed, _) => ServeAsync(options, parsed));
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = Stopping * 2 }).ConfigureAwait(false);
        foreach (var error in parsed.Errors)
            await Console.Error.WriteLineAsync($"{error.Message.TrimEnd('.')} (see --help)").ConfigureAwait(false);
        return ExitStatus.BadSetting;
    }

    private async Task<int> ServeAsync(ServiceOptions options, ParseResult parsed)
    {
        try
        {
            var settings = options.Read(parsed);
            await using var log = EventLogs.Open(settings.Store);
            var builder = LedgerWeb.Builder(settings.HttpPort, settings.GrpcPort, Stopping);
            // Of an outage the health check tells, and one line here; the transport's own log repeats it with every attempt.
            builder.Logging.AddFilter("MassTransit", LogLevel.Critical);
            // What ends the process is told once, at its end: a known fault in a sentence, any other whole.
            builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
            builder.Services.AddSingleton(TimeProvider.System).AddSingleton(log).AddSingleton(settings).AddHostedService<Waiting>();
            add(builder.Services, settings);
            await using var app = builder.Build();
            app.UseLedgerWeb();
            map(app);
            await app.StartAsync().ConfigureAwait(false);
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
            Console.WriteLine($"{name} of the trade-policy ledger");
            Console.WriteLine($"  HTTP/JSON  {addresses[0]}");
            Console.WriteLine($"  gRPC       {addresses[1]}");
            Console.WriteLine($"  store      {EventLogs.Display(settings.Store)}");
            Console.WriteLine($"  broker     {settings.Broker}");
            await app.WaitForShutdownAsync().ConfigureAwait(false);
            return app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Select(service => service.ExecuteTask?.Exception?.GetBaseException())
                .FirstOrDefault(fault => fault is not null) is { } fault ? ExitStatus.Tell(fault) : ExitStatus.Stopped;
        }
        catch (Exception failure) when (ExitStatus.Of(failure) is not null)
        {
            return ExitStatus.Tell(failure);
        }
    }
}
