using System.Globalization;
using System.Text;
using MySqlConnector;
using NodaTime;
using NodaTime.Text;

namespace Ledger.Benchmarks.Peers;

/// <summary>
/// MariaDB 10.11: the known axis is the database's own, by system-versioned tables; the effective one is two dates. A position is a millisecond of
/// a time of its own, so that history can be loaded with the stamps that it would have.
/// </summary>
/// <param name="server">The benchmark's own.</param>
/// <param name="connection">Open on it.</param>
internal sealed class MariaDbPeer(MariaDbServer server, MySqlConnection connection) : SqlPeer(connection)
{
    private const int RowsAtOnce = 2_000;

    /// <summary>What the database stamps on a row that is current.</summary>
    private const string CurrentStamp = "2038-01-19 03:14:07.999999";

    /// <summary>Known axis: after whatever the database stamps, when rows are changed while the benchmark runs.</summary>
    private const string Now = "2038-01-01 00:00:00";

    private const string Versioned =
        "row_start timestamp(6) GENERATED ALWAYS AS ROW START, row_end timestamp(6) GENERATED ALWAYS AS ROW END, PERIOD FOR SYSTEM_TIME (row_start, row_end)";

    private static readonly Instant Origin = Instant.FromUtc(2020, 1, 1, 0, 0);
    private static readonly InstantPattern Stamps = InstantPattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm':'ss'.'ffffff");

    private readonly MySqlConnection _connection = connection;
    private long _loaded;

    /// <summary>Null, with a sentence, where MariaDB is not installed.</summary>
    public static async Task<MariaDbPeer?> StartAsync(ScratchFolder scratch)
    {
        if (await MariaDbServer.StartAsync(
            scratch, "innodb-buffer-pool-size=1G", "innodb-log-file-size=512M", "innodb-flush-log-at-trx-commit=1", "innodb-flush-method=O_DIRECT", "max-allowed-packet=64M", "max-connections=8", "table-open-cache=400", "character-set-server=ascii") is not { } server)
        {
            return null;
        }
        var connection = new MySqlConnection($"Server={server.Socket};ConnectionProtocol=Unix;User ID=root;Pooling=false;Default Command Timeout=0");
        await connection.OpenAsync();
        return new MariaDbPeer(server, connection);
    }

    public override string Name => "MariaDB 10.11";

    protected override string StateSql =>
        """
        SELECT m.id, s.status, s.amount, s.causes FROM measures m
        JOIN states FOR SYSTEM_TIME AS OF @known s ON s.measure = m.number
        WHERE m.id = @measure AND s.part = '' AND s.effective_from <= @day AND s.effective_to > @day
        ORDER BY s.effective_from DESC LIMIT 1
        """;

    protected override string CheckSql =>
        $"""
        SELECT DISTINCT m.id, s.status, s.amount, '' FROM reach FOR SYSTEM_TIME AS OF @known r
        JOIN states FOR SYSTEM_TIME AS OF @known s ON s.measure = r.measure AND s.part = r.part
        JOIN measures m ON m.number = r.measure
        WHERE r.goods IN ({StatedGoods}) AND r.origin = @origin
          AND r.destination IN (@destination, '*') AND r.barred NOT LIKE @barred
          AND r.effective_from <= @day AND r.effective_to > @day AND s.effective_from <= @day AND s.effective_to > @day
          AND s.status IN ({ListedStatuses})
        """;

    protected override string WorldSql =>
        $"""
        SELECT m.id, s.status, s.amount, s.causes FROM states FOR SYSTEM_TIME AS OF @known s
        JOIN measures m ON m.number = s.measure
        WHERE s.part = '' AND s.status = {InForce} AND s.effective_from <= @day AND s.effective_to > @day
        """;

