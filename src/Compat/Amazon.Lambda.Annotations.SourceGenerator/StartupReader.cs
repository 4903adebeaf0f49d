using Amazon.Lambda.Annotations.SourceGenerator.Model;
using Microsoft.CodeAnalysis;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>Reads the [LambdaStartup] class.</summary>
internal static class StartupReader
{
    private const string ConfigureServices = "ConfigureServices";

    internal static StartupModel Read(INamedTypeSymbol type)
    {
        var configure = type.GetMembers(ConfigureServices).OfType<IMethodSymbol>().FirstOrDefault(IsUsable);
        var problems = new List<Problem>();
        if (configure == null)
        {
            problems.Add(
                Problem.At(
                    type,
                    Descriptors.UnusableStartup,
                    type.Name,
                    "has no public void ConfigureServices(IServiceCollection services) that is an instance method"
                )
            );
        }
        else if (type.IsAbstract || !HasConstructor(type))
        {
            problems.Add(
                Problem.At(type, Descriptors.UnusableStartup, type.Name, "has no public constructor without parameters")
            );
        }

        return new StartupModel(
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            Place.Of(type),
            new(problems)
        );
    }

    private static bool IsUsable(IMethodSymbol method) =>
        method is { IsStatic: false, ReturnsVoid: true, IsGenericMethod: false, Parameters.Length: 1 }
        && method.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal
        && method.Parameters[0].RefKind == RefKind.None
        && Names.Is(method.Parameters[0].Type, Names.ServiceCollection);

    private static bool HasConstructor(INamedTypeSymbol type) =>
        type.InstanceConstructors.Any(c =>
            c.Parameters.Length == 0 && c.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal
        );
}
