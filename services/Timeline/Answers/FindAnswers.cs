using Ledger.Adapters.Grpc;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Deciding;
using Wire = Ledger.Api.Timeline.V1;

namespace Ledger.Timeline.Answers;

/// <summary>Words to ids: numbers, titles, issuers, parties, plants, in any of the words recorded.</summary>
internal static class FindAnswers
{
    private const int LongestText = 200;

    public static Wire.FindResponse Of(World world, Cut cut, Wire.FindRequest request)
    {
        var words = request.Text.Split([' ', ',', ';', '"'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(Plainly).Where(word => word.Length > 0 && word is not ("of" or "the" or "no" or "and")).ToList();
        if (words.Count == 0)
            throw Faults.Invalid(("text", "missing: a number, title, issuer, party or plant"));
        if (request.Text.Length > LongestText)
            throw Faults.Invalid(("text", $"longer than {LongestText} characters"));
        var limit = Pages.Size(request.Limit, usual: 20, most: 100, "limit");
        var response = new Wire.FindResponse { Answered = cut.Answered("") };
        response.Matches.AddRange(
            from entity in Entities(world)
            let score = Score(entity, words)
            where score > 0
            orderby score descending, entity.Id.Length, entity.Id
            select new Wire.Match { Id = entity.Id, Kind = entity.Kind, Title = entity.Title, Matched = Matched(entity, words) } into match
            select match);
        while (response.Matches.Count > limit)
            response.Matches.RemoveAt(response.Matches.Count - 1);
        if (response.Matches.Count == 0)
            response.Suggestions.AddRange(Spelling.Nearest(request.Text, Ids(world)).Concat(Misspelt(world, words)).Distinct().Take(Spelling.Most));
        return response;
    }

    /// <summary>What would be found if each word that is recorded nowhere were one that is recorded and spelt much like it.</summary>
    private static IEnumerable<string> Misspelt(World world, List<string> words)
    {
        var entities = Entities(world).ToList();
        var recorded = entities.SelectMany(entity => entity.Texts.Append(entity.Title)).SelectMany(text => Plainly(text).Split(' ')).ToHashSet(StringComparer.Ordinal);
        var meant = words.ConvertAll(word => recorded.Contains(word) ? [word] : Spelling.Words(word, recorded));
        return from entity in entities
               let scores = meant.ConvertAll(candidates => candidates.Select(word => Score(entity, [word])).FirstOrDefault(score => score > 0))
               where scores.TrueForAll(score => score > 0)
               orderby scores.Sum() descending, entity.Id.Length, entity.Id
               select entity.Id;
    }

    /// <summary>Every id that something visible introduces.</summary>
    public static IEnumerable<string> Ids(World world) => world.Controls.Instruments.Concat(world.Controls.Measures).Concat(world.Agreements).Concat(world.Facilities);

    private sealed record Entity(string Id, Wire.EntityKind Kind, string Title, IReadOnlyList<string> Texts);

    private static IEnumerable<Entity> Entities(World world)
    {
        foreach (var id in world.Controls.Instruments)
        {
            var published = (InstrumentPublished)world.Controls.Instrument(id)!.Body;
            yield return new Entity(id, Wire.EntityKind.Instrument, published.Title, [id, Numbered(published), .. Texts(world.Controls.Of(id).Where(effect => effect.Body is not MeasureIntroduced))]);
        }
        foreach (var id in world.Controls.Measures)
        {
            var introduction = world.Controls.Measure(id)!;
            yield return new Entity(id, Wire.EntityKind.Measure, ((MeasureIntroduced)introduction.Body).Title ?? world.TitleOf(id), [id, .. Texts([introduction])]);
        }
        foreach (var id in world.Agreements)
            yield return new Entity(id, Wire.EntityKind.Agreement, world.TitleOf(id), [id, .. Texts(world.EffectsOn(id))]);
        foreach (var id in world.Facilities)
            yield return new Entity(id, Wire.EntityKind.Facility, world.TitleOf(id), [id, .. Texts(world.EffectsOn(id))]);
    }

    private static string Numbered(InstrumentPublished published) =>
        published.Number is null ? published.Title : $"{string.Join(' ', published.Issuers)} No. {published.Number}{(published.Year is { } year ? $" of {year}" : "")}";

    /// <summary>All words recorded of an entity: those of its effects and of their citations.</summary>
    private static IEnumerable<string> Texts(IEnumerable<Effect> effects) => effects.SelectMany(effect =>
        Leaves.Of(effect.Body).Select(leaf => leaf.Value).OfType<string>()
            .Concat(effect.Reads.Event.Citations.SelectMany(citation => new[] { citation.DocumentNumber, citation.Title }).OfType<string>()));

    /// <summary>Every word must be found; words in the id, the title and the number weigh most.</summary>
    private static int Score(Entity entity, List<string> words)
    {
        var (head, all) = (Plainly($"{entity.Id} {entity.Title} {(entity.Texts.Count > 1 ? entity.Texts[1] : "")}"), Plainly(string.Join(' ', entity.Texts)));
        var score = 0;
        foreach (var word in words)
        {
            if (HasWord(head, word))
                score += 8;
            else if (head.Contains(word, StringComparison.Ordinal) && word.Length > 2)
                score += 5;
            else if (HasWord(all, word))
                score += 3;
            else if (all.Contains(word, StringComparison.Ordinal) && word.Length > 2)
                score += 1;
            else
                return 0;
        }
        return score + (entity.Id.Equals(string.Join('-', words), StringComparison.Ordinal) ? 100 : 0);
    }

    private static string Matched(Entity entity, List<string> words) =>
        entity.Texts.Skip(1).MaxBy(text => words.Count(word => Plainly(text).Contains(word, StringComparison.Ordinal))) is { } best
        && words.Exists(word => Plainly(best).Contains(word, StringComparison.Ordinal)) ? best : entity.Id;

    private static bool HasWord(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || text[at - 1] == ' ') && (at + word.Length == text.Length || text[at + word.Length] == ' '))
                return true;
        }
        return false;
    }

    /// <summary>Lower case, with anything but letters and digits as a space, so that "No. 57/2025" and "57 of 2025" meet.</summary>
    private static string Plainly(string text) =>
        string.Join(' ', string.Concat(text.ToLowerInvariant().Select(letter => char.IsLetterOrDigit(letter) ? letter : ' ')).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
