using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using NodaTime;

namespace Ledger.Benchmarks.Peers;

/// <summary>
/// PostgreSQL 15: a range for each axis, and GiST over key and both ranges, which is the constraint that no two states overlap. What a measure reaches is found
/// by a B-tree: GiST cannot be asked for one of several goods keys.
/// </summary>
/// <remarks>
/// The measure's number is a subquery and no join, because the planner takes a range that contains a value for as rare as a key, and may leave the key out.
/// </remarks>
/// <param name="server">The benchmark's own.</param>
/// <param name="connection">Open on it.</param>
internal sealed class PostgresPeer(PostgresServer server, NpgsqlConnection connection) : SqlPeer(connection)
{
    private readonly NpgsqlConnection _connection = connection;

    /// <summary>Null, with a sentence, where PostgreSQL 15 is not installed.</summary>
    public static async Task<PostgresPeer?> StartAsync(ScratchFolder scratch)
    {
        if (await PostgresServer.StartAsync(
            scratch, "shared_buffers=1GB", "effective_cache_size=8GB", "work_mem=64MB", "maintenance_work_mem=512MB", "max_wal_size=4GB", "random_page_cost=1.1", "jit=off") is not { } server)
        {
            return null;
        }
        var connection = new NpgsqlConnection($"{server.OverSocket};Pooling=false;Command Timeout=0");
        await connection.OpenAsync();
        return new PostgresPeer(server, connection);
    }

    public override string Name => "PostgreSQL 15";

    protected override string StateSql =>
        """
        SELECT @measure, status, amount, causes FROM states
        WHERE measure = (SELECT number FROM measures WHERE id = @measure) AND part = '' AND effective @> @day AND known @> @known
        """;

    protected override string CheckSql =>
        $"""
        SELECT DISTINCT m.id, s.status, s.amount, '' FROM reach r
        JOIN states s ON s.measure = r.measure AND s.part = r.part
        JOIN measures m ON m.number = r.measure
        WHERE r.goods IN ({StatedGoods}) AND r.origin = @origin
          AND r.destination IN (@destination, '*') AND r.barred NOT LIKE @barred
          AND r.effective @> @day AND r.known @> @known AND s.effective @> @day AND s.known @> @known
          AND s.status IN ({ListedStatuses})
        """;

    protected override string WorldSql =>
        $"""
        SELECT m.id, s.status, s.amount, s.causes FROM states s JOIN measures m ON m.number = s.measure
        WHERE s.part = '' AND s.status = {InForce} AND s.effective @> @day AND s.known @> @known
        """;

    public override void Fill(ResolvedRows rows)
    {
        Execute(
            """
            CREATE EXTENSION btree_gist;
            CREATE TABLE measures (number int PRIMARY KEY, id text NOT NULL UNIQUE);
            CREATE TABLE states (
                measure int NOT NULL, part text NOT NULL, effective daterange NOT NULL, known int8range NOT NULL,
                status smallint NOT NULL, amount numeric, causes text NOT NULL);
            CREATE TABLE reach (
                goods text NOT NULL, origin text NOT NULL, destination text NOT NULL, barred text NOT NULL, measure int NOT NULL, part text NOT NULL,
                effective daterange NOT NULL, known int8range NOT NULL);
            """);
        Copy("measures (number, id)", rows.Measures.Select((id, number) => (id, number)), (to, each) =>
        {
            to.Write(each.number, NpgsqlDbType.Integer);
            to.Write(each.id, NpgsqlDbType.Text);
        });
        Copy("states (measure, part, effective, known, status, amount, causes)", rows.States, Write);
        Copy("reach (goods, origin, destination, barred, measure, part, effective, known)", rows.Reach, Write);
        Execute(
            $"""
            ALTER TABLE states ADD CONSTRAINT one_state EXCLUDE USING gist (measure WITH =, part WITH =, effective WITH &&, known WITH &&);
            CREATE INDEX in_force ON states USING gist (effective, known) WHERE part = '' AND status = {InForce};
            CREATE INDEX reached ON reach (goods, origin, destination);
            """);
        Execute("VACUUM ANALYZE");
    }

    public override long Bytes()
    {
        using var command = new NpgsqlCommand("SELECT pg_total_relation_size('measures') + pg_total_relation_size('states') + pg_total_relation_size('reach')", _connection);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public override void Apply(IReadOnlyList<StateRow> closed, IReadOnlyList<StateRow> opened, long position)
    {
        using var transaction = _connection.BeginTransaction();
        using var batch = new NpgsqlBatch(_connection, transaction);
        foreach (var row in closed)
            Add("UPDATE states SET known = int8range(lower(known), $1) WHERE measure = $2 AND part = $3 AND effective @> $4 AND known @> 9223372036854775806", position, row.Measure, row.Part, row.From.ToDateOnly());
        foreach (var row in opened)
            Add("INSERT INTO states VALUES ($1, $2, $3, $4, $5, $6, $7)", row.Measure, row.Part, Effective(row.From, row.To), Known(row.KnownFrom, row.KnownTo), (short)row.Shown.Status, (object?)row.Shown.Amount ?? DBNull.Value, row.Shown.Causes);
        batch.ExecuteNonQuery();
        transaction.Commit();

        void Add(string sql, params object[] values)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            foreach (var value in values)
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            batch.BatchCommands.Add(command);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await server.DisposeAsync();
    }

    protected override object Day(LocalDate day) => day.ToDateOnly();

    protected override object Known(long position) => position;

    private void Copy<T>(string table, IEnumerable<T> rows, Action<NpgsqlBinaryImporter, T> write)
    {
        using var importer = _connection.BeginBinaryImport($"COPY {table} FROM STDIN (FORMAT BINARY)");
        foreach (var row in rows)
        {
            importer.StartRow();
            write(importer, row);
        }
        importer.Complete();
    }

    private static void Write(NpgsqlBinaryImporter to, StateRow row)
    {
        to.Write(row.Measure, NpgsqlDbType.Integer);
        to.Write(row.Part, NpgsqlDbType.Text);
        to.Write(Effective(row.From, row.To), NpgsqlDbType.DateRange);
        to.Write(Known(row.KnownFrom, row.KnownTo), NpgsqlDbType.BigIntRange);
        to.Write((short)row.Shown.Status, NpgsqlDbType.Smallint);
        if (row.Shown.Amount is { } amount)
            to.Write(amount, NpgsqlDbType.Numeric);
        else
            to.WriteNull();
        to.Write(row.Shown.Causes, NpgsqlDbType.Text);
    }

    private static void Write(NpgsqlBinaryImporter to, ReachRow row)
    {
        foreach (var text in new[] { row.Goods, row.Origin, row.Destination, row.Except })
            to.Write(text, NpgsqlDbType.Text);
        to.Write(row.Measure, NpgsqlDbType.Integer);
        to.Write(row.Part, NpgsqlDbType.Text);
        to.Write(Effective(row.From, row.To), NpgsqlDbType.DateRange);
        to.Write(Known(row.KnownFrom, row.KnownTo), NpgsqlDbType.BigIntRange);
    }

    private static NpgsqlRange<DateOnly> Effective(LocalDate from, LocalDate to) => new(from.ToDateOnly(), true, false, to.ToDateOnly(), false, to == Axes.NoEnd);

    private static NpgsqlRange<long> Known(long from, long to) => new(from, true, false, to, false, to == Axes.Current);
}
