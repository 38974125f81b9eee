using Ledger.Adapters.Owners;
using Ledger.Adapters.Saving;
using Ledger.Agreements.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Agreements;

/// <summary>Puts the service together.</summary>
public static class AgreementsComposition
{
    /// <summary>The owner's name; its record queue bears it.</summary>
    public const string Owner = "agreements";

    /// <summary>Stream names of this owner, after the ledger's own prefix.</summary>
    public const string StreamKind = "agreement-";

    public static IServiceCollection AddAgreements(this IServiceCollection services, string ledgerPrefix, SavingFolder folder) =>
        services.AddOwner<AgreementsLedger>(new OwnerOptions(Owner, ledgerPrefix, StreamKind), folder);

    public static void MapAgreements(this IEndpointRouteBuilder endpoints) => endpoints.MapGrpcService<AgreementsGrpc>();
}
