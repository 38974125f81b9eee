using System.Text.Json;
using Grpc.Net.Client;
using Ledger.Api.Common.V1;
using Ledger.Api.Facilities.V1;
using Ledger.Api.Timeline.V1;
using Ledger.Integration.Running;

namespace Ledger.Integration.Crash;

/// <summary>Commands that writers send until something happens to the host, and what must be found of them afterwards.</summary>
internal static class Plants
{
    /// <summary>Events of each command of <see cref="Registered"/>.</summary>
    public const int EventsEach = 2;

    /// <summary>A plant of its own stream, registered and operating.</summary>
    public static RecordActRequest Registered(string plant, string? note = null)
    {
        var operating = new Effect { StageStatusChanged = new StageStatusChanged { Stage = Stage.Separation, Status = StageStatus.Operating, Products = { "element:Dy" } } };
        if (note is not null)
            operating.Note = note;
        return new RecordActRequest
        {
            RequestId = Guid.NewGuid().ToString(), Facility = plant, Act = new Act { AnnouncedOn = "2025-11-01", Jurisdictions = { "MY" } },
            Citations = { new Citation { Url = "https://example.org/plants", Kind = SourceKind.Company } },
            Effects = { new Effect { FacilityRegistered = new FacilityRegistered { Name = plant, Kind = FacilityKind.Plant, Country = "MY" } }, operating },
        };
    }

    /// <summary>Two claims about one plant, under an act of their own: commands like it can share a stream.</summary>
    public static RecordActRequest Told(string plant, string act)
    {
        var request = Registered(plant);
        (request.Act.Id, request.AcceptUnresolved) = (act, true);
        request.Effects.Clear();
        foreach (var text in (string[])["It will grow.", "It will be profitable."])
            request.Effects.Add(new Effect { StatementRecorded = new StatementRecorded { Text = text, By = "The operator" } });
        return request;
    }

    public static string RequestIdOf(Event recorded)
    {
        using var document = JsonDocument.Parse(recorded.Document);
        return document.RootElement.GetProperty("requestId").GetString()!;
    }

    /// <summary>Every command that was answered is there once, whole, where it was answered to be; every other is absent or whole.</summary>
    /// <param name="channel">To the ledger, which is read whole.</param>
    /// <param name="answered">Request ids, each with the position that its answer named.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The request ids recorded.</returns>
    public static async Task<IReadOnlySet<string>> AssertEachOnceAsync(GrpcChannel channel, IReadOnlyDictionary<string, long> answered, CancellationToken cancellation)
    {
        var events = await RecordedEvents.AllAsync(channel, cancellation);
        RecordedEvents.AssertWhole(events, 0, []);
        var commands = events.GroupBy(RequestIdOf).ToDictionary(command => command.Key, command => command.ToList());
        Assert.All(commands.Values, command =>
        {
            Assert.Equal(EventsEach, command.Count);
            Assert.Equal(command[0].Stream, command[1].Stream);
            Assert.Equal(command[0].Position + 1, command[1].Position);
        });
        foreach (var (requestId, position) in answered)
        {
            Assert.True(commands.TryGetValue(requestId, out var command), $"{requestId} was answered with position {position} and is not there");
            Assert.Equal(position, command[^1].Position);
        }
        return commands.Keys.ToHashSet();
    }
}
