using System.Net;
using System.Net.Sockets;
using Ledger.Integration.Running;
using Microsoft.Data.Sqlite;

namespace Ledger.Integration.Faults;

/// <summary>A host that cannot start says why in a sentence, and ends with the status that its table of exit statuses gives the reason.</summary>
[Collection(HostTests.Name)]
public sealed class HostStartTests : IDisposable
{
    private readonly TemporaryFolder _data = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Unreadable => new()
    {
        { "--http-port eighty", "--http-port 'eighty' is not a port" },
        { "--http-port 65536", "--http-port '65536' is not a port" },
        { "--grpc-port -1", "--grpc-port '-1' is not a port" },
        { "--http-port", "--http-port" },
        { "--http-port 8123 --grpc-port 8123", "must differ" },
        { "--empti", "--empti" },
        { "record", "record" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_setting_that_cannot_be_read_ends_with_2_and_names_it(string args, string sentence)
    {
        var ended = await HostProcess.RunToEndAsync(_data.Of("data"), args.Split(' '));
        AssertEnded(ended, 2, sentence);
        Assert.False(Directory.Exists(_data.Of("data")), "a host that does not start makes no folder");
    }

    [Theory]
    [InlineData("--http-port")]
    [InlineData("--grpc-port")]
    public async Task A_port_in_use_ends_with_3_and_names_it(string option)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var ended = await HostProcess.RunToEndAsync(_data.Path, option, $"{port}", "--empty");
        AssertEnded(ended, 3, $"{port}", option);
    }

    [Fact]
    public async Task A_folder_that_another_process_holds_ends_with_4_and_the_other_goes_on()
    {
        await using var holder = await HostProcess.StartAsync(_data.Path, "--empty");
        var ended = await HostProcess.RunToEndAsync(_data.Path, "--empty");
        AssertEnded(ended, 4, _data.Path, "held by another process", "--data");
        Assert.Empty(await RecordedEvents.AllAsync(holder.Channel, Stop));
        Assert.Equal(0, (await holder.TerminateAsync()).ExitStatus);
        await using var next = await HostProcess.StartAsync(_data.Path, "--empty");
    }

    [Fact]
    public async Task A_folder_whose_holder_was_killed_is_taken()
    {
        await using (var holder = await HostProcess.StartAsync(_data.Path, "--empty"))
            await holder.KillAsync();
        await using var next = await HostProcess.StartAsync(_data.Path, "--empty");
    }

    [Theory]
    [InlineData("PRAGMA user_version = 2", "format 2")]
    [InlineData("PRAGMA user_version = 0", "format 0")]
    [InlineData("PRAGMA application_id = 7", "not a ledger's")]
    public async Task A_store_of_another_format_ends_with_5_and_is_left_as_it_is(string change, string sentence)
    {
        await using (var first = await HostProcess.StartAsync(_data.Path, "--empty"))
            await first.TerminateAsync();
        Execute(_data.Of("ledger.db"), change);
        var before = await File.ReadAllBytesAsync(_data.Of("ledger.db"), Stop);
        AssertEnded(await HostProcess.RunToEndAsync(_data.Path, "--empty"), 5, sentence, _data.Of("ledger.db"));
        Assert.Equal(before, await File.ReadAllBytesAsync(_data.Of("ledger.db"), Stop));
    }

    [Fact]
    public async Task Another_programs_database_ends_with_5_and_is_left_as_it_is()
    {
        Execute(_data.Of("ledger.db"), "CREATE TABLE accounts (id INTEGER PRIMARY KEY); INSERT INTO accounts VALUES (1);");
        var before = await File.ReadAllBytesAsync(_data.Of("ledger.db"), Stop);
        AssertEnded(await HostProcess.RunToEndAsync(_data.Path, "--empty"), 5, _data.Of("ledger.db"), "not a ledger's");
        Assert.Equal(before, await File.ReadAllBytesAsync(_data.Of("ledger.db"), Stop));
    }

    [Fact]
    public async Task A_file_that_is_no_database_ends_with_7_and_is_left_as_it_is()
    {
        var letter = string.Concat(Enumerable.Repeat("Dear reader, this is a letter. ", 200));
        await File.WriteAllTextAsync(_data.Of("ledger.db"), letter, Stop);
        AssertEnded(await HostProcess.RunToEndAsync(_data.Path, "--empty"), 7, _data.Of("ledger.db"));
        Assert.Equal(letter, await File.ReadAllTextAsync(_data.Of("ledger.db"), Stop));
    }

    [Fact]
    public async Task A_file_where_the_folder_should_be_ends_with_6()
    {
        await File.WriteAllTextAsync(_data.Of("data"), "a file", Stop);
        AssertEnded(await HostProcess.RunToEndAsync(_data.Of("data"), "--empty"), 6, _data.Of("data"));
        AssertEnded(await HostProcess.RunToEndAsync(Path.Combine(_data.Of("data"), "below"), "--empty"), 6, _data.Of("data"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_folder_that_may_not_be_written_ends_with_6(bool hasStore)
    {
        if (hasStore)
        {
            await using var first = await HostProcess.StartAsync(_data.Path, "--empty");
            await first.TerminateAsync();
        }
        using var unwritable = Unwritable.Made(_data.Path);
        AssertEnded(await HostProcess.RunToEndAsync(_data.Path, "--empty"), 6, _data.Path);
    }

    public void Dispose() => _data.Dispose();

    private static void AssertEnded(EndedHost ended, int status, params IReadOnlyList<string> sentence)
    {
        Assert.True(ended.ExitStatus == status, ended.ToString());
        Assert.All(sentence, part => Assert.Contains(part, ended.Errors));
        // One sentence for a person, and no trace of the program's insides.
        Assert.Single(ended.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("Exception", ended.Errors);
    }

    private static void Execute(string database, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
