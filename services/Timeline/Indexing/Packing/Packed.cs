using System.Linq.Expressions;
using System.Reflection;
using Ledger.Events;
using Ledger.Kernel;

namespace Ledger.Timeline.Indexing.Packing;

/// <summary>
/// How values of one type are packed, made once from the type's shape: a record is its constructor's parameters one behind another, after a mark
/// that it is there; an event's body has its wire name before it. Private to the index: what is stored and published is the document.
/// </summary>
internal static class Packed<T>
{
    /// <summary>Writes a value.</summary>
    public static Action<PackedWriter, T> Write { get; }

    /// <summary>Reads a value.</summary>
    public static Func<PackedReader, T> Read { get; }

    static Packed()
    {
        var (writer, reader, value) = (Expression.Parameter(typeof(PackedWriter)), Expression.Parameter(typeof(PackedReader)), Expression.Parameter(typeof(T)));
        var (write, read) = PackedShape.Of(typeof(T), writer, reader, value);
        Write = Expression.Lambda<Action<PackedWriter, T>>(write, writer, value).Compile();
        Read = Expression.Lambda<Func<PackedReader, T>>(read, reader).Compile();
    }
}

/// <summary>The shapes of packed types, as expressions that are compiled once.</summary>
internal static class PackedShape
{
    /// <summary>How a value is written and how one is read.</summary>
    /// <exception cref="NotSupportedException">No value of the type stands in an event.</exception>
    public static (Expression Write, Expression Read) Of(Type type, Expression writer, Expression reader, Expression value)
    {
        if (type == typeof(string))
            return (Call(writer, nameof(PackedWriter.Word), value), Call(reader, nameof(PackedReader.Word)));
        if (type == typeof(LegalMoment))
            return (Call(writer, nameof(PackedWriter.Moment), value), Call(reader, nameof(PackedReader.Moment)));
        if (type == typeof(decimal))
            return (Call(writer, nameof(PackedWriter.Amount), value), Call(reader, nameof(PackedReader.Amount)));
        if (type == typeof(bool))
            return (Call(writer, nameof(PackedWriter.Flag), value), Call(reader, nameof(PackedReader.Flag)));
        if (type.IsEnum || type == typeof(int) || type == typeof(long))
            return (Call(writer, nameof(PackedWriter.Signed), Expression.Convert(value, typeof(long))), Expression.Convert(Call(reader, nameof(PackedReader.Signed)), type));
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return OfNullable(type, underlying, writer, reader, value);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Items<>))
            return OfOwn(nameof(WriteItems), nameof(ReadItems), type.GetGenericArguments()[0], writer, reader, value);
        if (type == typeof(EventBody))
            return (Expression.Call(typeof(PackedBody), nameof(PackedBody.Write), null, writer, value), Expression.Call(typeof(PackedBody), nameof(PackedBody.Read), null, reader));
        return type is { IsClass: true, IsSealed: true } ? OfRecord(type, writer, reader, value) : throw new NotSupportedException($"{type} stands in no event");
    }

    private static (Expression Write, Expression Read) OfNullable(Type type, Type underlying, Expression writer, Expression reader, Expression value)
    {
        var has = Expression.Property(value, nameof(Nullable<>.HasValue));
        var (write, read) = Of(underlying, writer, reader, Expression.Property(value, nameof(Nullable<>.Value)));
        return (
            Expression.Block(Call(writer, nameof(PackedWriter.Flag), has), Expression.IfThen(has, write)),
            Expression.Condition(Call(reader, nameof(PackedReader.Flag)), Expression.Convert(read, type), Expression.Default(type)));
    }

    private static (Expression Write, Expression Read) OfRecord(Type type, Expression writer, Expression reader, Expression value)
    {
        var constructor = type.GetConstructors().MaxBy(each => each.GetParameters().Length)!;
        var there = Expression.NotEqual(value, Expression.Constant(null, type));
        var (writes, reads) = (new List<Expression>(), new List<Expression>());
        foreach (var parameter in constructor.GetParameters())
        {
            var (write, read) = Parameter(parameter, writer, reader, Expression.Property(value, parameter.Name!));
            writes.Add(write);
            reads.Add(read);
        }
        return (
            Expression.Block([Call(writer, nameof(PackedWriter.Flag), there), Expression.IfThen(there, Expression.Block([.. writes, Expression.Empty()]))]),
            Expression.Condition(Call(reader, nameof(PackedReader.Flag)), Expression.New(constructor, reads), Expression.Constant(null, type)));
    }

    /// <summary>Records within a record are written by their own compiled shape, so that each is made once.</summary>
    private static (Expression Write, Expression Read) Parameter(ParameterInfo parameter, Expression writer, Expression reader, Expression value)
    {
        var type = parameter.ParameterType;
        return type is { IsClass: true, IsSealed: true } && type != typeof(string) && type != typeof(LegalMoment)
            ? OfOwn(nameof(WriteRecord), nameof(ReadRecord), type, writer, reader, value)
            : Of(type, writer, reader, value);
    }

    private static (Expression Write, Expression Read) OfOwn(string write, string read, Type of, Expression writer, Expression reader, Expression value) =>
        (Expression.Call(typeof(PackedShape), write, [of], writer, value), Expression.Call(typeof(PackedShape), read, [of], reader));

    private static MethodCallExpression Call(Expression on, string method, params Expression[] values) => Expression.Call(on, method, null, values);

    private static void WriteRecord<T>(PackedWriter writer, T value) => Packed<T>.Write(writer, value);

    private static T ReadRecord<T>(PackedReader reader) => Packed<T>.Read(reader);

    private static void WriteItems<T>(PackedWriter writer, Items<T> items)
    {
        writer.Number((ulong)items.Count);
        foreach (var item in items.AsSpan())
            Packed<T>.Write(writer, item);
    }

    private static Items<T> ReadItems<T>(PackedReader reader)
    {
        var count = (int)reader.Number();
        if (count == 0)
            return [];
        var items = new T[count];
        for (var i = 0; i < count; i++)
            items[i] = Packed<T>.Read(reader);
        return Items.Owning(items);
    }
}

/// <summary>The bodies of events, each behind its wire name.</summary>
internal static class PackedBody
{
    private static readonly Dictionary<Type, (string Name, Action<PackedWriter, EventBody> Write)> Writers =
        WireNames.All.ToDictionary(pair => pair.Key, pair => (pair.Value, ((ICase)Activator.CreateInstance(typeof(Case<>).MakeGenericType(pair.Key))!).Write));

    private static readonly Dictionary<string, Func<PackedReader, EventBody>> Readers =
        WireNames.All.ToDictionary(pair => pair.Value, pair => ((ICase)Activator.CreateInstance(typeof(Case<>).MakeGenericType(pair.Key))!).Read, StringComparer.Ordinal);

    public static void Write(PackedWriter writer, EventBody body)
    {
        var (name, write) = Writers[body.GetType()];
        writer.Word(name);
        write(writer, body);
    }

    public static EventBody Read(PackedReader reader) => Readers[reader.Word()!](reader);

    private interface ICase
    {
        Action<PackedWriter, EventBody> Write { get; }

        Func<PackedReader, EventBody> Read { get; }
    }

    private sealed class Case<T> : ICase
        where T : EventBody
    {
        public Action<PackedWriter, EventBody> Write => static (writer, body) => Packed<T>.Write(writer, (T)body);

        public Func<PackedReader, EventBody> Read => static reader => Packed<T>.Read(reader);
    }
}
