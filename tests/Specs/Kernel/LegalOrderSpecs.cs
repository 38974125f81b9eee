using CsCheck;
using Ledger.Kernel;
using Ledger.Specs.Telling;

namespace Ledger.Specs.Kernel;

public sealed class LegalOrderSpecs
{
    [Theory]
    [InlineData("cn-mofcom-2025-9", "cn-mofcom-2025-10")]
    [InlineData("cn-mofcom-2025-55", "cn-mofcom-2025-56")]
    [InlineData("cn-mofcom-2025-99", "cn-mofcom-2025-100")]
    [InlineData("cn-mofcom-2025-9", "cn-mofcom-2025-009a")]
    [InlineData("no-2-part-10", "no-10-part-2")]
    [InlineData("a", "b")]
    [InlineData("a", "a1")]
    [InlineData("a-1", "a-1-1")]
    [InlineData("act-18446744073709551616", "act-18446744073709551617")]
    public void Digits_compare_as_numbers(string before, string after)
    {
        Assert.True(LegalOrder.CompareNaturally(before, after) < 0);
        Assert.True(LegalOrder.CompareNaturally(after, before) > 0);
    }

    [Fact]
    public void Ids_are_ordered_totally() =>
        Gen.Select(AnId, AnId, AnId).Sample((x, y, z) =>
        {
            int C(string a, string b) => Math.Sign(LegalOrder.CompareNaturally(a, b));
            return C(x, y) == -C(y, x) && C(x, y) == 0 == (x == y) && (C(x, y) > 0 || C(y, z) > 0 || C(x, z) <= 0);
        }, iter: Samples.Values);

    private static readonly Gen<string> AnId = Gen.Char["a-019"].Array[0, 5].Select(letters => new string(letters));
}
