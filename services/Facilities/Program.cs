using Ledger.Adapters.Bus;
using Ledger.Adapters.Running;
using Ledger.Facilities;

const int UsualHttp = 8094;
return await new ServiceProgram(
    "facilities", UsualHttp,
    (services, settings) => services.AddRabbitOwner(settings.Broker, FacilitiesComposition.Owner).AddFacilities(settings.StreamPrefix, settings.Saving),
    app => app.MapFacilities()).RunAsync(args);
