using Ledger.Integration.Running;

namespace Ledger.Integration.Log.EventStore;

/// <summary>One stand-in for all tests of a class.</summary>
public class StandInFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();

    public StandInProcess Server { get; private set; } = null!;

    /// <summary>Patient, since what these tests ask is not how fast a busy machine is.</summary>
    public string Store => $"{Server.Address}&defaultDeadline=60000&gossipTimeout=60000";

    protected virtual string Version => "23.10.0";

    public async ValueTask InitializeAsync() => Server = await StandInProcess.StartAsync(_data.Path, "--server-version", Version);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Server.DisposeAsync();
        _data.Dispose();
    }
}

/// <summary>Without server features, batch append and the word that a subscription has caught up.</summary>
public sealed class OldStandInFixture : StandInFixture
{
    protected override string Version => "20.10.0";
}

/// <summary>The suite against the stand-in as a server of today.</summary>
public sealed class StandInEventLogTests(StandInFixture fixture) : EventStoreLogTests, IClassFixture<StandInFixture>
{
    protected override string Store => fixture.Store;
}

/// <summary>The suite against the stand-in as the oldest server: by single appends, and reading up to the end first.</summary>
public sealed class OldStandInEventLogTests(OldStandInFixture fixture) : EventStoreLogTests, IClassFixture<OldStandInFixture>
{
    protected override string Store => fixture.Store;
}

/// <summary>The suite against a real server, where <c>LEDGER_TEST_EVENTSTORE</c> names one by its connection string.</summary>
public sealed class RealEventStoreTests : EventStoreLogTests
{
    private const string Variable = "LEDGER_TEST_EVENTSTORE";

    public RealEventStoreTests() => Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) is { Length: > 0 }, $"{Variable} names no server");

    protected override string Store => Environment.GetEnvironmentVariable(Variable)!;
}
