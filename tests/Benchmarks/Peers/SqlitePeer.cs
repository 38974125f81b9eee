using Ledger.Kernel;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace Ledger.Benchmarks.Peers;

/// <summary>SQLite in this process: plain columns for both axes, each table one tree in the order of its questions; WAL, durable commits.</summary>
/// <param name="file">The database.</param>
/// <param name="connection">Open on it.</param>
internal sealed class SqlitePeer(string file, SqliteConnection connection) : SqlPeer(connection)
{
    private static readonly LocalDate Epoch = new(1970, 1, 1);

    public static SqlitePeer Open(ScratchFolder scratch)
    {
        var file = Path.Combine(scratch.New("sqlite-peer"), "peer.db");
        var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        return new SqlitePeer(file, connection);
    }

    public override string Name => "SQLite";

    protected override string StateSql =>
        """
        SELECT @measure, status, amount, causes FROM states
        WHERE measure = (SELECT number FROM measures WHERE id = @measure) AND part = ''
          AND effective_from <= @day AND effective_to > @day AND known_from <= @known AND known_to > @known
        ORDER BY effective_from DESC LIMIT 1
        """;

    protected override string CheckSql =>
        $"""
        SELECT DISTINCT m.id, s.status, s.amount, '' FROM reach r
        CROSS JOIN states s ON s.measure = r.measure AND s.part = r.part
        CROSS JOIN measures m ON m.number = r.measure
        WHERE r.goods IN ({StatedGoods}) AND r.origin = @origin
          AND r.destination IN (@destination, '*') AND r.barred NOT LIKE @barred
          AND r.effective_from <= @day AND r.effective_to > @day AND r.known_from <= @known AND r.known_to > @known
          AND s.effective_from <= @day AND s.effective_to > @day AND s.known_from <= @known AND s.known_to > @known
          AND s.status IN ({ListedStatuses})
        """;

    protected override string WorldSql =>
        $"""
        SELECT m.id, s.status, s.amount, s.causes FROM states s INDEXED BY in_force
        CROSS JOIN measures m ON m.number = s.measure
        WHERE s.part = '' AND s.status = {InForce}
          AND s.effective_from <= @day AND s.effective_to > @day AND s.known_from <= @known AND s.known_to > @known
        """;

    public override void Fill(ResolvedRows rows)
    {
        Execute(
            """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -262144; PRAGMA mmap_size = 4294967296;
            CREATE TABLE measures (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
            CREATE TABLE states (
                measure INTEGER NOT NULL, part TEXT NOT NULL, effective_from INTEGER NOT NULL, effective_to INTEGER NOT NULL,
                known_from INTEGER NOT NULL, known_to INTEGER NOT NULL, status INTEGER NOT NULL, amount NUMERIC, causes TEXT NOT NULL,
                PRIMARY KEY (measure, part, effective_from, known_from)) WITHOUT ROWID;
            CREATE TABLE reach (
                goods TEXT NOT NULL, origin TEXT NOT NULL, destination TEXT NOT NULL, barred TEXT NOT NULL, measure INTEGER NOT NULL, part TEXT NOT NULL,
                effective_from INTEGER NOT NULL, effective_to INTEGER NOT NULL, known_from INTEGER NOT NULL, known_to INTEGER NOT NULL,
                PRIMARY KEY (goods, origin, destination, effective_from, measure, part, known_from)) WITHOUT ROWID;
            BEGIN;
            """);
        using (var measure = Prepared("INSERT INTO measures VALUES (@number, @id)", ("number", 0), ("id", "")))
        {
            for (var i = 0; i < rows.Measures.Count; i++)
                Run(measure, i, rows.Measures[i]);
        }
        using (var state = Inserting())
        {
            foreach (var row in rows.States)
                Run(state, Values(row));
        }
        using (var reach = Prepared(
            "INSERT INTO reach VALUES (@goods, @origin, @destination, @barred, @measure, @part, @from, @to, @known, @until)",
            [.. "goods origin destination barred measure part from to known until".Split(' ').Select(name => (name, (object)0))]))
        {
            foreach (var row in rows.Reach)
                Run(reach, row.Goods, row.Origin, row.Destination, row.Except, row.Measure, row.Part, Day(row.From), Day(row.To), row.KnownFrom, row.KnownTo);
        }
        Execute(
            $"""
            COMMIT;
            CREATE INDEX in_force ON states (effective_from, effective_to, known_from, known_to, measure, amount, causes) WHERE part = '' AND status = {InForce};
            ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);
            """);
    }

    public override long Bytes() => new FileInfo(file).Length;

    public override void Apply(IReadOnlyList<StateRow> closed, IReadOnlyList<StateRow> opened, long position)
    {
        Execute("BEGIN IMMEDIATE");
        using var close = Prepared(
            "UPDATE states SET known_to = @position WHERE measure = @measure AND part = @part AND effective_from = @from AND known_from = @known",
            ("position", position), ("measure", 0), ("part", ""), ("from", 0), ("known", 0));
        foreach (var row in closed)
            Run(close, position, row.Measure, row.Part, Day(row.From), row.KnownFrom);
        using var open = Inserting();
        foreach (var row in opened)
            Run(open, Values(row));
        Execute("COMMIT");
    }

    protected override object Day(LocalDate day) => NodaTime.Period.DaysBetween(Epoch, day);

    protected override object Known(long position) => position;

    private System.Data.Common.DbCommand Inserting() => Prepared(
        "INSERT INTO states VALUES (@measure, @part, @from, @to, @known, @until, @status, @amount, @causes)",
        [.. "measure part from to known until status amount causes".Split(' ').Select(name => (name, (object)0))]);

    private object[] Values(StateRow row) =>
        [row.Measure, row.Part, Day(row.From), Day(row.To), row.KnownFrom, row.KnownTo, (int)row.Shown.Status, (object?)row.Shown.Amount ?? DBNull.Value, row.Shown.Causes];

    private static void Run(System.Data.Common.DbCommand command, params object[] values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }
}
