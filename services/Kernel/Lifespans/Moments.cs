using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;

namespace Ledger.Kernel.Lifespans;

/// <summary>
/// The dates that a body states, wherever they stand in it. What to look at follows from the type, so that no new event type can escape it, and is
/// compiled once: answers ask it of every effect.
/// </summary>
public static class Moments
{
    private static readonly ConcurrentDictionary<Type, Action<object, List<LegalMoment>>> Collectors = new();

    /// <summary>All dates of a body, in the order of its fields.</summary>
    public static IReadOnlyList<LegalMoment> Of(EventBody body)
    {
        var found = new List<LegalMoment>(4);
        Collectors.GetOrAdd(body.GetType(), static type => Compile(type))(body, found);
        return found;
    }

    /// <summary>True where every date of an effect is one day or moment, so that every reading takes them alike.</summary>
    public static bool AreExact(Effect effect)
    {
        if (!effect.AnnouncedOn.IsExact)
            return false;
        foreach (var moment in Of(effect.Body))
        {
            if (!moment.IsExact)
                return false;
        }
        return true;
    }

    private static Action<object, List<LegalMoment>> Compile(Type type)
    {
        var (body, found) = (Expression.Parameter(typeof(object)), Expression.Parameter(typeof(List<LegalMoment>)));
        var typed = Expression.Variable(type);
        var statements = new List<Expression> { Expression.Assign(typed, Expression.Convert(body, type)) };
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite && MayHold(property.PropertyType, [])))
        {
            var value = Expression.Property(typed, property);
            statements.Add(property.PropertyType == typeof(LegalMoment)
                ? Expression.IfThen(Expression.ReferenceNotEqual(value, Expression.Constant(null)), Expression.Call(found, nameof(List<>.Add), null, value))
                : Expression.Call(typeof(Moments), nameof(Collect), null, Expression.Convert(value, typeof(object)), found));
        }
        return Expression.Lambda<Action<object, List<LegalMoment>>>(Expression.Block([typed], [.. statements, Expression.Empty()]), body, found).Compile();
    }

    private static void Collect(object? value, List<LegalMoment> found)
    {
        switch (value)
        {
            case null:
                break;
            case System.Collections.IEnumerable items:
                foreach (var item in items)
                    Collect(item, found);
                break;
            case LegalMoment moment:
                found.Add(moment);
                break;
            default:
                Collectors.GetOrAdd(value.GetType(), static type => Compile(type))(value, found);
                break;
        }
    }

    /// <summary>Whether a value of a type may hold a date; what may stand there of several types may.</summary>
    private static bool MayHold(Type type, HashSet<Type> above)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(LegalMoment))
            return true;
        if (type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(decimal) || !above.Add(type))
            return false;
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Items<>)
            ? MayHold(type.GetGenericArguments()[0], above)
            : type.IsAbstract || type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Any(property => property.CanWrite && MayHold(property.PropertyType, above));
    }
}
