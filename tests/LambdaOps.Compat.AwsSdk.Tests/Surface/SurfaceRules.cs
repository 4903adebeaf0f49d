using System.Reflection;
using System.Text.RegularExpressions;
using Amazon.Runtime;

namespace LambdaOps.Compat.AwsSdk.Tests;

/// <summary>
/// What a Compat client may show in public: what follows from the service model by the SDK's rules, and what is listed.
/// </summary>
internal sealed partial class SurfaceRules(CompatService service, IReadOnlySet<string> listed)
{
    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    public List<string> Violations { get; } = [];

    public HashSet<string> UsedFromTheList { get; } = [];

    public void Check(IEnumerable<Type> types)
    {
        foreach (var type in types)
        {
            Check(type);
        }
    }

    private void Check(Type type)
    {
        if (type.Namespace == service.Namespace + ".Model")
        {
            CheckModelType(type);
        }
        else if (type.Namespace != service.Namespace)
        {
            Violate(type, "is in no namespace of the service");
        }
        else if (type.BaseType == typeof(ConstantClass))
        {
            CheckEnumeration(type);
        }
        else
        {
            CheckServiceType(type);
        }
    }

    private void CheckModelType(Type type)
    {
        var model = service.Model;
        var operation = Operation(type.Name, "Request");
        if (operation != null)
        {
            CheckStructure(type, model.Input(operation), $"{service.Namespace}.Amazon{service.Stem}Request");
            return;
        }

        operation = Operation(type.Name, "Response");
        if (operation != null)
        {
            CheckStructure(type, model.Output(operation), typeof(AmazonWebServiceResponse).FullName!);
            return;
        }

        var shapes = model.ShapeNames.Select(model.Shape).ToList();
        // Of CloudWatch's ResourceNotFound and ResourceNotFoundException the SDK makes one class: the one with members.
        var exceptions = shapes.Where(shape => shape.IsException && shape.ExceptionName == type.Name);
        if (exceptions.MaxBy(shape => shape.ErrorMembers.Count()) is { } exception)
        {
            CheckException(type, exception);
        }
        else if (shapes.Find(shape => IsOf(type, shape)) is { } structure)
        {
            CheckStructure(type, structure, typeof(object).FullName!);
        }
        else
        {
            Violate(type, "is no shape of the model");
        }
    }

    private void CheckStructure(Type type, PublishedShape shape, string baseType)
    {
        if (type.BaseType?.FullName != baseType)
        {
            Violate(type, $"does not derive from {baseType}");
        }

        var members = shape.Members.ToDictionary(member => PublishedModel.Pascal(member.Key), member => member.Value);
        foreach (var member in Visible(type))
        {
            if (member is ConstructorInfo { IsPublic: true } constructor && constructor.GetParameters() is [])
            {
                continue;
            }

            if (member is not PropertyInfo property || !members.TryGetValue(property.Name, out var target))
            {
                Unless(Listed(member), member, "is no member of the model");
            }
            else if (Name(property.PropertyType) != Clr(target))
            {
                Violate(member, $"is {Name(property.PropertyType)}, should be {Clr(target)}");
            }
            else if (property is not { GetMethod.IsPublic: true, SetMethod.IsPublic: true })
            {
                Violate(member, "must be readable and writable");
            }
        }
    }

    private void CheckException(Type type, PublishedShape shape)
    {
        if (type.BaseType?.Name != $"Amazon{service.Stem}Exception")
        {
            Violate(type, "does not derive from the service's");
        }

        var constructors = typeof(AmazonServiceException).GetConstructors().Select(Parameters).ToHashSet();
        foreach (var member in Visible(type))
        {
            var follows = member switch
            {
                ConstructorInfo constructor => constructors.Contains(Parameters(constructor)),
                PropertyInfo { GetMethod.IsPublic: true, SetMethod.IsPublic: true } property => shape.ErrorMembers.Any(
                    one =>
                        PublishedModel.Pascal(one.Key) == property.Name && Clr(one.Value) == Name(property.PropertyType)
                ),
                _ => false,
            };
            Unless(follows || Listed(member), member, "is not of an exception");
        }
    }

    private void CheckEnumeration(Type type)
    {
        if (
            !service.Model.ShapeNames.Contains(type.Name)
            || service.Model.Shape(type.Name).Enum is not { Length: > 0 } values
        )
        {
            Violate(type, "is no enumeration of the model");
            return;
        }

        var constants = values.ToDictionary(ConstantName);
        foreach (var member in Visible(type))
        {
            var follows = member switch
            {
                FieldInfo field => field is { IsInitOnly: true, IsStatic: true }
                    && field.FieldType == type
                    && constants.Remove(field.Name, out var value)
                    && ((ConstantClass)field.GetValue(null)!).Value == value,
                MethodInfo method => method.IsStatic
                    && method.Name is "FindValue" or "op_Implicit"
                    && method.ReturnType == type
                    && Parameters(method) == "String",
                ConstructorInfo constructor => Parameters(constructor) == "String",
                _ => false,
            };
            Unless(follows, member, "is not of an enumeration or has another value");
        }

        foreach (var missing in constants.Keys)
        {
            Violate(type, $"lacks {missing}");
        }
    }

    private void CheckServiceType(Type type)
    {
        Unless(ListedType(type), type, "is listed nowhere");
        foreach (var member in Visible(type))
        {
            Unless(IsOperation(member, type) || Listed(member), member, "is no operation and listed nowhere");
        }
    }

