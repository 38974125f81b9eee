using System.Text.RegularExpressions;
using Ledger.Adapters.Running;
using Ledger.Integration.Running;

namespace Ledger.Integration.Broker;

/// <summary>What deployment files set is what the services read.</summary>
public sealed partial class DeploymentFiles
{
    [Fact]
    public void They_name_only_settings_that_the_services_read()
    {
        string[] files = [Repository.Of("deploy", "compose.yaml"), .. Directory.GetFiles(Repository.Of("k8s"), "*.yaml", SearchOption.AllDirectories)];
        var named = files.SelectMany(file => Variable().Matches(File.ReadAllText(file)).Select(match => match.Value)).Where(name => !name.StartsWith("LEDGER_PASSWORD_", StringComparison.Ordinal)).ToHashSet();
        Assert.Superset(new HashSet<string> { "LEDGER_STORE", "LEDGER_BROKER" }, named);
        Assert.Empty(named.Except(ServiceOptions.Variables));
    }

    [Fact]
    public void The_broker_has_a_user_and_a_password_for_each_service()
    {
        var users = File.ReadLines(Repository.Of("deploy", "rabbitmq", "permissions.tsv")).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t')[0]).ToList();
        var compose = File.ReadAllText(Repository.Of("deploy", "compose.yaml"));
        Assert.All(users, user => Assert.Contains($"LEDGER_PASSWORD_{user.ToUpperInvariant().Replace('-', '_')}: ", compose, StringComparison.Ordinal));
    }

    [GeneratedRegex("LEDGER_[A-Z_]+")]
    private static partial Regex Variable();
}
