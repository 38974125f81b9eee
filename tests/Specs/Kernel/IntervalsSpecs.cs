using CsCheck;
using Ledger.Kernel.Lifespans;
using Ledger.Specs.Telling;

namespace Ledger.Specs.Kernel;

/// <summary>Slices of a value behave as sets of its points do.</summary>
public sealed class IntervalsSpecs
{
    private const int Points = 12;

    private static readonly Gen<Interval> AnInterval =
        Gen.Select(Gen.Int[0, Points - 1], Gen.Int[0, Points], Gen.Bool).Select((above, to, open) => new Interval(above, open ? null : to));

    private static readonly Gen<Interval[]> SomeIntervals = AnInterval.Array[0, 5];

    [Fact]
    public void Twenty_four_points_above_ten_of_thirty_four_leave_ten()
    {
        var slice = Intervals.Of([new Interval(10, 34)]);
        Assert.Equal(24m, slice.LengthWithin(34));
        Assert.False(slice.Covers(34));
        Assert.True(Intervals.Of([Interval.Whole]).Without(slice).Union(slice).Covers(34));
    }

    [Fact]
    public void A_slice_is_clipped_to_the_value_of_the_moment()
    {
        Assert.Equal(10m, Intervals.Of([new Interval(10, 34)]).LengthWithin(20));
        Assert.Equal(0m, Intervals.Of([new Interval(10, 34)]).LengthWithin(10));
        Assert.Equal(10m, Intervals.Of([new Interval(10, null)]).LengthWithin(20));
    }

    [Fact]
    public void Only_the_whole_covers_what_has_no_value()
    {
        Assert.True(Intervals.Of([Interval.Whole]).Covers(null));
        Assert.False(Intervals.Of([new Interval(0, 100)]).Covers(null));
        Assert.False(Intervals.None.Covers(null));
    }

    [Fact]
    public void Touching_slices_join() =>
        Assert.Equal([new Interval(0, 30)], Intervals.Of([new Interval(10, 30), new Interval(0, 10)]).Parts);

    [Fact]
    public void A_union_holds_the_points_of_either() =>
        Gen.Select(SomeIntervals, SomeIntervals).Sample(
            (left, right) => PointsOf(Intervals.Of(left).Union(Intervals.Of(right))).SetEquals([.. PointsOf(left), .. PointsOf(right)]), iter: Samples.Values);

    [Fact]
    public void A_difference_holds_the_points_of_the_first_alone() =>
        Gen.Select(SomeIntervals, SomeIntervals).Sample(
            (left, right) => PointsOf(Intervals.Of(left).Without(Intervals.Of(right))).SetEquals(PointsOf(left).Except(PointsOf(right))), iter: Samples.Values);

    [Fact]
    public void What_is_taken_off_within_a_value_is_the_number_of_its_points() =>
        Gen.Select(SomeIntervals, Gen.Int[0, Points]).Sample((slices, value) =>
        {
            var set = Intervals.Of(slices);
            var within = PointsOf(slices).Count(point => point < value);
            return set.LengthWithin(value) == within && (value == 0 || set.Covers(value) == (within == value));
        }, iter: Samples.Values);

    [Fact]
    public void Parts_are_in_order_apart_and_not_empty() =>
        SomeIntervals.Sample(slices =>
        {
            var parts = Intervals.Of(slices).Parts;
            return parts.All(part => !part.IsEmpty) && parts.Zip(parts.Skip(1)).All(pair => pair.First.To < pair.Second.Above);
        }, iter: Samples.Values);

    /// <summary>A point stands for the unit that begins at it; one beyond the last stands for all that is without bound.</summary>
    private static HashSet<int> PointsOf(IEnumerable<Interval> slices) =>
        [.. Enumerable.Range(0, Points + 2).Where(point => slices.Any(slice => slice.Above <= point && (slice.To is null || point < slice.To)))];

    private static HashSet<int> PointsOf(Intervals set) => PointsOf(set.Parts);
}
