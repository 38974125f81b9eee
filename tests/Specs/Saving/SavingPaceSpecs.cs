using Ledger.Adapters.Saving;

namespace Ledger.Specs.Saving;

/// <summary>When what has been read of a ledger is saved.</summary>
public sealed class SavingPaceSpecs
{
    private const int WorthSaving = 1000;

    private readonly SavingPace _pace = new(TimeProvider.System, WorthSaving);

    [Theory]
    [InlineData(0, 999, false)]
    [InlineData(0, 1000, true)]
    [InlineData(10_000, 12_499, false)]
    [InlineData(10_000, 12_500, true)]
    public void While_a_ledger_is_read_it_is_saved_each_time_it_has_grown_by_a_quarter(long saved, long read, bool isDue)
    {
        _pace.Saved(saved, TimeSpan.FromMinutes(1));
        Assert.Equal(isDue, _pace.IsDue(read, isCaughtUp: false));
    }

    [Theory]
    [InlineData(0, 1000, false)]
    [InlineData(0, 1001, true)]
    [InlineData(1_000_000, 1_000_000, false)]
    [InlineData(1_000_000, 1_009_999, false)]
    [InlineData(1_000_000, 1_010_000, true)]
    public void Once_it_is_read_it_is_saved_however_long_that_takes_unless_little_is_missing(long saved, long read, bool isDue)
    {
        _pace.Saved(saved, TimeSpan.FromMinutes(1));
        Assert.False(_pace.IsShort);
        Assert.Equal(isDue, _pace.IsDueOnceCaughtUp(read));
    }

    [Fact]
    public void What_grows_slowly_is_not_saved_again_at_once()
    {
        _pace.Saved(10_000, TimeSpan.Zero);
        Assert.False(_pace.IsDue(10_001, isCaughtUp: true));
        Assert.True(_pace.IsWorthIt(10_001) && _pace.IsShort);
    }
}
