namespace Ledger.Integration.Running;

/// <summary>
/// Tests that start hosts. They run one after another: each host is several threads of work, and what they are timed by is theirs alone.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class HostTests
{
    public const string Name = "hosts";
}
