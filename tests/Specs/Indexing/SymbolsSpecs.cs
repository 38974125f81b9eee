using CsCheck;
using Ledger.Timeline.Indexing;
using Ledger.Timeline.Indexing.Columns;
using Ledger.Timeline.Sequencing;

namespace Ledger.Specs.Indexing;

/// <summary>Words by their numbers, and streams by those of their entities.</summary>
public sealed class SymbolsSpecs
{
    /// <summary>Words of some hundred letters take two bytes for their length, and long ones memory of their own.</summary>
    private static readonly Gen<string> Word = Gen.Frequency((20, Gen.String[0, 12]), (3, Gen.String[100, 200]), (1, Gen.String[400, 3000]));

    [Fact]
    public void Every_word_has_one_number_and_is_found_by_it_and_by_itself() => Word.Array[1, 500].Sample(words =>
    {
        // What is no text in UTF-8 is not told apart by it.
        words = [.. words.Where(word => !word.Any(char.IsSurrogate)).Distinct(StringComparer.Ordinal)];
        var symbols = new Symbols();
        var numbers = words.Select(symbols.Add).ToList();
        Assert.Equal(Enumerable.Range(1, words.Length), numbers);
        Assert.Equal(numbers, words.Select(symbols.Add));
        Assert.Equal(numbers, words.Select(symbols.Find));
        Assert.Equal(words, numbers.Select(number => symbols[number]));
        Assert.Equal(0, symbols.Find("a word that none of them is" + words[0]));
    }, iter: 200, threads: 1);

    [Fact]
    public void A_stream_is_found_by_its_name_and_named_by_its_number()
    {
        var (symbols, streams) = (new Symbols(), PolicyStreams.Under("spec-"));
        var numbers = new StreamNumbers(streams, symbols);
        string[] names = ["spec-instrument-a", "spec-agreement-a", "spec-facility-a", "spec-instrument-instrument-a", "spec-facility-b"];
        Assert.All(names, name => Assert.Equal(0, numbers.Find(name)));
        var given = names.Select(numbers.Add).ToList();
        Assert.Equal(names.Length, given.Distinct().Count());
        Assert.Equal(given, names.Select(numbers.Find));
        Assert.Equal(names, given.Select(numbers.NameOf));
        Assert.Equal(names.Select(streams.OwnerOf), given.Select(numbers.OwnerOf));
        Assert.Equal(0, numbers.Find("instrument-a"));
        Assert.Throws<InvalidOperationException>(() => numbers.Add("instrument-a"));
    }
}
