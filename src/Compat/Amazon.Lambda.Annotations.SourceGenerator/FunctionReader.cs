using Amazon.Lambda.Annotations.SourceGenerator.Model;
using Microsoft.CodeAnalysis;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>Reads a [LambdaFunction] method.</summary>
internal static class FunctionReader
{
    private static readonly SymbolDisplayFormat FullName =
        SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(
            SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier
        );

    internal static FunctionModel Read(IMethodSymbol method)
    {
        var problems = new List<Problem>();
        if (WhyUnusable(method) is { } reason)
        {
            problems.Add(Problem.At(method, Descriptors.UnusableMethod, method.Name, reason));
        }

        var parameters = ReadParameters(method, problems);
        var (isAsync, kind, type) = ReadResult(method, problems);
        return new FunctionModel(
            method.ContainingNamespace.IsGlobalNamespace ? string.Empty : method.ContainingNamespace.ToDisplayString(),
            method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            Label(method.ContainingType),
            method.Name,
            isAsync,
            kind,
            type,
            new(parameters),
            Place.Of(method),
            new(problems)
        );
    }

    private static string Label(INamedTypeSymbol type) =>
        type.ContainingType is { } outer ? $"{Label(outer)}_{type.Name}" : type.Name;

    private static string? WhyUnusable(IMethodSymbol method)
    {
        if (method.IsGenericMethod)
        {
            return "it is generic";
        }

        // The real generator calls it on an instance.
        if (method.IsStatic)
        {
            return "it is static";
        }

        if (!IsReachable(method))
        {
            return "it is not public or internal";
        }

        for (var type = method.ContainingType; type != null; type = type.ContainingType)
        {
            if (type.IsGenericType)
            {
                return $"class '{type.Name}' is generic";
            }

            if (!IsReachable(type))
            {
                return $"class '{type.Name}' is not public or internal";
            }
        }

        return method.ContainingType.IsAbstract ? $"class '{method.ContainingType.Name}' is abstract" : null;
    }

    private static bool IsReachable(ISymbol symbol) =>
        symbol.DeclaredAccessibility
            is Accessibility.Public
                or Accessibility.Internal
                or Accessibility.ProtectedOrInternal;

    private static List<ParameterModel> ReadParameters(IMethodSymbol method, List<Problem> problems)
    {
        var models = new List<ParameterModel>();
        foreach (var parameter in method.Parameters)
        {
            var kind = KindOf(parameter);
            if (WhyUnsupported(parameter, kind, models) is { } reason)
            {
                problems.Add(
                    Problem.At(parameter, Descriptors.UnsupportedParameter, parameter.Name, method.Name, reason)
                );
            }

            models.Add(new ParameterModel(kind, parameter.Type.ToDisplayString(FullName)));
        }

        return models;
    }

    private static ParameterKind KindOf(IParameterSymbol parameter)
    {
        if (parameter.GetAttributes().Any(a => Names.Is(a.AttributeClass, Names.FromServices)))
        {
            return ParameterKind.Service;
        }

        return Names.Is(parameter.Type, Names.LambdaContext) ? ParameterKind.Context : ParameterKind.Event;
    }

    private static string? WhyUnsupported(IParameterSymbol parameter, ParameterKind kind, List<ParameterModel> before)
    {
        if (parameter.RefKind != RefKind.None || parameter.IsParams)
        {
            return "it is passed by reference or as params";
        }

        if (parameter.Type.IsRefLikeType || parameter.Type.TypeKind is TypeKind.Pointer or TypeKind.FunctionPointer)
        {
            return "its type cannot be made from an event";
        }

        if (kind == ParameterKind.Context && before.Any(p => p.Kind == ParameterKind.Context))
        {
            return "there is already an ILambdaContext";
        }

        return kind == ParameterKind.Event && before.Any(p => p.Kind == ParameterKind.Event)
            ? "the event is already another parameter; mark services with [FromServices]"
            : null;
    }

    private static (bool IsAsync, ResultKind Kind, string Type) ReadResult(IMethodSymbol method, List<Problem> problems)
    {
        var type = method.ReturnType;
        if (method.ReturnsVoid)
        {
            if (method.IsAsync)
            {
                problems.Add(Problem.At(method, Descriptors.UnsupportedReturnType, method.Name, "async void"));
            }

            return (false, ResultKind.Nothing, string.Empty);
        }

        if (
            method.ReturnsByRef
            || method.ReturnsByRefReadonly
            || type.IsRefLikeType
            || Names.IsIn(type, Names.Tasks, "ValueTask")
            || Names.IsIn(type, Names.AsyncStreams, "IAsyncEnumerable")
        )
        {
            problems.Add(
                Problem.At(
                    method,
                    Descriptors.UnsupportedReturnType,
                    method.Name,
                    type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)
                )
            );
        }

        var isTask = Names.IsIn(type, Names.Tasks, "Task");
        if (isTask && type is INamedTypeSymbol { IsGenericType: false })
        {
            return (true, ResultKind.Nothing, string.Empty);
        }

        var result = isTask ? ((INamedTypeSymbol)type).TypeArguments[0] : type;
        return (isTask, ResultKind.Value, result.ToDisplayString(FullName));
    }
}
