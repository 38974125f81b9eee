using Ledger.EventStoreStandIn.Storing;

namespace Ledger.EventStoreStandIn.Faults;

/// <summary>
/// The control port: plain HTTP, so that tests and curl ask for faults alike. Faults with a count are used up by it; the others last until
/// <c>clear</c>.
/// </summary>
internal static class ControlEndpoints
{
    public static void MapControl(this WebApplication app, int port)
    {
        var control = app.MapGroup("/").RequireHost($"*:{port}");
        control.MapGet("/", (FaultPlan plan, AimedFaults aimed, EventStore store, OpenConnections connections) => Results.Json(new
        {
            testServer = true, leads = store.Leadership.IsLeader, events = store.Index.Count, connections = connections.Count, seed = plan.Seed, faults = plan.ToString(), aimed = aimed.Left,
        }));
        control.MapPost("/faults/lose-answers", (FaultPlan plan, int count, Loss? how) => plan.LoseAnswers(count, how ?? Loss.Reset));
        control.MapPost("/faults/not-leader", (FaultPlan plan, int count, int? after, string? leaderHost, int? leaderPort) => plan.NotLeader(count, after ?? 0, leaderHost ?? "", leaderPort ?? 0));
        control.MapPost("/faults/duplicate", (FaultPlan plan, int count) => plan.Duplicate(count));
        control.MapPost("/faults/reorder", (FaultPlan plan, int window) => plan.Reorder(window));
        control.MapPost("/faults/cut-subscriptions", (FaultPlan plan, int every) => plan.CutSubscriptions(every));
        control.MapPost("/faults/stall", (FaultPlan plan, int milliseconds) => plan.Stall(TimeSpan.FromMilliseconds(milliseconds)));
        control.MapPost("/faults/disconnect", (OpenConnections connections) => connections.CutAll());
        control.MapPost("/faults/resign", (EventStore store, int? milliseconds) => store.Resign(TimeSpan.FromMilliseconds(milliseconds ?? 1000)));
        control.MapPost("/faults/at", (AimedFaults aimed, Strike what, string client, CallKind call, string? stream) => aimed.Aim(what, client, call, stream ?? ""));
        control.MapPost("/faults/clear", (FaultPlan plan, AimedFaults aimed) =>
        {
            plan.Clear();
            aimed.Clear();
        });
    }
}
