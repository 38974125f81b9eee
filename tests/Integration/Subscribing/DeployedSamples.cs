using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Ledger.Api.Common.V1;
using Ledger.Api.ExportControls.V1;
using Ledger.Integration.Api.Asking;
using Ledger.Integration.Running;
using Microsoft.Data.Sqlite;

namespace Ledger.Integration.Subscribing;

/// <summary>
/// The two subscribers of deploy/samples, as processes beside a host: right after an act, and right also when a suspension runs out, which no
/// event tells. The suspensions are recorded to run out in a few seconds.
/// </summary>
[Collection(HostTests.Name)]
public sealed class DeployedSamples(EmptyLedger empty) : IClassFixture<EmptyLedger>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Long enough to be seen on a busy machine.</summary>
    private static readonly TimeSpan Suspension = TimeSpan.FromSeconds(10);

    private RunningLedger Ledger => empty.Ledger;

    [Fact]
    public async Task The_screening_table_is_right_also_when_a_suspension_runs_out_with_no_new_event()
    {
        using var folder = new TemporaryFolder();
        await using var table = ChildProgram.Start("deploy/samples/ScreeningTable", "Ledger.Samples.ScreeningTable", Ledger.GrpcAddress, folder.Path);
        await Ledger.Instruments.RecordActAsync(Acts.Act("screened", "2025-01-01", Acts.Licence("screened/1", "element:Dy", "2025-01-02")));
        await UntilAsync(() => StatusIn(folder, "screened/1") == "in-force", table);
        var end = await SuspendAsync("screened");
        await UntilAsync(() => StatusIn(folder, "screened/1") == "suspended", table);
        Assert.True(DateTimeOffset.UtcNow < end, "this machine is too slow for a suspension that is so short");
        var position = await Ledger.PositionAsync();
        await UntilAsync(() => StatusIn(folder, "screened/1") == "in-force", table);
        Assert.True(DateTimeOffset.UtcNow >= end);
        Assert.Equal(position, await Ledger.PositionAsync());
        // The same in the file; and it ends when asked, having kept how far it is.
        Assert.Contains(await File.ReadAllLinesAsync(folder.Of("measures.csv")), line => line.StartsWith("\"screened/1\",", StringComparison.Ordinal) && line.Contains("\"in-force\"", StringComparison.Ordinal));
        Assert.Equal(0, await table.TerminateAsync());
        Assert.Equal($"{position}", await File.ReadAllTextAsync(folder.Of("position")));
    }

    [Fact]
    public async Task The_webhook_is_told_of_an_act_and_of_a_suspension_that_runs_out_and_told_again_what_it_did_not_take()
    {
        using var folder = new TemporaryFolder();
        using var hook = new Hook();
        await Ledger.Instruments.RecordActAsync(Acts.Act("watched", "2025-01-01", Acts.Licence("watched/1", "element:Tb", "2025-01-02")));
        await using var webhook = ChildProgram.Start("deploy/samples/RequirementWebhook", "Ledger.Samples.RequirementWebhook", Ledger.GrpcAddress, "element:Tb", "CN", "US", hook.Address, folder.Of("state"));
        await UntilAsync(() => hook.Taken.Count == 1, webhook);
        Assert.Equal(1, hook.Refused);
        Assert.EndsWith("watched/1", hook.Taken[0], StringComparison.Ordinal);
        var end = await SuspendAsync("watched");
        await UntilAsync(() => hook.Taken.Count == 2, webhook);
        Assert.True(DateTimeOffset.UtcNow < end, "this machine is too slow for a suspension that is so short");
        Assert.DoesNotContain("watched/1", hook.Taken[1], StringComparison.Ordinal);
        await UntilAsync(() => hook.Taken.Count == 3, webhook);
        Assert.True(DateTimeOffset.UtcNow >= end);
        Assert.Equal(hook.Taken[0], hook.Taken[2]);
        Assert.Equal(0, await webhook.TerminateAsync());
    }

    /// <returns>The moment at which it runs out.</returns>
    private async Task<DateTimeOffset> SuspendAsync(string instrument)
    {
        var now = DateTimeOffset.UtcNow;
        var end = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero) + Suspension;
        var suspended = new Effect
        {
            MeasureSuspended = new MeasureSuspended { Target = $"{instrument}/1", Period = Acts.Of("2025-02-01", until: end.ToString("yyyy-MM-dd'T'HH:mm:ss'+00:00'", CultureInfo.InvariantCulture)) },
        };
        await Ledger.Instruments.RecordActAsync(Acts.Act($"{instrument}-pause", "2025-02-01", suspended));
        return end;
    }

    private static string? StatusIn(TemporaryFolder folder, string measure)
    {
        if (!File.Exists(folder.Of("measures.db")))
            return null;
        using var connection = new SqliteConnection($"Data Source={folder.Of("measures.db")};Pooling=False");
        connection.Open();
        using var read = connection.CreateCommand();
        read.CommandText = "SELECT status FROM measures WHERE id = $id";
        read.Parameters.AddWithValue("$id", measure);
        try
        {
            return read.ExecuteScalar() as string;
        }
        catch (SqliteException unmade) when (unmade.Message.Contains("no such table", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static async Task UntilAsync(Func<bool> reached, ChildProgram program)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!reached())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, program.Said);
            await Task.Delay(50);
        }
    }

    /// <summary>A webhook that takes nothing the first time.</summary>
    private sealed class Hook : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly ConcurrentQueue<string> _taken = new();

        public Hook()
        {
            using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            }
            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = Task.Run(ServeAsync);
        }

        public string Address { get; }

        /// <summary>What it was told to hold after each change, as far as it took it.</summary>
        public IReadOnlyList<string> Taken => [.. _taken];

        public int Refused { get; private set; }

        public void Dispose() => _listener.Close();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    var body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.InputStream);
                    if (Refused == 0)
                    {
                        Refused++;
                        context.Response.StatusCode = 503;
                    }
                    else
                    {
                        _taken.Enqueue(body.GetProperty("after").GetString()!);
                    }
                    context.Response.Close();
                }
            }
            catch (Exception) when (!_listener.IsListening)
            {
                // This is how it ends.
            }
        }
    }
}
