using Ledger.Adapters.Bus;
using Ledger.Adapters.EventLog;
using Ledger.Adapters.Running;
using Ledger.Timeline;
using Ledger.Timeline.Announcing;
using Ledger.Timeline.Sequencing;

const int UsualHttp = 8080;
return await new ServiceProgram(
    "timeline", UsualHttp,
    (services, settings) =>
    {
        var streams = PolicyStreams.Under(settings.StreamPrefix);
        services.AddRabbitRecorder(settings.Broker, streams.Owners).AddTimeline(streams, new LedgerDescription(EventLogs.Describe(settings.Store), ServiceProgram.Version), settings.Saving)
            .AddAnnouncing(settings.Broker, settings.CloudEvents, LeaseTerms.Lasting(settings.Lease));
    },
    app => app.MapTimeline()).RunAsync(args);
