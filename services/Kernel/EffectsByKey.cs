namespace Ledger.Kernel;

/// <summary>Effects by what they are about, each list in the order in which they were added.</summary>
public sealed class EffectsByKey
{
    private readonly Dictionary<string, List<Effect>> _lists = [];

    /// <summary>What was added under a key; nothing where nothing was.</summary>
    public IReadOnlyList<Effect> this[string key] => _lists.TryGetValue(key, out var effects) ? effects : [];

    public IReadOnlyCollection<string> Keys => _lists.Keys;

    public void Add(string key, Effect effect)
    {
        if (!_lists.TryGetValue(key, out var effects))
            _lists.Add(key, effects = []);
        effects.Add(effect);
    }
}
