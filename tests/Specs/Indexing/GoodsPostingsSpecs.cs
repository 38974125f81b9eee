using CsCheck;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Specs.Telling;
using Ledger.Timeline.Indexing;
using Ledger.Timeline.Indexing.Columns;
using NodaTime;

namespace Ledger.Specs.Indexing;

/// <summary>No measure that a question concerns is left out of what the postings find.</summary>
public sealed class GoodsPostingsSpecs
{
    private static readonly string[] Keys =
    [
        "element:Dy", "element:Ho", "hs:28", "hs:2846", "hs:284690", "hs:8505", "cn-tariff:2846901100", "cn-tariff:28469011", "hts:2846908000", "hts:28469080", "taric:2846903000",
        "control:1C902", "control:1C902.a", "control:1c902.a.1", "control:1C9", "control:3B001", "technology:smelting", "product:ndfeb-magnet", "product:oxide", "dual-use:all",
    ];

    private static readonly string[] Countries = ["CN", "US", "JP", "EU", "MY"];

    private static readonly Gen<string> Key = OneOf(Keys);

    private static readonly Gen<string> Compound = Gen.OneOf(Key, Key, Gen.Select(Key, Key, (left, right) => left == right || left == "dual-use:all" || right == "dual-use:all" ? left : $"{left}+{right}"));

    private static readonly Gen<KeySet?> Countrywise = Gen.Select(Gen.Int[0, 3], OneOf(Countries).Array[1, 3]).Select((kind, codes) => kind switch
    {
        0 => (KeySet?)null,
        1 => new KeySet(true, [], codes.Distinct().ToItems()),
        _ => new KeySet(false, codes.Distinct().ToItems(), []),
    });

    private static readonly Gen<KeySet?> Goodswise = Gen.Select(Gen.Int[0, 9], Compound.Array[1, 4], Key.Array[0, 2]).Select((kind, only, but) => kind switch
    {
        0 => (KeySet?)null,
        1 => new KeySet(true, [], but.ToItems()),
        _ => new KeySet(false, only.Distinct().ToItems(), but.Distinct().ToItems()),
    });

    private static readonly Gen<Scope> Scopes = Gen.Select(Goodswise, Countrywise, Countrywise, Gen.Bool)
        .Select((goods, origin, destination, complete) => Telling.Effects.Scope(destination: destination) with { Goods = goods, Origin = origin, CodeListComplete = complete });

    private static readonly Gen<Question> Questions = Gen.Select(Key.Array[0, 3], OneOf([.. Countries, ""]), OneOf([.. Countries, ""]))
        .Select((goods, origin, destination) => Question.Nothing with
        {
            Goods = goods.Distinct().Select(GoodsKey.Parse).ToItems(), Origin = origin.Length == 0 ? null : origin, Destination = destination.Length == 0 ? null : destination,
        });

    [Fact]
    public void Whatever_a_question_may_concern_is_found()
    {
        var (concerned, passedOver) = (0, 0);
        Gen.Select(Scopes.Array[1, 12], Questions.Array[1, 12]).Sample((scopes, questions) =>
        {
            var postings = new GoodsPostings(new Symbols(), new Chunked<Posting>());
            for (var i = 0; i < scopes.Length; i++)
                postings.Add(new GoodsTarget(i, Covers: false), scopes[i]);
            foreach (var question in questions)
            {
                var found = postings.For(question).Select(target => target.Id).ToHashSet();
                for (var i = 0; i < scopes.Length; i++)
                {
                    if (Matching.Match(scopes[i], question, new LocalDate(2025, 6, 1)).Overall == Answer.No)
                    {
                        Interlocked.Add(ref passedOver, found.Contains(i) ? 0 : 1);
                        continue;
                    }
                    Assert.True(found.Contains(i), $"{question} concerns {scopes[i]}");
                    Interlocked.Increment(ref concerned);
                }
            }
        }, iter: Samples.Values / 2);
        Assert.True(concerned > Samples.Values && passedOver > Samples.Values, $"{concerned} concerned, {passedOver} rightly passed over");
    }

    private static Gen<string> OneOf(string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
