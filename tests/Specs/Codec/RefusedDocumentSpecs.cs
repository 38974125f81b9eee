using System.Text;
using Ledger.Events;

namespace Ledger.Specs.Codec;

/// <summary>What is not a stored document is refused by the name of the field (DESIGN section 3).</summary>
public sealed class RefusedDocumentSpecs
{
    private const string Suspension = "exportcontrols.measure-suspended.v1";
    private const string Introduction = "exportcontrols.measure-introduced.v1";

    [Theory]
    [InlineData("\"actor\":", "\"surplus\":1,\"actor\":", "surplus")]
    [InlineData("\"effect\":{", "\"effect\":{\"surplus\":1,", "effect.surplus")]
    [InlineData("\"period\":{", "\"period\":{\"lasts\":\"a year\",", "effect.period.lasts")]
    [InlineData("\"citations\":[{", "\"citations\":[{\"page\":3,", "citations[0].page")]
    [InlineData("\"act\":{", "\"act\":{\"name\":\"No. 70\",", "act.name")]
    public void An_unknown_field_is_refused_by_its_name(string standing, string instead, string field) =>
        Refused(Suspension, standing, instead, field);

    [Theory]
    [InlineData("\"revision\":3", "\"revision\":\"3\"", "revision")]
    [InlineData("\"revision\":3", "\"revision\":3.5", "revision")]
    [InlineData("\"entity\":\"cn-mofcom-2025-70\"", "\"entity\":70", "entity")]
    [InlineData("\"effect\":{", "\"effect\":[],\"note\":{", "effect")]
    [InlineData("\"target\":\"cn-mofcom-2025-57\"", "\"target\":57", "effect.target")]
    [InlineData("\"starts\":\"2025-11-07\"", "\"starts\":20251107", "effect.period.starts")]
    [InlineData("\"starts\":\"2025-11-07\"", "\"starts\":\"2025-11-31\"", "effect.period.starts")]
    [InlineData("\"starts\":\"2025-11-07\"", "\"starts\":\"7 November 2025\"", "effect.period.starts")]
    [InlineData("\"announcedOn\":\"2025-11-07\"", "\"announcedOn\":\"today\"", "act.announcedOn")]
    [InlineData("\"jurisdictions\":[\"CN\"]", "\"jurisdictions\":\"CN\"", "jurisdictions")]
    [InlineData("\"jurisdictions\":[\"CN\"]", "\"jurisdictions\":[null]", "jurisdictions[0]")]
    [InlineData("\"confidence\":\"high\"", "\"confidence\":\"certain\"", "confidence")]
    [InlineData("\"confidence\":\"high\"", "\"confidence\":1", "confidence")]
    [InlineData("\"kind\":\"official\"", "\"kind\":0", "citations[0].kind")]
    public void A_value_of_the_wrong_type_is_refused_by_its_field(string standing, string instead, string field) =>
        Refused(Suspension, standing, instead, field);

    [Theory]
    [InlineData("\"type\":\"export-licence\"", "\"type\":\"ban\"", "effect.type")]
    [InlineData("\"only\":[\"CN\"]", "\"only\":[\"CN\",5]", "effect.scope.exportedFrom.only[1]")]
    public void A_value_of_the_wrong_type_is_refused_deep_in_an_effect(string standing, string instead, string field) =>
        Refused(Introduction, standing, instead, field);

    [Fact]
    public void A_value_of_the_wrong_type_is_refused_deep_in_a_replacement() =>
        Refused("ledger.event-corrected.v1", "\"amount\":\"10500\"", "\"amount\":\"10.500,00\"", "effect.replacement.capacityRated.amount.amount");

    [Fact]
    public void An_amount_is_decimal_text_never_a_number() =>
        Refused("exportcontrols.measure-amended.v1", "\"amount\":\"10\"", "\"amount\":10", "effect.value.amount");

    [Theory]
    [InlineData("\"entity\":\"cn-mofcom-2025-70\",", "", "entity", "missing")]
    [InlineData("\"eventId\":", "\"eventId\":null,\"note\":", "eventId", "missing")]
    [InlineData("\"target\":\"cn-mofcom-2025-57\",", "", "effect.target", "missing")]
    [InlineData("\"starts\":\"2025-11-07\",", "", "effect.period.starts", "missing")]
    public void A_missing_field_is_named(string standing, string instead, string field, string why) =>
        Assert.Contains(why, Refused(Suspension, standing, instead, field).Why, StringComparison.Ordinal);

    [Fact]
    public void A_missing_list_of_citations_is_refused()
    {
        var document = GoldenFiles.Text(Suspension);
        var (from, to) = (document.IndexOf("\"citations\":", StringComparison.Ordinal), document.IndexOf("\"effect\":", StringComparison.Ordinal));
        Assert.Equal("citations", Refusal(document.Remove(from, to - from)).Field);
        Assert.Equal("citations", Refusal(document[..from] + "\"citations\":[]," + document[to..]).Field);
        Assert.Equal("citations", Refusal(document[..from] + "\"citations\":null," + document[to..]).Field);
    }

