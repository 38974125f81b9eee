using System.Reflection;
using System.Text.Json;
using Ledger.Agreements.Domain;
using Ledger.ExportControls.Domain;
using Ledger.Facilities.Domain;
using Ledger.Kernel;
using Ledger.Kernel.Deciding;

namespace Ledger.Specs.Rules;

/// <summary>The list of rules that contracts/ publishes is the list that the deciders hold, and each rule has its test.</summary>
public sealed class PublishedRulesSpecs
{
    private static readonly Rule[] Rules = [.. CommonRules.All, .. ExportControlsRules.All, .. AgreementRules.All, .. FacilityRules.All];

    public static TheoryData<string> EveryCode => [.. Rules.Select(rule => rule.Code)];

    [Fact]
    public void The_published_list_is_the_list_of_the_deciders_in_order_of_codes()
    {
        using var published = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "rules.json")));
        Assert.Equal(
            Rules.OrderBy(rule => rule.Code, StringComparer.Ordinal).Select(rule => (rule.Code, rule.Sentence)),
            published.RootElement.GetProperty("rules").EnumerateArray().Select(rule => (rule.GetProperty("code").GetString()!, rule.GetProperty("sentence").GetString()!)));
    }

    [Fact]
    public void No_code_is_given_twice_and_every_rule_is_a_sentence()
    {
        Assert.Equal(Rules.Length, Rules.Select(rule => rule.Code).Distinct().Count());
        Assert.All(Rules, rule => Assert.Matches("^(LG|XC|AG|FA)-[0-9]{2}$", rule.Code));
        Assert.All(Rules, rule => Assert.Matches("^[A-Z].*\\.$", rule.Sentence));
    }

    [Theory]
    [InlineData(typeof(CommonRules))]
    [InlineData(typeof(ExportControlsRules))]
    [InlineData(typeof(AgreementRules))]
    [InlineData(typeof(FacilityRules))]
    public void Every_rule_that_is_declared_is_listed(Type rules)
    {
        var declared = rules.GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.FieldType == typeof(Rule)).Select(field => ((Rule)field.GetValue(null)!).Code);
        Assert.Equal(declared, ((IReadOnlyList<Rule>)rules.GetProperty("All")!.GetValue(null)!).Select(rule => rule.Code));
    }

    [Theory]
    [MemberData(nameof(EveryCode))]
    public void Every_rule_has_a_test_named_by_its_code(string code)
    {
        var name = code.Replace('-', '_') + "_";
        var tests = typeof(PublishedRulesSpecs).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttributes<FactAttribute>().Any());
        Assert.Contains(tests, test => test.Name.StartsWith(name, StringComparison.Ordinal));
    }
}
