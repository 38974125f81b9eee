using CsCheck;
using Ledger.ExportControls.Domain;
using Ledger.Specs.Telling;
using Ledger.Timeline.Indexing.Columns;
using Ledger.Timeline.Indexing;
using NodaTime;

namespace Ledger.Specs.Indexing;

/// <summary>No measure that a question concerns is left out of what the postings find.</summary>
public sealed class GoodsPostingsSpecs
{
    [Fact]
    public void Whatever_a_question_may_concern_is_found()
    {
        var (concerned, passedOver) = (0, 0);
        Gen.Select(DrawnScopes.Scopes.Array[1, 12], DrawnScopes.Questions.Array[1, 12]).Sample((scopes, questions) =>
        {
            var postings = new GoodsPostings(new Symbols(), new Chunked<Posting>(), new ByteArena());
            for (var i = 0; i < scopes.Length; i++)
                postings.Add(new GoodsTarget(i, covers: false), scopes[i]);
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
}
