using Ledger.Kernel;

namespace Ledger.Specs.Indexing;

/// <summary>Many who follow the ledger share what is made of a position, and nobody is ever given another's.</summary>
public sealed class RecentSpecs
{
    private const int Size = 4;

    [Fact]
    public void What_is_asked_for_together_is_made_once()
    {
        var made = 0;
        var recent = new Recent<long, string>(Size);
        string Make(long position) => $"{position} made as number {++made}";

        Assert.Same(recent.Of(5, Make), recent.Of(5, Make));
        Assert.Equal("6 made as number 2", recent.Of(6, Make));
    }

    [Fact]
    public void Positions_that_share_a_place_are_told_apart()
    {
        var recent = new Recent<long, string>(Size);

        Assert.All([1L, 1 + Size, 1, 1 + (3 * Size), 1 + Size], position => Assert.Equal($"{position}", recent.Of(position, Text)));
    }

    [Fact]
    public void Readers_far_apart_are_each_given_their_own() => Parallel.For(0, 8, reader =>
    {
        for (var position = 0L; position < 20_000; position++)
            Assert.Equal($"{position + (reader * Size)}", Shared.Of(position + (reader * Size), Text));
    });

    [Fact]
    public void Keys_are_told_apart_as_the_comparer_has_it()
    {
        var (recent, one, other) = (new Recent<string, string>(1, ReferenceEqualityComparer.Instance), "one", new string("one"));

        Assert.Equal(["of one", "of other"], [recent.Of(one, _ => "of one"), recent.Of(other, _ => "of other")]);
    }

    private static Recent<long, string> Shared { get; } = new(Size);

    private static string Text(long position) => $"{position}";
}
