using Microsoft.CodeAnalysis;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>The types the generator knows, by name: it must not load the packages it generates for.</summary>
internal static class Names
{
    internal const string LambdaFunction = "Amazon.Lambda.Annotations.LambdaFunctionAttribute";
    internal const string LambdaStartup = "Amazon.Lambda.Annotations.LambdaStartupAttribute";
    internal const string LambdaGlobalProperties = "Amazon.Lambda.Annotations.LambdaGlobalPropertiesAttribute";
    internal const string FromServices = "Amazon.Lambda.Annotations.FromServicesAttribute";
    internal const string LambdaSerializer = "Amazon.Lambda.Core.LambdaSerializerAttribute";
    internal const string LambdaContext = "Amazon.Lambda.Core.ILambdaContext";
    internal const string ServiceCollection = "Microsoft.Extensions.DependencyInjection.IServiceCollection";
    internal const string Tasks = "System.Threading.Tasks";
    internal const string AsyncStreams = "System.Collections.Generic";

    internal static bool Is(ITypeSymbol? type, string fullName) =>
        type is INamedTypeSymbol { IsGenericType: false } && type.ToDisplayString(NullableFlowState.None) == fullName;

    internal static bool IsIn(ITypeSymbol type, string containing, string name) =>
        type.Name == name && type.ContainingNamespace?.ToDisplayString() == containing;
}
