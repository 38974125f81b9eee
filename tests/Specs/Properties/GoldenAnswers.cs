using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Ledger.Kernel;

namespace Ledger.Specs.Properties;

/// <summary>
/// The answers of a hundred fixed ledgers, as the rules of one version give them (DESIGN T10): an answer that changes is seen here, and the
/// version is raised.
/// </summary>
public sealed class GoldenAnswers
{
    private const int Ledgers = 100;

    [Fact]
    public void T10_no_answer_changes_unless_the_version_of_the_rules_is_raised()
    {
        var name = $"rules-{RulesOfTime.Version}.txt";
        var file = Path.Combine(AppContext.BaseDirectory, "Properties", "golden", name);
        var answers = string.Concat(Enumerable.Range(0, Ledgers).Select(number => $"{number} {DigestOf(number)}\n"));
        var produced = Path.Combine(AppContext.BaseDirectory, $"produced-{name}");
        File.WriteAllText(produced, answers);
        Assert.True(File.Exists(file), $"there are no golden answers of version {RulesOfTime.Version}: read what changed, and keep {produced} as Properties/golden/{name}");
        var differing = answers.Split('\n').Except(File.ReadAllText(file).Split('\n')).Select(line => line.Split(' ')[0]).ToList();
        Assert.True(differing.Count == 0, $"the answers of ledgers {string.Join(", ", differing)} changed: raise RulesOfTime.Version, or mend what changed them");
    }

    /// <summary>A ledger drawn from its own number, of exact and approximate dates alike, asked three questions in three ways.</summary>
    private static string DigestOf(int number)
    {
        var state = (uint)number + 1;
        // A small generator of our own, so that the ledgers stay the same on every runtime.
        int Next(int most)
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            return (int)(state % (uint)(most + 1));
        }
        var attempts = Enumerable.Range(0, 12 + Next(28))
            .Select(_ => new Attempt(Next(InstrumentScript.Kinds - 1), Next(9), Next(30), Next(Attempt.Span), Next(90), Next(19), Next(13), Next(30))).ToList();
        var visible = InstrumentScript.Play(attempts).Visible(null).ToList();
        var text = string.Concat(Enumerable.Range(0, 3).Select(variety => InstrumentAnswers.Of(visible, number + (variety * 37))));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n"))))[..16].ToLower(CultureInfo.InvariantCulture);
    }
}
