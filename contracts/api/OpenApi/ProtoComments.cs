using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace Ledger.Api.OpenApi;

/// <summary>
/// What the protos say of themselves. Generated code does not carry comments, so the build embeds a descriptor set that does.
/// </summary>
internal static class ProtoComments
{
    private static readonly Dictionary<string, string> ByName = Read();

    /// <summary>The comment above a message, field, enumeration, value, service or method, on one line; null where there is none.</summary>
    /// <param name="fullName">As descriptors name it; a value's is <see cref="ValueName"/>.</param>
    public static string? Of(string fullName) => ByName.GetValueOrDefault(fullName);

    /// <summary>Protobuf gives a value the name scope of its enumeration's parent; here it stands beneath the enumeration.</summary>
    public static string ValueName(string enumeration, string value) => $"{enumeration}.{value}";

    private static Dictionary<string, string> Read()
    {
        using var resource = typeof(ProtoComments).Assembly.GetManifestResourceStream("ledger.protoset")
            ?? throw new InvalidOperationException("the descriptor set is not embedded");
        var found = new Dictionary<string, string>();
        foreach (var file in FileDescriptorSet.Parser.ParseFrom(resource).File)
        {
            var names = Names(file).ToDictionary(place => place.Path, place => place.Name);
            foreach (var location in file.SourceCodeInfo.Location.Where(location => location.HasLeadingComments))
            {
                if (names.TryGetValue(string.Join('.', location.Path), out var name))
                    found[name] = string.Join(' ', location.LeadingComments.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            }
        }
        return found;
    }

    /// <summary>Places in a file, as the numbers of descriptor.proto's fields and indices that lead there.</summary>
    private static IEnumerable<(string Path, string Name)> Names(FileDescriptorProto file) =>
        [.. Messages("4", file.Package, file.MessageType), .. Enumerations("5", file.Package, file.EnumType), .. Services(file)];

    private static IEnumerable<(string Path, string Name)> Messages(string path, string scope, RepeatedField<DescriptorProto> messages) =>
        messages.SelectMany((message, index) =>
        {
            var (here, name) = ($"{path}.{index}", $"{scope}.{message.Name}");
            return new[] { (here, name) }
                .Concat(message.Field.Select((field, place) => ($"{here}.2.{place}", $"{name}.{field.Name}")))
                .Concat(Messages($"{here}.3", name, message.NestedType))
                .Concat(Enumerations($"{here}.4", name, message.EnumType));
        });

    private static IEnumerable<(string Path, string Name)> Enumerations(string path, string scope, RepeatedField<EnumDescriptorProto> enumerations) =>
        enumerations.SelectMany((enumeration, index) =>
        {
            var (here, name) = ($"{path}.{index}", $"{scope}.{enumeration.Name}");
            return new[] { (here, name) }.Concat(enumeration.Value.Select((value, place) => ($"{here}.2.{place}", ValueName(name, value.Name))));
        });

    private static IEnumerable<(string Path, string Name)> Services(FileDescriptorProto file) =>
        file.Service.SelectMany((service, index) =>
        {
            var (here, name) = ($"6.{index}", $"{file.Package}.{service.Name}");
            return new[] { (here, name) }.Concat(service.Method.Select((method, place) => ($"{here}.2.{place}", $"{name}.{method.Name}")));
        });
}
