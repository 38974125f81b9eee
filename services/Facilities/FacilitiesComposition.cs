using Ledger.Adapters.Owners;
using Ledger.Adapters.Saving;
using Ledger.Facilities.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.Facilities;

/// <summary>Puts the service together.</summary>
public static class FacilitiesComposition
{
    /// <summary>The owner's name; its record queue bears it.</summary>
    public const string Owner = "facilities";

    /// <summary>Stream names of this owner, after the ledger's own prefix.</summary>
    public const string StreamKind = "facility-";

    public static IServiceCollection AddFacilities(this IServiceCollection services, string ledgerPrefix, SavingFolder folder) =>
        services.AddOwner<FacilitiesLedger>(new OwnerOptions(Owner, ledgerPrefix, StreamKind), folder);

    public static void MapFacilities(this IEndpointRouteBuilder endpoints) => endpoints.MapGrpcService<FacilitiesGrpc>();
}
