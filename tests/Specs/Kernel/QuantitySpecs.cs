using Ledger.Kernel;

namespace Ledger.Specs.Kernel;

public sealed class QuantitySpecs
{
    [Fact]
    public void An_amount_may_be_exact_a_range_or_not_stated()
    {
        Assert.Null(new Quantity(10, null, "percent", null, false).Fault());
        Assert.Null(new Quantity(10, 34, "percent", Qualifier.About, false).Fault());
        Assert.Null(new Quantity(10, 10, "percent", null, false).Fault());
        Assert.Null(new Quantity(null, null, "t/yr", null, true).Fault());
        Assert.Null(new Quantity(0, null, "percent", null, false).Fault());
    }

    [Fact]
    public void An_amount_without_unit_below_nothing_or_backwards_is_at_fault()
    {
        Assert.Contains("no unit", new Quantity(10, null, " ", null, false).Fault(), StringComparison.Ordinal);
        Assert.Contains("-1 t is negative", new Quantity(-1, null, "t", null, false).Fault(), StringComparison.Ordinal);
        Assert.Contains("backwards", new Quantity(34, 10, "t", null, false).Fault(), StringComparison.Ordinal);
        Assert.Contains("lower bound", new Quantity(null, 10, "t", null, false).Fault(), StringComparison.Ordinal);
    }
}
