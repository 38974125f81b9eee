using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ledger.Kernel;

namespace Ledger.Events;

/// <summary>
/// How values of one type stand in a document as <see cref="EventCodec.Encode"/> writes it, found once from <see cref="JsonShape"/>: read in one pass, without
/// asking what else could stand there. A reader comes to the value's first token and goes as far as its last.
/// </summary>
internal abstract class StraightShape
{
    private static readonly ConcurrentDictionary<Type, StraightShape> Known = new();

    /// <summary>The shape of a type.</summary>
    public static StraightShape Of(Type type) => Known.GetOrAdd(type, static type => Make(Nullable.GetUnderlyingType(type) ?? type));

    /// <exception cref="JsonException">It stands otherwise: the codec is to look closer.</exception>
    public abstract object Read(ref Utf8JsonReader reader);

    /// <summary>A text; short ones are mostly said again and again, and those said last are kept.</summary>
    public static string TextOf(ref Utf8JsonReader reader) => RecentTexts.Of(ref reader, static text => text);

    protected static JsonException Otherwise() => new("it stands otherwise");

    private static readonly Recent<string> RecentTexts = new();

    private static StraightShape Make(Type type) =>
        type == typeof(string) ? new Text()
        : type == typeof(LegalMoment) ? new Moment()
        : type == typeof(decimal) ? new Amount()
        : type == typeof(bool) ? new Truth()
        : type == typeof(int) ? new Whole()
        : type == typeof(EventBody) ? new Replacement()
        : type.IsEnum ? new Word(type)
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Items<>) ? (StraightShape)Activator.CreateInstance(typeof(Several<>).MakeGenericType(type.GetGenericArguments()))!
        : new Record(type);

    private sealed class Text : StraightShape
    {
        public override object Read(ref Utf8JsonReader reader) => TextOf(ref reader);
    }

    private sealed class Moment : StraightShape
    {
        private readonly Recent<LegalMoment> _recent = new();

        public override object Read(ref Utf8JsonReader reader) =>
            _recent.Of(ref reader, static text => LegalMoment.TryParse(text, out var moment, out _) ? moment : throw Otherwise());
    }

    private sealed class Amount : StraightShape
    {
        public override object Read(ref Utf8JsonReader reader) =>
            decimal.TryParse(TextOf(ref reader), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount) ? amount : throw Otherwise();
    }

    private sealed class Truth : StraightShape
    {
        private static readonly object True = true;
        private static readonly object False = false;

        public override object Read(ref Utf8JsonReader reader) => reader.TokenType switch { JsonTokenType.True => True, JsonTokenType.False => False, _ => throw Otherwise() };
    }

    private sealed class Whole : StraightShape
    {
        public override object Read(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : throw Otherwise();
    }

    /// <summary>A value of an enumeration.</summary>
    private sealed class Word(Type type) : StraightShape
    {
        private readonly (byte[] Name, object Value)[] _values =
            [.. Enum.GetValues(type).Cast<object>().Select(value => (Encoding.UTF8.GetBytes(JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()!)), value))];

        public override object Read(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.String)
                throw Otherwise();
            foreach (var (name, value) in _values)
            {
                if (reader.ValueSpan.SequenceEqual(name))
                    return value;
            }
            throw Otherwise();
        }
    }

    private sealed class Several<T> : StraightShape
    {
        private readonly StraightShape _one = Of(typeof(T));

        public override object Read(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
                throw Otherwise();
            var items = new List<T>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                items.Add((T)_one.Read(ref reader));
            return items.ToItems();
        }
    }

    /// <summary>A correction's replacement, keyed by its short name.</summary>
    private sealed class Replacement : StraightShape
    {
        public override object Read(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || reader.TokenType != JsonTokenType.PropertyName)
                throw Otherwise();
            var type = WireNames.TypeOfShortName(reader.GetString()!);
            if (type is null || type == typeof(EventCorrected) || type == typeof(EventRetracted))
                throw Otherwise();
            reader.Read();
            var body = Of(type).Read(ref reader);
            return reader.Read() && reader.TokenType == JsonTokenType.EndObject ? body : throw Otherwise();
        }
    }

    /// <summary>A record: its fields, in any order, none twice; those that it must have, and no others.</summary>
    private sealed class Record : StraightShape
    {
        private readonly Field[] _fields;
        private readonly ulong _required;
        private readonly Func<object?[], object> _make;

        public Record(Type type)
        {
            var constructor = type.GetConstructors().Single();
            var properties = JsonShape.Options.GetTypeInfo(type).Properties.ToDictionary(property => ((PropertyInfo)property.AttributeProvider!).Name);
            _fields = [.. constructor.GetParameters().Select(parameter => new Field(properties[parameter.Name!]))];
            if (_fields.Length != properties.Count || _fields.Length > 64)
                throw new InvalidOperationException($"{type.Name} has fields beside those that it is made of, or very many");
            for (var i = 0; i < _fields.Length; i++)
                _required |= _fields[i].IsRequired ? 1UL << i : 0;
            var values = Expression.Parameter(typeof(object[]));
            _make = Expression.Lambda<Func<object?[], object>>(
                Expression.New(constructor, constructor.GetParameters().Select((parameter, i) => ValueOf(Expression.ArrayIndex(values, Expression.Constant(i)), parameter.ParameterType))), values).Compile();
        }

        public override object Read(ref Utf8JsonReader reader)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw Otherwise();
            var values = new object?[_fields.Length];
            var (read, next) = (0UL, 0);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var at = PlaceOf(reader.ValueSpan, next);
                if (at < 0 || (read & (1UL << at)) != 0)
                    throw Otherwise();
                reader.Read();
                values[at] = _fields[at].Shape.Read(ref reader);
                read |= 1UL << at;
                next = at + 1;
            }
            return reader.TokenType == JsonTokenType.EndObject && (_required & ~read) == 0 ? _make(values) : throw Otherwise();
        }

        /// <summary>Which field is of that name, sought first where it usually stands.</summary>
        private int PlaceOf(ReadOnlySpan<byte> name, int from)
        {
            for (var i = 0; i < _fields.Length; i++)
            {
                var at = from + i < _fields.Length ? from + i : from + i - _fields.Length;
                if (name.SequenceEqual(_fields[at].Name))
                    return at;
            }
            return -1;
        }

        /// <summary>A value, or what the type has where none was said.</summary>
        private static Expression ValueOf(Expression value, Type type) =>
            type.IsValueType ? Expression.Condition(Expression.ReferenceEqual(value, Expression.Constant(null)), Expression.Default(type), Expression.Convert(value, type)) : Expression.Convert(value, type);
    }

    private sealed class Field(JsonPropertyInfo property)
    {
        public byte[] Name { get; } = Encoding.UTF8.GetBytes(property.Name);

        public bool IsRequired { get; } = property.IsRequired;

        /// <summary>Sought when it is first read: a record may hold others of its own kind.</summary>
        public StraightShape Shape => field ??= Of(property.PropertyType);
    }

    /// <summary>What short texts said last were read as.</summary>
    private sealed class Recent<T>
        where T : class
    {
        private const int Longest = 24;

        private readonly Said?[] _said = new Said?[1 << 12];

        public T Of(ref Utf8JsonReader reader, Func<string, T> read)
        {
            if (reader.TokenType != JsonTokenType.String)
                throw Otherwise();
            if (reader.ValueIsEscaped || reader.ValueSpan.Length is 0 or > Longest)
                return read(reader.GetString()!);
            var text = reader.ValueSpan;
            ref var kept = ref _said[PlaceOf(text)];
            var known = Volatile.Read(ref kept);
            if (known is not null && text.SequenceEqual(known.Utf8))
                return known.Value;
            known = new Said(text.ToArray(), read(reader.GetString()!));
            Volatile.Write(ref kept, known);
            return known.Value;
        }

        private int PlaceOf(ReadOnlySpan<byte> text)
        {
            Span<byte> padded = stackalloc byte[Longest];
            padded.Clear();
            text.CopyTo(padded);
            var mixed = (BinaryPrimitives.ReadUInt64LittleEndian(padded) * 0x9E3779B97F4A7C15UL) ^ (BinaryPrimitives.ReadUInt64LittleEndian(padded[8..]) * 0xC2B2AE3D27D4EB4FUL)
                ^ (BinaryPrimitives.ReadUInt64LittleEndian(padded[16..]) * 0x165667B19E3779F9UL);
            return (int)(mixed >> 40) & (_said.Length - 1);
        }

        private sealed record Said(byte[] Utf8, T Value);
    }
}
