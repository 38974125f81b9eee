using Ledger.Api.Timeline.V1;

namespace Ledger.Integration.Api.Asking;

/// <summary>
/// A real case: what is asked, on which day, the answer from all that is known, and the answer from what had been announced by a day when the
/// public did not know it yet.
/// </summary>
/// <param name="Says">What the records of the field say, in words.</param>
/// <param name="Asked">A trade (<c>CN>US element:Dy</c>) or the id of an entity.</param>
/// <param name="Effective">The day or instant asked about.</param>
/// <param name="Latest">Expected from all that is known.</param>
/// <param name="Published">The earlier day.</param>
/// <param name="Then">Expected from what was public by then.</param>
public sealed record RealCase(string Says, string Asked, string Effective, string Latest, string Published, string Then)
{
    public async Task HoldAsync(Surface surface)
    {
        (await AskAsync(surface, Ask.At(Effective))).Expect(Latest);
        (await AskAsync(surface, Ask.At(Effective, Published))).Expect(Then);
    }

    /// <summary>What test reports call it.</summary>
    public override string ToString() => Says;

    private Task<Answer> AskAsync(Surface surface, Coordinates at) => Asked.Contains('>', StringComparison.Ordinal)
        ? surface.CheckAsync(at, Ask.Trade(Asked.Split(' ')[0], Asked.Split(' ')[1..]))
        : surface.ShowAsync(at, Asked);
}
