using Google.Rpc;
using Grpc.Core;
using Ledger.Api.Common.V1;
using Ledger.Api.ExportControls.V1;

namespace Ledger.Integration.Api.Asking;

/// <summary>What the tests of the rules T1 to T11 share: acts go in over gRPC, questions are asked with the position they were recorded at.</summary>
public abstract class RuleOfTime(EmptyLedger empty) : IClassFixture<EmptyLedger>
{
    private long recorded = -1;

    protected RunningLedger Ledger => empty.Ledger;

    protected async Task<Recorded> Record(params RecordActRequest[] acts)
    {
        Recorded last = null!;
        foreach (var act in acts)
            last = (await Ledger.Instruments.RecordActAsync(act)).Recorded;
        recorded = last.Position;
        return last;
    }

    protected async Task<Recorded> Record(global::Ledger.Api.Facilities.V1.RecordActRequest act) => Seen((await Ledger.Facilities.RecordActAsync(act)).Recorded);

    protected async Task<Recorded> Record(global::Ledger.Api.Agreements.V1.RecordActRequest act) => Seen((await Ledger.Agreements.RecordActAsync(act)).Recorded);

    protected async Task<Recorded> Correct(CorrectEventRequest correction) => Seen((await Ledger.Instruments.CorrectEventAsync(correction)).Recorded);

    protected async Task<Recorded> Retract(RetractEventRequest retraction) => Seen((await Ledger.Instruments.RetractEventAsync(retraction)).Recorded);

    /// <summary>One entity, from the position of the last record on.</summary>
    protected async Task Shows(string id, string effective, string expected, string published = "", string known = "")
    {
        var at = Ask.At(effective, published, known);
        at.MinPosition = recorded;
        (await Ledger.OverGrpc.ShowAsync(at, id)).Expect(expected);
    }

    /// <summary>A check of goods that leave China for the United States.</summary>
    protected Task Checks(string goods, string effective, string expected, string published = "") => ChecksTrade("CN>US", goods, effective, expected, published);

    protected async Task ChecksTrade(string route, string goods, string effective, string expected, string published = "")
    {
        var at = Ask.At(effective, published);
        at.MinPosition = recorded;
        (await Ledger.OverGrpc.CheckAsync(at, Ask.Trade(route, goods.Split(' ')))).Expect(expected);
    }

    /// <summary>A rule refuses the act, and nothing is recorded.</summary>
    protected async Task Refuses(string rule, RecordActRequest act)
    {
        var before = await Ledger.PositionAsync();
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await Ledger.Instruments.RecordActAsync(act));
        Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
        Assert.Equal(rule, refused.GetRpcStatus()!.GetDetail<ErrorInfo>().Reason);
        Assert.Equal(before, await Ledger.PositionAsync());
    }

    private Recorded Seen(Recorded answer)
    {
        recorded = answer.Position;
        return answer;
    }
}
