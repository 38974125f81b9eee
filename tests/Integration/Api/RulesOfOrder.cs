using Ledger.Api.ExportControls.V1;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Api.Asking;
using static Ledger.Integration.Api.Asking.Acts;

namespace Ledger.Integration.Api;

/// <summary>T9 to T11: one position, the same bytes, and legal order whatever the order of entry.</summary>
public sealed class RulesOfOrder
{
    private static readonly string[] Days = ["2025-01-15", "2025-02-01", "2025-02-15", "2025-03-15", "2025-04-15", "2025-05-15", "2025-07-01"];

    /// <summary>A life with every kind of act that the order of entry could disturb.</summary>
    private static List<RecordActRequest> Life =>
    [
        Act("t11-base", "2025-01-01", Duty("t11-base/1", "product:t11", "2025-02-01", "34"), Licence("t11-base/2", "product:t11", "2025-02-01", "2025-06-30")),
        Act("t11-raise", "2025-01-20", ValueAmended("t11-base/1", "2025-02-10", "50")),
        Act("t11-move", "2025-01-25", Rescheduled("t11-base/2", "2025-02-10")),
        Act("t11-pause", "2025-03-01", Suspended("t11-base", "2025-03-01", "2025-03-31")),
        Act("t11-longer", "2025-03-20", SuspensionExtended("t11-pause#2", "2025-04-30")),
        Act("t11-raise-again", "2025-03-20", ValueAmended("t11-base/1", "2025-02-10", "60")),
        Act("t11-end", "2025-05-01", Repealed("t11-base/2", "2025-05-10")),
        Act("t11-court", "2025-06-01", Annulled("t11-raise-again#2", "2025-05-01")),
    ];

    [Fact]
    public async Task T11_entering_old_acts_late_gives_the_same_bytes_as_entering_them_in_time()
    {
        await using var inTime = await RunningLedger.StartEmptyAsync();
        await using var late = await RunningLedger.StartEmptyAsync();
        foreach (var act in Life)
            await inTime.Instruments.RecordActAsync(act);
        foreach (var act in Enumerable.Reverse(Life))
        {
            act.AcceptUnresolved = true;
            await late.Instruments.RecordActAsync(act);
        }
        Assert.Equal(await inTime.PositionAsync(), await late.PositionAsync());
        foreach (var question in Questions())
            Assert.Equal((await inTime.OverHttp.AskAsync(question)).Text, (await late.OverHttp.AskAsync(question)).Text);
        // The story itself, so that equal answers cannot be equally empty.
        (await late.OverGrpc.CheckAsync(Ask.At("2025-02-15"), Ask.Trade("CN>US", "product:t11"))).Expect("headline=LICENCE; charges[measure=t11-base/1].value.amount=60");
        (await late.OverGrpc.CheckAsync(Ask.At("2025-04-15"), Ask.Trade("CN>US", "product:t11"))).Expect("headline=NONE; suspended#2");
        (await late.OverGrpc.CheckAsync(Ask.At("2025-05-15"), Ask.Trade("CN>US", "product:t11"))).Expect("headline=NONE; charges[measure=t11-base/1].value.amount=50");
    }

    [Fact]
    public async Task T10_the_same_bytes_before_and_after_a_restart()
    {
        await using var ledger = await RunningLedger.StartEmptyAsync();
        foreach (var act in Life)
            await ledger.Instruments.RecordActAsync(act);
        await ledger.Instruments.CorrectEventAsync(Correction("t11-raise", "t11-raise#2", ValueAmended("t11-base/1", "2025-02-10", "55")));
        await ledger.Instruments.RetractEventAsync(Retraction("t11-end", "t11-end#2"));
        var asked = Questions().Append(new GetHistoryRequest { Id = "t11-base" }).Append(new GetHistoryRequest { Id = "t11-raise" })
            .Append(new ListEventsRequest()).Append(new GetStatusRequest()).ToList();
        var before = new List<string>();
        foreach (var question in asked)
            before.Add((await ledger.OverHttp.AskAsync(question)).Text);
        await ledger.RestartAsync();
        for (var i = 0; i < asked.Count; i++)
            Assert.Equal(before[i], (await ledger.OverHttp.AskAsync(asked[i])).Text);
    }

    [Fact]
    public async Task T11_acts_of_one_day_follow_their_sequence_then_their_id_with_digits_as_numbers()
    {
        await using var ledger = await RunningLedger.StartEmptyAsync();
        var second = Act("order-9", "2025-02-01", ValueAmended("order/1", "2025-02-01", "9"));
        var third = Act("order-10", "2025-02-01", ValueAmended("order/1", "2025-02-01", "10"));
        await ledger.Instruments.RecordActAsync(Act("order", "2025-01-01", Duty("order/1", "product:order", "2025-01-01", "1")));
        await ledger.Instruments.RecordActAsync(third);
        await ledger.Instruments.RecordActAsync(second);
        (await ledger.OverGrpc.ShowAsync(Ask.At("2025-02-01"), "order/1")).Expect("measure.value.amount=10");
        var first = Act("order-11", "2025-02-02", ValueAmended("order/1", "2025-02-01", "11"));
        var stated = Act("order-2", "2025-02-02", ValueAmended("order/1", "2025-02-01", "2"));
        stated.Act.Sequence = 1;
        await ledger.Instruments.RecordActAsync(stated);
        await ledger.Instruments.RecordActAsync(first);
        (await ledger.OverGrpc.ShowAsync(Ask.At("2025-02-02"), "order/1")).Expect("measure.value.amount=2");
    }

