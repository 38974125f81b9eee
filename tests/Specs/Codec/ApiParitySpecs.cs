using System.Reflection;
using System.Text.Json;
using Google.Protobuf.Reflection;
using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Specs.Codec;

/// <summary>The API's effects have the names and shapes of the stored documents, so that neither can say what the other cannot.</summary>
public sealed class ApiParitySpecs
{
    private static readonly Dictionary<string, Type> Records = new[] { typeof(EventBody).Assembly, typeof(WireNames).Assembly }
        .SelectMany(assembly => assembly.GetTypes())
        .Where(type => type.Namespace is "Ledger.Kernel" or "Ledger.Events" && type is { IsPublic: true, IsAbstract: false })
        .GroupBy(type => type.Name).Where(group => group.Count() == 1).ToDictionary(group => group.Key, group => group.Single());

    private static readonly MessageDescriptor[] Effects =
    [
        Api.ExportControls.V1.Effect.Descriptor, Api.Agreements.V1.Effect.Descriptor, Api.Facilities.V1.Effect.Descriptor,
    ];

    public static TheoryData<string> EveryMessage => [.. Messages().Keys.Order(StringComparer.Ordinal)];

    public static TheoryData<string> EveryEnumeration => [.. Enumerations().Keys.Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_effect_that_can_be_recorded_stands_in_its_owners_api()
    {
        Assert.Equal(Expected(typeof(ExportControlsBody)), Bodies(Effects[0]));
        Assert.Equal(Expected(typeof(AgreementBody)), Bodies(Effects[1]));
        Assert.Equal(Expected(typeof(FacilityBody)), Bodies(Effects[2]));
    }

    [Theory]
    [MemberData(nameof(EveryMessage))]
    public void A_message_has_the_fields_of_its_record(string message)
    {
        var descriptor = Messages()[message];
        Assert.Equal(
            PropertiesOf(RecordOf(descriptor)).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).Order(StringComparer.Ordinal),
            descriptor.Fields.InFieldNumberOrder().Select(field => field.JsonName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(EveryMessage))]
    public void A_field_can_be_left_out_exactly_where_its_property_can(string message)
    {
        var descriptor = Messages()[message];
        var nullability = new NullabilityInfoContext();
        foreach (var property in PropertiesOf(RecordOf(descriptor)))
        {
            var field = descriptor.Fields.InFieldNumberOrder().Single(field => field.JsonName == JsonNamingPolicy.CamelCase.ConvertName(property.Name));
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            var isList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Items<>);
            Assert.True(field.IsRepeated == isList, $"{message}.{field.JsonName} is a list in one only");
            // A message is absent or there, and an enumeration has its own word for what is not stated.
            if (!isList && field.FieldType is not (FieldType.Message or FieldType.Enum))
            {
                var mayBeAbsent = nullability.Create(property).ReadState == NullabilityState.Nullable;
                Assert.True(field.HasPresence == mayBeAbsent, $"{message}.{field.JsonName} may be left out in one only");
            }
            var element = isList ? type.GetGenericArguments()[0] : type;
            if (field.FieldType == FieldType.Message)
                Assert.Equal(element.Name, field.MessageType.Name);
            else if (field.FieldType == FieldType.Enum)
                Assert.Equal(element.Name, field.EnumType.Name);
            else
                Assert.Equal(element == typeof(bool) ? FieldType.Bool : element == typeof(int) ? FieldType.Int32 : FieldType.String, field.FieldType);
        }
    }

    [Theory]
    [MemberData(nameof(EveryEnumeration))]
    public void Every_value_of_an_enumeration_corresponds(string enumeration)
    {
        var descriptor = Enumerations()[enumeration];
        var prefix = SnakeUpper(descriptor.Name) + "_";
        Assert.All(descriptor.Values, value => Assert.StartsWith(prefix, value.Name, StringComparison.Ordinal));
        var stated = descriptor.Values.Where(value => value.Number != 0).Select(value => value.Name[prefix.Length..]);
        Assert.Equal(Enum.GetNames(Records[descriptor.Name]).Select(SnakeUpper), stated);
        Assert.Equal(prefix + "UNSPECIFIED", descriptor.FindValueByNumber(0).Name);
    }

    private static Type RecordOf(MessageDescriptor descriptor) =>
        Records.TryGetValue(descriptor.Name, out var type) ? type : throw new InvalidOperationException($"no record is named {descriptor.Name}");

    private static IEnumerable<PropertyInfo> PropertiesOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite);

    private static IEnumerable<string> Expected(Type family) =>
        WireNames.All.Select(pair => pair.Key).Where(type => family.IsAssignableFrom(type) || type == typeof(StatementRecorded))
            .Select(type => JsonNamingPolicy.CamelCase.ConvertName(type.Name)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Bodies(MessageDescriptor effect) =>
        effect.Oneofs.Single(oneof => oneof.Name == "body").Fields.Select(field => field.JsonName).Order(StringComparer.Ordinal);

    /// <summary>Every message below an effect's body, and what a citation is.</summary>
    private static Dictionary<string, MessageDescriptor> Messages()
    {
        var found = new Dictionary<string, MessageDescriptor>();
        var pending = new Queue<MessageDescriptor>(Effects.SelectMany(effect => effect.Oneofs.Single(oneof => oneof.Name == "body").Fields).Select(field => field.MessageType));
        pending.Enqueue(Api.Common.V1.Citation.Descriptor);
        while (pending.TryDequeue(out var message))
        {
            if (!found.TryAdd(message.FullName, message))
                continue;
            foreach (var field in message.Fields.InFieldNumberOrder().Where(field => field.FieldType == FieldType.Message))
                pending.Enqueue(field.MessageType);
        }
        return found;
    }

    private static Dictionary<string, EnumDescriptor> Enumerations() =>
        Messages().Values.SelectMany(message => message.Fields.InFieldNumberOrder()).Where(field => field.FieldType == FieldType.Enum)
            .Select(field => field.EnumType)
            .Concat([Effects[0].FindFieldByName("confidence").EnumType, Api.Common.V1.FactsReflection.Descriptor.EnumTypes.Single(type => type.Name == "CorrectionKind")])
            .DistinctBy(type => type.FullName).ToDictionary(type => type.FullName);

    private static string SnakeUpper(string name) =>
        string.Concat(name.Select((letter, i) => i > 0 && char.IsUpper(letter) ? $"_{letter}" : letter.ToString())).ToUpperInvariant();
}
