using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace Ledger.Kernel.Deciding;

/// <summary>
/// Walks the values that a body holds, with their paths as the API names them, so that a rule about dates or amounts is written once and
/// no new event type can escape it.
/// </summary>
public static class Leaves
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    /// <summary>Every value below a body, records before what they hold.</summary>
    public static IEnumerable<(string Path, object Value)> Of(object body)
    {
        foreach (var property in Properties.GetOrAdd(body.GetType(), Declared))
        {
            if (property.GetValue(body) is not { } value)
                continue;
            var path = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            yield return (path, value);
            if (value is string or LegalMoment)
                continue;
            if (value is IEnumerable items)
            {
                var index = 0;
                foreach (var item in items)
                {
                    yield return ($"{path}[{index++}]", item);
                }
            }
            else if (property.PropertyType.Namespace?.StartsWith("Ledger", StringComparison.Ordinal) == true && !property.PropertyType.IsEnum)
            {
                foreach (var (inner, leaf) in Of(value))
                    yield return ($"{path}.{inner}", leaf);
            }
        }
    }

    private static PropertyInfo[] Declared(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite && property.GetIndexParameters().Length == 0)];
}
