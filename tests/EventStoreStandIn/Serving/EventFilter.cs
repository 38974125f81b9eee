using System.Text.RegularExpressions;
using Ledger.Adapters.EventLog.EventStore.Protocol;
using Ledger.EventStoreStandIn.Storing;

namespace Ledger.EventStoreStandIn.Serving;

/// <summary>Which events a read of all takes: by stream or by type, by prefixes or by a regular expression. Each name is looked at once.</summary>
internal sealed class EventFilter
{
    private readonly EventIndex _index;
    private readonly bool _byStream;
    private readonly Func<string, bool> _takes;
    private readonly Dictionary<int, bool> _known = [];

    private EventFilter(EventIndex index, bool byStream, Func<string, bool> takes) => (_index, _byStream, _takes) = (index, byStream, takes);

    public static EventFilter Of(ReadOptions options, EventIndex index)
    {
        if (options.FilteringCase == ReadOptions.FilteringOneofCase.NoFilter)
            return new EventFilter(index, byStream: true, _ => true);
        if (options.Filter.WindowCase == FilterOptions.WindowOneofCase.None)
            throw ProtocolFaults.Invalid("A filter needs its window: max or count");
        var expression = options.Filter.StreamIdentifier ?? options.Filter.EventType ?? throw ProtocolFaults.Invalid("A filter is by stream or by type");
        return new EventFilter(index, options.Filter.ByCase == FilterOptions.ByOneofCase.StreamIdentifier, Matching(expression));
    }

    public bool Takes(IndexEntry entry)
    {
        var number = _byStream ? entry.Stream : entry.Type;
        if (!_known.TryGetValue(number, out var takes))
            _known.Add(number, takes = _takes(_byStream ? _index.StreamName(number) : _index.TypeName(number)));
        return takes;
    }

    private static Func<string, bool> Matching(FilterOptions.Types.Expression expression)
    {
        if (expression.Regex.Length > 0)
        {
            var regex = new Regex(expression.Regex, RegexOptions.None, TimeSpan.FromSeconds(1));
            return regex.IsMatch;
        }
        var prefixes = expression.Prefix.ToArray();
        return name => prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
    }
}
