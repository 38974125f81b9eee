using Ledger.Adapters.Bus;
using Ledger.Adapters.Running;
using Ledger.ExportControls;

const int UsualHttp = 8092;
return await new ServiceProgram(
    "export controls", UsualHttp,
    (services, settings) => services.AddRabbitOwner(settings.Broker, ExportControlsComposition.Owner).AddExportControls(settings.StreamPrefix, settings.Saving),
    app => app.MapExportControls()).RunAsync(args);
