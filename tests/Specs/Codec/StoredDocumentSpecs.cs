using System.Text;
using System.Text.Json;
using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Specs.Codec;

/// <summary>Every event version ever stored can be read for ever (DESIGN section 5): golden files prove it.</summary>
public sealed class StoredDocumentSpecs
{
    public static TheoryData<string> EveryWireName => GoldenFiles.EveryWireName;

    [Theory]
    [MemberData(nameof(EveryWireName))]
    public void Decoding_and_encoding_a_golden_file_gives_the_same_bytes(string wireName)
    {
        var document = GoldenFiles.Read(wireName);
        var decoded = EventCodec.Decode(document);
        Assert.Equal(wireName, WireNames.Of(decoded.Body));
        Assert.Equal(Encoding.UTF8.GetString(document), Encoding.UTF8.GetString(EventCodec.Encode(decoded)));
        Assert.Equal(document, EventCodec.Encode(decoded));
    }

    [Theory]
    [MemberData(nameof(EveryWireName))]
    public void A_golden_file_decodes_to_equal_values_each_time(string wireName) =>
        Assert.Equal(EventCodec.Decode(GoldenFiles.Read(wireName)), EventCodec.Decode(GoldenFiles.Read(wireName)));

    [Theory]
    [MemberData(nameof(EveryWireName))]
    public void A_document_as_it_is_written_is_read_in_one_pass_as_it_is_read_field_by_field(string wireName)
    {
        foreach (var document in (byte[][])[GoldenFiles.Read(wireName), EventCodec.Encode(Full(wireName))])
        {
            var straight = StraightReading.Of(document);
            Assert.NotNull(straight);
            Assert.Equal(EventCodec.ReadClosely(document), straight);
        }
    }

    [Theory]
    [MemberData(nameof(EveryWireName))]
    public void The_effect_of_a_document_is_read_alone_as_it_is_read_with_the_rest(string wireName)
    {
        foreach (var document in (byte[][])[GoldenFiles.Read(wireName), EventCodec.Encode(Full(wireName))])
        {
            var whole = EventCodec.Decode(document);
            Assert.Equal((whole.Entity, whole.Body), StraightReading.EffectOf(document));
            // Also where it stands otherwise than it is written.
            using var json = JsonDocument.Parse(document);
            Assert.Equal((whole.Entity, whole.Body), EventCodec.DecodeEffect(JsonSerializer.SerializeToUtf8Bytes(json.RootElement.EnumerateObject().Reverse().ToDictionary(property => property.Name, property => property.Value))));
        }
    }

    [Fact]
    public void Every_wire_name_has_a_golden_file_and_every_golden_file_a_wire_name() =>
        Assert.Equal(WireNames.All.Select(pair => pair.Value), GoldenFiles.Names);

    [Fact]
    public void Every_event_type_has_a_wire_name_and_nothing_else_has_one()
    {
        var types = new[] { typeof(EventBody).Assembly, typeof(WireNames).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => typeof(EventBody).IsAssignableFrom(type) && !type.IsAbstract);
        Assert.Equal(
            types.Select(type => type.FullName).Order(StringComparer.Ordinal),
            WireNames.All.Select(pair => pair.Key.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_wire_name_is_owner_then_past_tense_name_then_version() =>
        Assert.All(WireNames.All, pair => Assert.Matches("^(exportcontrols|agreements|facilities|ledger)\\.[a-z]+(-[a-z]+)*\\.v[1-9][0-9]*$", pair.Value));

    [Theory]
    [MemberData(nameof(EveryWireName))]
    public void An_effect_that_states_every_field_reads_back_as_written(string wireName)
    {
        var full = Full(wireName);
        var document = EventCodec.Encode(full);
        using var json = JsonDocument.Parse(document);
        Assert.Equal(
            full.Body.GetType().GetProperties().Where(property => property.CanWrite).Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)),
            json.RootElement.GetProperty("effect").EnumerateObject().Select(property => property.Name));
        Assert.Equal(full, EventCodec.Decode(document));
    }

    [Fact]
    public void A_draft_has_no_recorded_instant_and_a_stored_event_has_one()
    {
        var stored = EventCodec.Decode(GoldenFiles.Read("exportcontrols.measure-suspended.v1"));
        var draft = EventCodec.Encode(stored with { Header = stored.Header with { RecordedAt = null } });
        Assert.Null(EventCodec.DecodeDraft(draft).Header.RecordedAt);
        Assert.Equal("recordedAt", Assert.Throws<EventFormatException>(() => EventCodec.Decode(draft)).Field);
        Assert.Equal("recordedAt", Assert.Throws<EventFormatException>(() => EventCodec.DecodeDraft(EventCodec.Encode(stored))).Field);
    }

    /// <summary>The golden event with every field of its effect stated.</summary>
    private static LedgerEvent Full(string wireName) => EventCodec.Decode(GoldenFiles.Read(wireName)) with
    {
        Body = (EventBody)Filled(WireNames.TypeOf(wireName)!), Citations = [((Citation)Filled(typeof(Citation))) with { Url = "https://example.org/", Kind = SourceKind.Press }],
    };

    /// <summary>A value of a type with everything stated, so that nothing is left out for being null, empty or false.</summary>
    private static object Filled(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return "as stated";
        if (type == typeof(bool))
            return true;
        if (type == typeof(int))
            return 7;
        if (type == typeof(decimal))
            return 10500.50m;
        if (type == typeof(LegalMoment))
            return LegalMoment.Parse("2026-04/..");
        if (type.IsEnum)
            return Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!;
        if (type == typeof(EventBody))
            return Filled(typeof(MeasureIntroduced));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Items<>))
        {
            var item = type.GetGenericArguments()[0];
            var items = Array.CreateInstance(item, 1);
            items.SetValue(Filled(item), 0);
            return typeof(Items).GetMethod(nameof(Items.ToItems))!.MakeGenericMethod(item).Invoke(null, [items])!;
        }
        var constructor = type.GetConstructors().Single();
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => Filled(parameter.ParameterType))]);
    }
}