    [Fact]
    public void A_citation_without_url_or_document_number_is_refused()
    {
        var document = GoldenFiles.Text(Suspension);
        var (from, to) = (document.IndexOf("\"citations\":", StringComparison.Ordinal), document.IndexOf("\"effect\":", StringComparison.Ordinal));
        Assert.Equal("citations[0]", Refusal(document[..from] + "\"citations\":[{\"title\":\"a page\",\"kind\":\"press\"}]," + document[to..]).Field);
        Assert.Equal("citations[0]", Refusal(document[..from] + "\"citations\":[{\"url\":\"file:///etc/motd\",\"kind\":\"press\"}]," + document[to..]).Field);
        Assert.Equal("citations", Refusal(document[..from] + "\"citations\":[{\"documentNumber\":\"none\",\"kind\":\"editors-knowledge\"}]," + document[to..]).Field);
    }

    [Theory]
    [InlineData("exportcontrols.measure-suspended.v2")]
    [InlineData("exportcontrols.measure-paused.v1")]
    [InlineData("MeasureSuspended")]
    public void An_unknown_type_or_version_is_refused(string type) =>
        Assert.Contains(type, Refused(Suspension, $"\"type\":\"{Suspension}\"", $"\"type\":\"{type}\"", "type").Why, StringComparison.Ordinal);

    [Theory]
    [InlineData("\"actor\":", "\"actor\":\"somebody\",\"actor\":")]
    [InlineData("\"target\":", "\"target\":\"cn-mofcom-2025-58\",\"target\":")]
    [InlineData("\"starts\":", "\"starts\":\"2025-11-08\",\"starts\":")]
    public void A_property_stated_twice_is_refused(string standing, string instead) =>
        Refused(Suspension, standing, instead, "$");

    [Fact]
    public void A_document_nested_too_deep_is_refused() =>
        Refused(Suspension, "\"target\":\"cn-mofcom-2025-57\"", $"\"target\":{new string('[', 64)}{new string(']', 64)}", "$");

    [Fact]
    public void A_document_over_sixty_kibibytes_is_refused()
    {
        var document = GoldenFiles.Text(Suspension);
        var room = EventCodec.MaxDocumentBytes - Encoding.UTF8.GetByteCount(document);
        string Padded(int by) => document.Replace("\"wording\":\"", "\"wording\":\"" + new string('x', by), StringComparison.Ordinal);
        Assert.Equal(EventCodec.MaxDocumentBytes, Encoding.UTF8.GetByteCount(Padded(room)));
        Assert.NotNull(EventCodec.Decode(Encoding.UTF8.GetBytes(Padded(room))));
        Assert.Equal("$", Refusal(Padded(room + 1)).Field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"eventId\":")]
    [InlineData("{} {}")]
    public void What_is_no_json_object_is_refused(string document) => Assert.Equal("$", Refusal(document).Field);

    [Fact]
    public void Invalid_utf8_is_refused()
    {
        var document = GoldenFiles.Read(Suspension);
        var wording = "\"wording\":\""u8;
        document[document.AsSpan().IndexOf(wording) + wording.Length] = 0xFF;
        Assert.Throws<EventFormatException>(() => EventCodec.Decode(document));
    }

    [Fact]
    public void A_correction_stands_in_no_act_and_an_effect_stands_in_one()
    {
        Refused("ledger.event-corrected.v1", "\"citations\":", "\"act\":{\"act\":\"a\",\"ordinal\":1,\"announcedOn\":\"2025\",\"sequence\":0},\"citations\":", "act");
        var document = GoldenFiles.Text(Suspension);
        var (from, to) = (document.IndexOf("\"act\":", StringComparison.Ordinal), document.IndexOf("\"jurisdictions\":", StringComparison.Ordinal));
        Assert.Equal("act", Refusal(document.Remove(from, to - from)).Field);
    }

    [Theory]
    [InlineData("\"capacityRated\":", "\"capacityGuessed\":", "effect.replacement")]
    [InlineData("{\"capacityRated\":", "{\"eventRetracted\":{\"retracts\":\"a#1\",\"reason\":\"r\"},\"capacityRated\":", "effect.replacement")]
    public void A_replacement_is_exactly_one_effect_that_is_no_correction(string standing, string instead, string field)
    {
        var refusal = Refusal(GoldenFiles.Text("ledger.event-corrected.v1").Replace(standing, instead, StringComparison.Ordinal));
        Assert.StartsWith(field, refusal.Field, StringComparison.Ordinal);
    }

    private static EventFormatException Refused(string wireName, string standing, string instead, string field)
    {
        var document = GoldenFiles.Text(wireName);
        Assert.Contains(standing, document, StringComparison.Ordinal);
        var at = document.IndexOf(standing, StringComparison.Ordinal);
        var refusal = Refusal(document[..at] + instead + document[(at + standing.Length)..]);
        Assert.Equal(field, refusal.Field);
        return refusal;
    }

    private static EventFormatException Refusal(string document) =>
        Assert.Throws<EventFormatException>(() => EventCodec.Decode(Encoding.UTF8.GetBytes(document)));
}