    [Fact]
    public async Task T11_effects_added_to_an_act_later_state_their_ordinal()
    {
        await using var ledger = await RunningLedger.StartEmptyAsync();
        await ledger.Instruments.RecordActAsync(Act("added", "2025-01-01", Duty("added/1", "product:added", "2025-01-01", "1")));
        var refused = await Assert.ThrowsAsync<Grpc.Core.RpcException>(async () =>
            await ledger.Instruments.RecordActAsync(Later("added", "", "2025-01-01", Duty("added/2", "product:added", "2025-01-01", "2"))));
        Assert.Equal(Grpc.Core.StatusCode.FailedPrecondition, refused.StatusCode);
        var later = await ledger.Instruments.RecordActAsync(Later("added", "", "2025-01-01", Duty("added/2", "product:added", "2025-01-01", "2").At(3)));
        Assert.Equal("added#3", later.Recorded.Events[0].Reference);
    }

    [Fact]
    public async Task T9_every_answer_names_the_one_position_it_was_computed_at()
    {
        await using var ledger = await RunningLedger.StartEmptyAsync();
        Assert.Equal(-1, await ledger.PositionAsync());
        (await ledger.OverHttp.CheckAsync(Ask.At("2025-02-01"), Ask.Trade("CN>US", "product:t9"))).Expect("answered.position=-1; headline=NONE");
        var first = (await ledger.Instruments.RecordActAsync(Act("t9", "2025-01-01", Licence("t9/1", "product:t9", "2025-01-01")))).Recorded;
        await ledger.Instruments.RecordActAsync(Act("t9-pause", "2025-01-15", Suspended("t9", "2025-01-15")));
        foreach (var request in new Google.Protobuf.IMessage[]
                 {
                     new CheckRequest { At = Ask.At("2025-02-01", known: $"{first.Position}"), Question = Ask.Trade("CN>US", "product:t9") },
                     new ShowRequest { At = Ask.At("2025-02-01", known: $"{first.Position}"), Id = "t9" },
                     new ListInForceRequest { At = Ask.At("2025-02-01", known: $"{first.Position}") },
                     new ListCommitmentsRequest { At = Ask.At("2025-02-01", known: $"{first.Position}") },
                     new GetHistoryRequest { Known = $"{first.Position}", Id = "t9" },
                 })
        {
            (await ledger.OverHttp.AskAsync(request)).Expect($"answered.position={first.Position}");
        }
        (await ledger.OverHttp.CheckAsync(Ask.At("2025-02-01", known: $"{first.Position}"), Ask.Trade("CN>US", "product:t9"))).Expect("headline=LICENCE; answered.rulesVersion~tzdb");
    }

    [Fact]
    public async Task An_instrument_is_named_with_its_issuer_where_another_bears_its_number_and_year()
    {
        await using var ledger = await RunningLedger.StartEmptyAsync();
        Task<RecordActResponse> Numbered(string id, string issuer, string goods)
        {
            var act = Act(id, "2025-01-01", Licence($"{id}/1", goods, "2025-01-01"));
            var published = act.Effects[0].InstrumentPublished;
            (published.Number, published.Year) = ("57", 2025);
            published.Issuers.Clear();
            published.Issuers.Add(issuer);
            return ledger.Instruments.RecordActAsync(act).ResponseAsync;
        }
        var first = (await Numbered("one-57", "MOFCOM", "product:shared")).Recorded;
        await Numbered("other-57", "SASTIND", "product:shared");
        (await ledger.OverHttp.CheckAsync(Ask.At("2025-02-01", known: $"{first.Position}"), Ask.Trade("CN>US", "product:shared")))
            .Expect("summary~by No. 57 of 2025; applies[measure=one-57/1].instrumentName=No. 57 of 2025");
        (await ledger.OverHttp.CheckAsync(Ask.At("2025-02-01"), Ask.Trade("CN>US", "product:shared")))
            .Expect("summary~by No. 57 of 2025 (MOFCOM) and No. 57 of 2025 (SASTIND); applies[measure=other-57/1].instrumentName=No. 57 of 2025 (SASTIND)");
    }

    [Fact]
    public async Task A_query_waits_for_the_position_it_was_told_and_reads_its_own_write()
    {
        await using var ledger = await RunningLedger.StartEmptyAsync();
        for (var i = 0; i < 20; i++)
        {
            var recorded = (await ledger.Instruments.RecordActAsync(Act($"mine-{i}", "2025-01-01", Licence($"mine-{i}/1", "product:mine", "2025-01-01")))).Recorded;
            var at = Ask.At("2025-02-01");
            at.MinPosition = recorded.Position;
            (await ledger.OverHttp.ShowAsync(at, $"mine-{i}/1")).Expect($"measure.status=IN_FORCE; answered.position={recorded.Position}");
        }
    }

    private static IEnumerable<Google.Protobuf.IMessage> Questions()
    {
        foreach (var day in Days)
        {
            foreach (var published in (string[])["", "2025-01-22", "2025-03-10", "2025-05-05"])
            {
                yield return new CheckRequest { At = Ask.At(day, published), Question = Ask.Trade("CN>US", "product:t11") };
                yield return new ShowRequest { At = Ask.At(day, published), Id = "t11-base" };
                yield return new ShowRequest { At = Ask.At(day, published), Id = "t11-pause" };
                yield return new ListInForceRequest { At = Ask.At(day, published), Statuses = { "in-force", "suspended", "lapsed", "repealed" } };
            }
        }
    }
}
