using System.Collections.Concurrent;
using Ledger.Events;
using Ledger.ExportControls.Domain;
using Ledger.Kernel;
using Ledger.Timeline.Saving;

namespace Ledger.Timeline.Indexing;

/// <summary>
/// Which measures a question can concern: by where the goods come from, and by their keys (DESIGN section 4, <i>Check</i>). It answers with
/// too many rather than too few, over all versions that a scope ever had; the rules of matching tell the rest apart.
/// </summary>
/// <remarks>
/// A posting is the number of a target: a measure, or the clause or instrument whose measures an amendment gives a scope. Codes are found by their first six
/// digits, the most that all nomenclatures share, and control codes by their parts, each in both directions: a question may state a longer or
/// a shorter form.
/// </remarks>
internal sealed class GoodsPostings
{
    /// <summary>Digits that the Harmonized System fixes.</summary>
    private const int HarmonizedDigits = 6;

    /// <summary>Stands for every origin: the scope restricts none, or names a group of countries, whose members change.</summary>
    private const string AnyOrigin = "";

    private readonly ConcurrentDictionary<string, Bucket> _byOrigin = new();

    /// <summary>Adds a scope that a target has in some version.</summary>
    public void Add(int target, Scope scope)
    {
        var origins = scope.Origin is { All: false, Only.IsEmpty: false } only && !only.Only.Any(CountryGroups.IsGroup) ? only.Only : [AnyOrigin];
        foreach (var origin in origins)
            _byOrigin.GetOrAdd(origin, static _ => new Bucket()).Add(target, scope);
    }

    /// <summary>Targets whose scope a question may match, now or at another time.</summary>
    public HashSet<int> For(Question question)
    {
        var found = new HashSet<int>();
        if (question.Origin is { } origin && !CountryGroups.IsGroup(origin))
        {
            foreach (var key in (string[])[origin, AnyOrigin])
                _byOrigin.GetValueOrDefault(key)?.Find(question.Goods, found);
        }
        else
        {
            foreach (var bucket in _byOrigin.Values)
                bucket.Find(question.Goods, found);
        }
        return found;
    }

    /// <summary>Writes all postings, while none is added.</summary>
    public void Save(ProjectionWriter to)
    {
        to.Number(_byOrigin.Count);
        foreach (var (origin, bucket) in _byOrigin)
        {
            to.Text(origin);
            bucket.Save(to);
        }
    }

    /// <summary>Reads what was written, where nothing is yet.</summary>
    public void Load(ProjectionReader from)
    {
        for (var left = from.Number(); left > 0; left--)
            _byOrigin.GetOrAdd(from.Text(), static _ => new Bucket()).Load(from);
    }

    /// <summary>The measures from one country, or from any.</summary>
    private sealed class Bucket
    {
        /// <summary>Scopes that restrict the goods by no key.</summary>
        private readonly Postings<int> _anyGoods = new();

        /// <summary>Scopes that state goods keys, by the sorts of these: a question that states none of the sorts leaves them open.</summary>
        private readonly ConcurrentDictionary<int, Postings<int>> _bySorts = new();

        /// <summary>Scopes whose list of codes the act does not call complete: a question that states codes alone leaves them open.</summary>
        private readonly Postings<int> _openCodeLists = new();

        /// <summary>Scopes by a key as it stands.</summary>
        private readonly ConcurrentDictionary<string, Postings<int>> _byKey = new();

        /// <summary>Scopes by every shorter form of a key.</summary>
        private readonly ConcurrentDictionary<string, Postings<int>> _byShorter = new();

        public void Add(int target, Scope scope)
        {
            if (scope.Goods is not { All: false, Only.IsEmpty: false } goods || GoodsMatching.IsAllDualUse(scope))
            {
                _anyGoods.Add(target);
                return;
            }
            var members = goods.Only.SelectMany(key => CompoundKey.Parse(key).Members).Distinct().ToList();
            Put(_bySorts, members.Aggregate(0, (sorts, member) => sorts | Bit(member)), target);
            if (!scope.CodeListComplete && members.Exists(member => member.Sort == GoodsSort.Code))
                _openCodeLists.Add(target);
            foreach (var member in members)
            {
                var forms = Forms(member);
                Put(_byKey, forms[^1], target);
                foreach (var shorter in forms.SkipLast(1))
                    Put(_byShorter, shorter, target);
            }
        }

        public void Find(Items<GoodsKey> stated, HashSet<int> found)
        {
            Take(_anyGoods, found);
            var sorts = stated.Aggregate(0, (sorts, good) => sorts | Bit(good));
            foreach (var (named, postings) in _bySorts)
            {
                if ((named & sorts) == 0)
                    Take(postings, found);
            }
            if (stated.All(good => good.Sort == GoodsSort.Code))
                Take(_openCodeLists, found);
            foreach (var good in stated)
            {
                var forms = Forms(good);
                foreach (var form in forms)
                    Take(_byKey.GetValueOrDefault(form), found);
                Take(_byShorter.GetValueOrDefault(forms[^1]), found);
            }
        }

        public void Save(ProjectionWriter to)
        {
            to.Values(_anyGoods.Items);
            to.Values(_openCodeLists.Items);
            Save(_bySorts, to, sorts => to.Number(sorts));
            Save(_byKey, to, to.Text);
            Save(_byShorter, to, to.Text);
        }

        public void Load(ProjectionReader from)
        {
            _anyGoods.Add(from.Values<int>());
            _openCodeLists.Add(from.Values<int>());
            Load(_bySorts, from, () => (int)from.Number());
            Load(_byKey, from, from.Text);
            Load(_byShorter, from, from.Text);
        }

        private static void Save<TKey>(ConcurrentDictionary<TKey, Postings<int>> postings, ProjectionWriter to, Action<TKey> key)
            where TKey : notnull
        {
            to.Number(postings.Count);
            foreach (var (held, targets) in postings)
            {
                key(held);
                to.Values(targets.Items);
            }
        }

        private static void Load<TKey>(ConcurrentDictionary<TKey, Postings<int>> postings, ProjectionReader from, Func<TKey> key)
            where TKey : notnull
        {
            for (var left = from.Number(); left > 0; left--)
                postings.GetOrAdd(key(), static _ => new Postings<int>()).Add(from.Values<int>());
        }

        /// <summary>The forms by which two keys that can meet have one in common, the shortest first, the key itself last.</summary>
        private static List<string> Forms(GoodsKey key) => key.Sort switch
        {
            GoodsSort.Code => [.. Enumerable.Range(2, Math.Max(1, Math.Min(HarmonizedDigits, key.Value.Length) - 1)).Select(digits => $"code:{key.Value[..digits]}")],
            GoodsSort.ControlCode => [.. Parts(key.Value.ToUpperInvariant())],
            _ => [$"{key.Sort}:{key.Value}"],
        };

        /// <summary>A control code begins another only at a separator.</summary>
        private static IEnumerable<string> Parts(string code)
        {
            for (var length = 1; length <= code.Length; length++)
            {
                if (length == code.Length || !char.IsAsciiLetterOrDigit(code[length]))
                    yield return $"control:{code[..length]}";
            }
        }

        private static int Bit(GoodsKey key) => 1 << (int)key.Sort;

        private static void Put<TKey>(ConcurrentDictionary<TKey, Postings<int>> postings, TKey key, int target)
            where TKey : notnull => postings.GetOrAdd(key, static _ => new Postings<int>()).Add(target);

        private static void Take(Postings<int>? postings, HashSet<int> found)
        {
            if (postings is null)
                return;
            foreach (var target in postings.Items)
                found.Add(target);
        }
    }
}
