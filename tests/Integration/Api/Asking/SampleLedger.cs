namespace Ledger.Integration.Api.Asking;

/// <summary>One ledger with the sample data, shared by all tests that only ask.</summary>
public sealed class SampleLedger : IAsyncLifetime
{
    public RunningLedger Ledger { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Ledger = await RunningLedger.StartWithSampleAsync();

    public ValueTask DisposeAsync() => Ledger.DisposeAsync();
}

/// <summary>Tests that ask the sample data and record nothing.</summary>
[CollectionDefinition(Name)]
public sealed class AsksTheSample : ICollectionFixture<SampleLedger>
{
    public const string Name = "asks the sample";
}

/// <summary>An empty ledger for the tests of one class; each of them records under names of its own.</summary>
public sealed class EmptyLedger : IAsyncLifetime
{
    public RunningLedger Ledger { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Ledger = await RunningLedger.StartEmptyAsync();

    public ValueTask DisposeAsync() => Ledger.DisposeAsync();
}
