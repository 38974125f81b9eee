using System.Reflection;
using Google.Api;
using Google.Protobuf.Reflection;
using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Api.OpenApi;

/// <summary>
/// Which fields a message cannot do without. Proto3 does not say; the records of the stored documents do, for what has one, and the protos'
/// own annotations for the rest.
/// </summary>
internal static class RequiredFields
{
    private static readonly Dictionary<string, HashSet<string>> OfRecords = new[] { typeof(WireNames).Assembly, typeof(EventBody).Assembly }
        .SelectMany(assembly => assembly.GetExportedTypes())
        .Where(type => type is { IsAbstract: false, IsEnum: false, Namespace: "Ledger.Events" or "Ledger.Kernel" })
        .GroupBy(type => type.Name)
        .Where(named => named.Count() == 1)
        .ToDictionary(named => named.Key, named => Required(named.Single()));

    /// <summary>Whether a sender must state the field.</summary>
    public static bool Contains(FieldDescriptor field) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(FieldBehavior.Required) == true
        || (IsFact(field.ContainingType) && OfRecords.TryGetValue(field.ContainingType.Name, out var required) && required.Contains(field.JsonName));

    /// <summary>
    /// Facts are shaped as the records are; a test holds that. Commands and answers have shapes of their own, and so has <c>Effect</c>, which
    /// holds one fact of several.
    /// </summary>
    private static bool IsFact(MessageDescriptor message) =>
        Path.GetFileName(message.File.Name) is "facts.proto" or "effects.proto" && message.Oneofs.All(oneof => oneof.IsSynthetic);

    private static HashSet<string> Required(Type record)
    {
        var nullability = new NullabilityInfoContext();
        return record.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanWrite && property.PropertyType != typeof(bool) && !IsList(property.PropertyType)
                && nullability.Create(property).ReadState == NullabilityState.NotNull)
            .Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..])
            .ToHashSet();
    }

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Items<>);
}
