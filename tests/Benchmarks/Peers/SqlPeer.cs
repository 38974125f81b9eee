using System.Data.Common;
using Ledger.Kernel;
using Ledger.Kernel.Lifespans;
using NodaTime;

namespace Ledger.Benchmarks.Peers;

/// <summary>
/// A database that an application would keep resolved measures in: filled in bulk, then asked by one prepared statement a question over one
/// connection. The statements are each database's own.
/// </summary>
/// <param name="connection">Open.</param>
internal abstract class SqlPeer(DbConnection connection) : IAsyncDisposable
{
    /// <summary>What a check lists, as the numbers that stand in the tables.</summary>
    protected static readonly string ListedStatuses = string.Join(", ", Enum.GetValues<Status>().Where(Resolved.IsListed).Select(status => $"{(int)status}"));

    /// <summary>As the number that stands in the tables.</summary>
    protected const int InForce = (int)Status.InForce;

    /// <summary>Digits of chapters, headings and subheadings.</summary>
    private static readonly int[] HarmonizedLevels = [2, 4, 6];

    /// <summary>The goods in every sort: a key of each but codes, and of codes the levels and the code itself.</summary>
    private static readonly string[] GoodsParameters = [.. Enumerable.Range(0, 7).Select(number => $"goods{number}")];

    /// <summary>The same in SQL.</summary>
    protected static readonly string StatedGoods = string.Join(", ", GoodsParameters.Select(name => $"@{name}"));

    private DbCommand? _state;
    private DbCommand? _check;
    private DbCommand? _world;

    public abstract string Name { get; }

    /// <summary>By the measure's id, the day and what is known: <c>@measure @day @known</c>.</summary>
    protected abstract string StateSql { get; }

    /// <summary>By goods, origin, destination, day and what is known: <c>@goods0…6 @origin @destination @barred @day @known</c>.</summary>
    protected abstract string CheckSql { get; }

    /// <summary>By day and what is known: <c>@day @known</c>.</summary>
    protected abstract string WorldSql { get; }

    /// <summary>Makes the tables, loads them the bulk way, builds what is built after loading, and gathers statistics.</summary>
    public abstract void Fill(ResolvedRows rows);

    /// <summary>Bytes of tables and indexes on disk.</summary>
    public abstract long Bytes();

    /// <summary>Closes and opens rows of states in one durable transaction.</summary>
    /// <param name="closed">Rows that are otherwise from a position.</param>
    /// <param name="opened">Rows that hold from it.</param>
    /// <param name="position">The position.</param>
    public abstract void Apply(IReadOnlyList<StateRow> closed, IReadOnlyList<StateRow> opened, long position);

    /// <summary>Prepares the questions, once the tables are there.</summary>
    public void Prepare()
    {
        var (day, known) = (("day", Day(Axes.FirstDay)), ("known", Known(0)));
        _state = Prepared(StateSql, ("measure", ""), day, known);
        _check = Prepared(CheckSql, [.. GoodsParameters.Select(name => (name, (object)"")), ("origin", ""), ("destination", ""), ("barred", ""), day, known]);
        _world = Prepared(WorldSql, day, known);
    }

    /// <summary>One measure as a whole: no row where it is not known or not yet announced.</summary>
    public List<AnswerRow> State(Asking asking)
    {
        _state!.Parameters["@measure"].Value = asking.Measure;
        return Answer(_state, asking);
    }

    /// <summary>The measures in force or held back for a trade, without causes.</summary>
    public List<AnswerRow> Check(Asking asking)
    {
        foreach (var (name, form) in GoodsParameters.Zip(asking.Trade.Goods.SelectMany(Forms)))
            _check!.Parameters[$"@{name}"].Value = form;
        _check!.Parameters["@origin"].Value = asking.Trade.Origin!;
        _check.Parameters["@destination"].Value = asking.Trade.Destination!;
        _check.Parameters["@barred"].Value = $"%|{asking.Trade.Destination}|%";
        return Answer(_check, asking);
    }

    /// <summary>All measures in force.</summary>
    public List<AnswerRow> World(Asking asking) => Answer(_world!, asking);

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var command in new[] { _state, _check, _world }.OfType<DbCommand>())
            await command.DisposeAsync();
        await connection.DisposeAsync();
    }

    /// <summary>A day as the database's parameter.</summary>
    protected abstract object Day(LocalDate day);

    /// <summary>A position as the database's parameter.</summary>
    protected abstract object Known(long position);

    protected void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }

    protected DbCommand Prepared(string sql, params (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
            Add(command, name, value);
        command.Prepare();
        return command;
    }

    protected static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = ($"@{name}", value);
        command.Parameters.Add(parameter);
    }

    /// <summary>The keys of scopes that a stated key meets: a code's first two, four and six digits, whoever's, and the key itself.</summary>
    private static IEnumerable<string> Forms(GoodsKey stated) =>
        stated.Sort == GoodsSort.Code ? [.. HarmonizedLevels.Select(digits => $"hs:{stated.Value[..digits]}"), stated.ToString()] : [stated.ToString()];

    private List<AnswerRow> Answer(DbCommand command, Asking asking)
    {
        command.Parameters["@day"].Value = Day(asking.Day);
        command.Parameters["@known"].Value = Known(asking.Cut.Ledger.Position);
        using var reader = command.ExecuteReader();
        var rows = new List<AnswerRow>();
        while (reader.Read())
            rows.Add(new AnswerRow(reader.GetString(0), (Status)reader.GetInt16(1), reader.IsDBNull(2) ? null : reader.GetDecimal(2), reader.GetString(3)));
        return rows;
    }
}
