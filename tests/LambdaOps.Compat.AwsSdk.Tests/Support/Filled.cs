using System.Collections;
using System.Reflection;
using Amazon.Runtime;

namespace LambdaOps.Compat.AwsSdk.Tests;

/// <summary>Makes objects whose every own member is set, each value different from all others.</summary>
public sealed class Filled
{
    /// <summary>How often what may hold its own kind is within itself.</summary>
    internal const int Nested = 2;

    private readonly Stack<Type> _within = new();

    private int _count;

    public static object Of(Type type) => new Filled().Make(type);

    /// <summary>The members that a model can know of: not those of the SDK's base classes.</summary>
    public static IEnumerable<PropertyInfo> OwnMembers(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);

    private bool IsTooDeep(Type type) =>
        _within.Count(outer => outer == (type.IsGenericType ? type.GetGenericArguments()[^1] : type)) >= Nested;

    private object Make(Type type)
    {
        _count++;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return $"text {_count} &=+/%é\"<";
        }

        if (type == typeof(int))
        {
            return _count;
        }

        if (type == typeof(long))
        {
            return 10_000_000_000L + _count;
        }

        if (type == typeof(double))
        {
            return _count + 0.25;
        }

        if (type == typeof(bool))
        {
            return _count % 2 == 0;
        }

        if (type == typeof(DateTime))
        {
            return DateTime.UnixEpoch.AddDays(20_000).AddMilliseconds(_count * 1001);
        }

        if (type == typeof(MemoryStream))
        {
            return new MemoryStream([1, 2, (byte)_count]);
        }

        if (type.IsSubclassOf(typeof(ConstantClass)))
        {
            return Constant(type);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>))
        {
            return List(type);
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>))
        {
            return Map(type);
        }

        if (!type.FullName!.StartsWith("Amazon.", StringComparison.Ordinal))
        {
            throw new NotSupportedException($"No example of {type}.");
        }

        var made = Activator.CreateInstance(type)!;
        _within.Push(type);
        foreach (var member in OwnMembers(type).Where(member => !IsTooDeep(member.PropertyType)))
        {
            member.SetValue(made, Make(member.PropertyType));
        }

        _within.Pop();
        return made;
    }

    private static object Constant(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).First().GetValue(null)!;

    private IList List(Type type)
    {
        var list = (IList)Activator.CreateInstance(type)!;
        for (var i = 0; i < 2; i++)
        {
            list.Add(Make(type.GetGenericArguments()[0]));
        }

        return list;
    }

    private IDictionary Map(Type type)
    {
        var map = (IDictionary)Activator.CreateInstance(type)!;
        for (var i = 0; i < 2; i++)
        {
            map.Add($"key {i}", Make(type.GetGenericArguments()[1]));
        }

        return map;
    }
}
