using Ledger.Kernel;

namespace Ledger.Specs.Kernel;

public sealed class NameBasedGuidSpecs
{
    /// <summary>RFC 9562, appendix A.4.</summary>
    [Fact]
    public void The_test_vector_of_rfc_9562_comes_out() =>
        Assert.Equal(
            new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"),
            NameBasedGuid.Of(new Guid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "www.example.com"));

    [Fact]
    public void Another_name_or_another_scope_is_another_id()
    {
        var scope = NameBasedGuid.LedgerNamespace;
        Assert.NotEqual(NameBasedGuid.Of(scope, "a"), NameBasedGuid.Of(scope, "b"));
        Assert.NotEqual(NameBasedGuid.Of(scope, "a"), NameBasedGuid.Of(NameBasedGuid.Of(scope, "a"), "a"));
        Assert.Equal(NameBasedGuid.Of(scope, "a"), NameBasedGuid.Of(scope, "a"u8));
    }
}
