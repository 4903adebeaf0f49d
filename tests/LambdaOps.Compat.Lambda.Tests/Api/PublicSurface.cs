using System.Globalization;
using System.Reflection;

namespace LambdaOps.Compat.Lambda.Tests.Api;

/// <summary>Prints what an assembly shows to others, in the form of the lists beside this file.</summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    internal static IReadOnlyDictionary<string, IReadOnlyList<string>> Of(Assembly assembly) =>
        assembly.GetExportedTypes().ToDictionary(Header, t => (IReadOnlyList<string>)[.. Members(t)]);

    /// <summary>The list in the same form: headers in column one, members below, indented by two.</summary>
    internal static IReadOnlyDictionary<string, IReadOnlyList<string>> Parse(string list)
    {
        var types = new Dictionary<string, IReadOnlyList<string>>();
        List<string>? members = null;
        foreach (var line in list.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            if (line[0] != ' ')
            {
                members = [];
                types.Add(line, members);
            }
            else
            {
                members!.Add(line.Trim());
            }
        }

        return types;
    }

    private static string Header(Type type)
    {
        var bases = new List<string>();
        if (type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType) && b != typeof(Enum))
        {
            bases.Add(Name(b));
        }

        bases.AddRange(type.GetInterfaces().Select(Name));
        return $"{Kind(type)} {type.FullName}{(bases.Count == 0 ? string.Empty : " : " + string.Join(", ", bases))}";
    }

    private static string Kind(Type type) =>
        type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => "enum",
            { IsValueType: true } => "struct",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };

    private static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return [string.Join(", ", Enum.GetNames(type))];
        }

        var constructors = type.GetConstructors(Declared)
            .Where(IsVisible)
            .Where(c => !c.IsStatic)
            .Select(c => $"{Protected(c)}ctor({Parameters(c)})");
        var fields = type.GetFields(Declared)
            .Where(f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly)
            .Select(f => $"{(f.IsLiteral ? "const " : "field ")}{Name(f.FieldType)} {f.Name}");
        var properties = type.GetProperties(Declared).Where(p => p.GetAccessors(true).Any(IsVisible)).Select(Property);
        var methods = type.GetMethods(Declared)
            .Where(m => IsVisible(m) && !m.IsSpecialName)
            .Select(m => Method(m, type.IsInterface));
        return constructors.Concat(fields).Concat(properties).Concat(methods);
    }

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Protected(MethodBase method) => method.IsPublic ? string.Empty : "protected ";

    private static string Property(PropertyInfo property)
    {
        var get = property.GetMethod is { } g && IsVisible(g) ? "get; " : string.Empty;
        var set = property.SetMethod is { } s && IsVisible(s) ? "set; " : string.Empty;
        var shared = property.GetAccessors(true)[0].IsStatic ? "static " : string.Empty;
        return $"{shared}{Name(property.PropertyType)} {property.Name} {{ {get}{set}}}";
    }

    private static string Method(MethodInfo method, bool inInterface)
    {
        var modifier =
            method.IsStatic ? "static "
            : !inInterface && method is { IsVirtual: true, IsFinal: false } ? "virtual "
            : string.Empty;
        var types = method.IsGenericMethod
            ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>"
            : string.Empty;
        return $"{Protected(method)}{modifier}{Name(method.ReturnType)} {method.Name}{types}({Parameters(method)})";
    }

    private static string Parameters(MethodBase method) =>
        string.Join(
            ", ",
            method
                .GetParameters()
                .Select(p =>
                    $"{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? " = " + Default(p.DefaultValue) : string.Empty)}"
                )
        );

    private static string Default(object? value) =>
        Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : "null";

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return Name(value) + "?";
        }

        var outer = type.IsNested && !type.IsGenericParameter ? Name(type.DeclaringType!) + "." : string.Empty;
        return Alias(type) ?? outer + (type.IsGenericType ? Generic(type) : type.Name);
    }

    private static string Generic(Type type) =>
        $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";

    private static string? Alias(Type type) =>
        type.FullName switch
        {
            "System.String" => "string",
            "System.Int32" => "int",
            "System.Int64" => "long",
            "System.Boolean" => "bool",
            "System.Object" => "object",
            "System.Void" => "void",
            "System.Double" => "double",
            _ => null,
        };
}