    public override void Fill(ResolvedRows rows)
    {
        Execute($"""
            CREATE DATABASE peer;
            USE peer;
            CREATE TABLE measures (number int PRIMARY KEY, id varchar(100) NOT NULL UNIQUE);
            CREATE TABLE states (
                measure int NOT NULL, part char(2) NOT NULL, effective_from date NOT NULL, effective_to date NOT NULL,
                status smallint NOT NULL, amount decimal(12,4), causes text NOT NULL, {Versioned},
                PRIMARY KEY (measure, part, effective_from), KEY in_force (part, status, effective_from, effective_to)) WITH SYSTEM VERSIONING;
            CREATE TABLE reach (
                goods varchar(60) NOT NULL, origin char(2) NOT NULL, destination char(2) NOT NULL, barred varchar(100) NOT NULL, measure int NOT NULL, part char(2) NOT NULL,
                effective_from date NOT NULL, effective_to date NOT NULL, {Versioned},
                PRIMARY KEY (goods, origin, destination, effective_from, measure, part)) WITH SYSTEM VERSIONING;
            SET system_versioning_insert_history = 1;
            """);
        Insert("measures", rows.Measures.Select((id, number) => $"({number},'{id}')"));
        Insert("states (measure, part, effective_from, effective_to, status, amount, causes, row_start, row_end)", rows.States.Select(row => $"({Values(row)},{Stamped(row.KnownFrom, row.KnownTo)})"));
        Insert(
            "reach (goods, origin, destination, barred, measure, part, effective_from, effective_to, row_start, row_end)",
            rows.Reach.Select(row => $"('{row.Goods}','{row.Origin}','{row.Destination}','{row.Except}',{row.Measure},'{row.Part}','{Iso(row.From)}','{Iso(row.To)}',{Stamped(row.KnownFrom, row.KnownTo)})"));
        _loaded = rows.States[^1].KnownFrom;
        Execute("SET system_versioning_insert_history = 0; ANALYZE TABLE measures, states, reach");
    }

    public override long Bytes() => Directory.EnumerateFiles(Path.Combine(server.Folder, "peer"), "*.ibd").Sum(file => new FileInfo(file).Length);

    public override void Apply(IReadOnlyList<StateRow> closed, IReadOnlyList<StateRow> opened, long position)
    {
        var sql = new StringBuilder();
        foreach (var row in closed)
            sql.Append(CultureInfo.InvariantCulture, $"DELETE FROM states WHERE measure = {row.Measure} AND part = '{row.Part}' AND effective_from = '{Iso(row.From)}';");
        if (opened.Count > 0)
            sql.Append(CultureInfo.InvariantCulture, $"INSERT INTO states (measure, part, effective_from, effective_to, status, amount, causes) VALUES {string.Join(',', opened.Select(row => $"({Values(row)})"))}");
        using var transaction = _connection.BeginTransaction();
        using var command = new MySqlCommand(sql.ToString(), _connection, transaction);
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await server.DisposeAsync();
    }

    protected override object Day(LocalDate day) => day.ToDateOnly();

    protected override object Known(long position) => position > _loaded ? Now : Stamp(position);

    private void Insert(string table, IEnumerable<string> rows)
    {
        using var transaction = _connection.BeginTransaction();
        foreach (var chunk in rows.Chunk(RowsAtOnce))
        {
            using var command = new MySqlCommand($"INSERT INTO {table} VALUES {string.Join(',', chunk)}", _connection, transaction);
            command.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    private static string Values(StateRow row) =>
        $"{row.Measure},'{row.Part}','{Iso(row.From)}','{Iso(row.To)}',{(int)row.Shown.Status},{(row.Shown.Amount is { } amount ? amount.ToString(CultureInfo.InvariantCulture) : "NULL")},'{row.Shown.Causes}'";

    private static string Stamped(long from, long to) => $"'{Stamp(from)}','{(to == Axes.Current ? CurrentStamp : Stamp(to))}'";

    private static string Stamp(long position) => Stamps.Format(Origin + Duration.FromMilliseconds(position));

    private static string Iso(LocalDate day) => LocalDatePattern.Iso.Format(day);
}
