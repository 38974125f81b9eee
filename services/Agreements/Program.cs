using Ledger.Adapters.Bus;
using Ledger.Adapters.Running;
using Ledger.Agreements;

const int UsualHttp = 8090;
return await new ServiceProgram(
    "agreements", UsualHttp,
    (services, settings) => services.AddRabbitOwner(settings.Broker, AgreementsComposition.Owner).AddAgreements(settings.StreamPrefix, settings.Saving),
    app => app.MapAgreements()).RunAsync(args);
