using Amazon.Lambda.Annotations.SourceGenerator.Model;
using Microsoft.CodeAnalysis;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>Reads the assembly's attributes and references.</summary>
internal static class AssemblyReader
{
    // A type of each package the generated code calls.
    private static readonly (string Type, string Package)[] Needed =
    [
        ("Amazon.Lambda.Core.ILambdaSerializer", "Amazon.Lambda.Core"),
        ("Microsoft.Extensions.DependencyInjection.ServiceCollection", "Microsoft.Extensions.DependencyInjection"),
        ("Amazon.Lambda.RuntimeSupport.LambdaBootstrapBuilder", "Amazon.Lambda.RuntimeSupport"),
    ];

    internal static AssemblyModel Read(Compilation compilation)
    {
        var attributes = compilation.Assembly.GetAttributes();
        var serializer = attributes
            .Where(a => Names.Is(a.AttributeClass, Names.LambdaSerializer) && a.ConstructorArguments.Length == 1)
            .Select(a => a.ConstructorArguments[0].Value as ITypeSymbol)
            .Select(t => t?.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat))
            .FirstOrDefault();
        var generateMain = attributes
            .Where(a => Names.Is(a.AttributeClass, Names.LambdaGlobalProperties))
            .SelectMany(a => a.NamedArguments)
            .Any(n => n is { Key: "GenerateMain", Value.Value: true });
        return new AssemblyModel(
            serializer,
            generateMain,
            compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication,
            new(
                Needed
                    .Where(n => generateMain || n.Package != "Amazon.Lambda.RuntimeSupport")
                    .Where(n => compilation.GetTypeByMetadataName(n.Type) == null)
                    .Select(n => n.Package)
            )
        );
    }
}

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
