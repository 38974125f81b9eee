using Ledger.Adapters.Owners;
using Ledger.Adapters.Saving;
using Ledger.ExportControls.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Ledger.ExportControls;

/// <summary>Puts the service together.</summary>
public static class ExportControlsComposition
{
    /// <summary>The owner's name; its record queue bears it.</summary>
    public const string Owner = "export-controls";

    /// <summary>Stream names of this owner, after the ledger's own prefix.</summary>
    public const string StreamKind = "instrument-";

    public static IServiceCollection AddExportControls(this IServiceCollection services, string ledgerPrefix, SavingFolder folder) =>
        services.AddOwner<ExportControlsLedger>(new OwnerOptions(Owner, ledgerPrefix, StreamKind), folder);

    public static void MapExportControls(this IEndpointRouteBuilder endpoints) => endpoints.MapGrpcService<ExportControlsGrpc>();
}