    private bool IsOperation(MemberInfo member, Type type)
    {
        if (member is not MethodInfo { IsVirtual: true, IsFinal: false } method)
        {
            return false;
        }

        var operation = method.Name.EndsWith("Async", StringComparison.Ordinal) ? method.Name[..^"Async".Length] : "";
        var model = $"{service.Namespace}.Model.{operation}";
        return type.Name is var name
            && (name == $"Amazon{service.Stem}Client" || name == $"IAmazon{service.Stem}")
            && service.Model.OperationNames.Contains(operation)
            && Name(method.ReturnType) == $"Task<{model}Response>"
            && method.GetParameters() is [var request, { HasDefaultValue: true } token]
            && request.ParameterType.FullName == model + "Request"
            && token.ParameterType == typeof(CancellationToken);
    }

    private static IEnumerable<MemberInfo> Visible(Type type) =>
        type.GetMembers(Declared)
            .Where(member =>
                member switch
                {
                    MethodInfo method => !IsAccessor(method) && IsVisible(method),
                    ConstructorInfo constructor => IsVisible(constructor),
                    FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
                    PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible),
                    EventInfo raised => IsVisible(raised.AddMethod!),
                    Type nested => nested.IsNestedPublic || nested.IsNestedFamily || nested.IsNestedFamORAssem,
                    _ => true,
                }
            );

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsAccessor(MethodInfo method) =>
        method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private string? Operation(string typeName, string suffix) =>
        typeName.EndsWith(suffix, StringComparison.Ordinal)
        && service.Model.OperationNames.Contains(typeName[..^suffix.Length])
            ? typeName[..^suffix.Length]
            : null;

    private static bool IsOf(Type type, PublishedShape shape) =>
        shape.Type == "structure" && !shape.IsException && PublishedModel.Pascal(shape.Name) == type.Name;

    private string Clr(PublishedShape shape) =>
        shape.Type switch
        {
            "string" when shape.Enum.Length > 0 => $"{service.Namespace}.{shape.Name}",
            "string" => "String",
            "integer" => "Int32?",
            "long" => "Int64?",
            "double" => "Double?",
            "boolean" => "Boolean?",
            "timestamp" => "DateTime?",
            "blob" => "MemoryStream",
            "list" => $"List<{ClrItem(shape.Item)}>",
            "map" => $"Dictionary<{ClrItem(shape.Key)}, {ClrItem(shape.Value)}>",
            "structure" => $"{service.Namespace}.Model.{PublishedModel.Pascal(shape.Name)}",
            _ => shape.Type,
        };

    private string ClrItem(PublishedShape shape) => shape.Enum.Length > 0 ? "String" : Clr(shape).TrimEnd('?');

    /// <summary>The SDK's name for a value: what is no letter, digit or underscore goes, a capital follows.</summary>
    private static string ConstantName(string value) =>
        string.Concat(Separators().Split(value).Where(part => part != "").Select(PublishedModel.Pascal));

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)));

    private static string Name(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } value)
        {
            return value.Name + "?";
        }

        if (!type.IsGenericType)
        {
            return
                type.FullName!.StartsWith("Amazon.", StringComparison.Ordinal)
                && !type.FullName.StartsWith("Amazon.Runtime.", StringComparison.Ordinal)
                ? type.FullName
                : type.Name;
        }

        return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<"
            + $"{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }

    private string Signature(MemberInfo member) =>
        Generic(
            member switch
            {
                ConstructorInfo constructor => $"{member.DeclaringType!.Name}({Parameters(constructor)})",
                MethodInfo method =>
                    $"{member.DeclaringType!.Name}.{method.Name}({Parameters(method)}) : {Name(method.ReturnType)}",
                PropertyInfo property =>
                    $"{member.DeclaringType!.Name}.{property.Name} : {Name(property.PropertyType)}",
                Type type => type.Name,
                _ => $"{member.DeclaringType!.Name}.{member.Name}",
            }
        );

    private string Generic(string text) =>
        text.Replace(service.Namespace + ".", "", StringComparison.Ordinal)
            .Replace(service.Stem, "{X}", StringComparison.Ordinal);

    private bool Listed(MemberInfo member)
    {
        var signature = Signature(member);
        if (listed.Contains(signature))
        {
            UsedFromTheList.Add(signature);
        }

        return listed.Contains(signature);
    }

    private bool ListedType(Type type)
    {
        var bases = type.GetInterfaces()
            .Where(face => type.BaseType?.GetInterfaces().Contains(face) != true)
            .Select(face => face.Name);
        if (type.BaseType != null)
        {
            bases = bases.Append(type.BaseType.Name);
        }

        var sorted = bases.Select(Generic).Order(StringComparer.Ordinal);
        var signature = $"type {Generic(type.Name)} : {string.Join(", ", sorted)}";
        if (listed.Contains(signature))
        {
            UsedFromTheList.Add(signature);
        }

        return listed.Contains(signature);
    }

    private void Unless(bool allowed, MemberInfo member, string what)
    {
        if (!allowed)
        {
            Violate(member, what);
        }
    }

    private void Violate(MemberInfo member, string what) => Violations.Add($"{Signature(member)} {what}");

    [GeneratedRegex("[^A-Za-z0-9_]+")]
    private static partial Regex Separators();
}
