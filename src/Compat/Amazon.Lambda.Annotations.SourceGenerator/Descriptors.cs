using Microsoft.CodeAnalysis;

namespace Amazon.Lambda.Annotations.SourceGenerator;

/// <summary>What the generator cannot do, in words for the person who wrote the function.</summary>
internal static class Descriptors
{
    private const string Category = "LambdaAnnotations";

    internal static readonly DiagnosticDescriptor DuplicateMethodName = Error(
        "LOA001",
        "Two Lambda functions have the same method name",
        "More than one [LambdaFunction] method is named '{0}': the name is the value of ANNOTATIONS_HANDLER, "
            + "so it must be unique in the assembly"
    );

    internal static readonly DiagnosticDescriptor UnsupportedParameter = Error(
        "LOA002",
        "Unsupported parameter",
        "Parameter '{0}' of '{1}' is not supported: {2}"
    );

    internal static readonly DiagnosticDescriptor MissingSerializer = Error(
        "LOA003",
        "No Lambda serializer",
        "The assembly needs "
            + "[assembly: LambdaSerializer(typeof(SourceGeneratorLambdaJsonSerializer<YourJsonSerializerContext>))]"
    );

    internal static readonly DiagnosticDescriptor SeveralStartups = Error(
        "LOA004",
        "Several startup classes",
        "More than one class is marked [LambdaStartup]: {0}"
    );

    internal static readonly DiagnosticDescriptor UnusableStartup = Error(
        "LOA005",
        "Unusable startup class",
        "The [LambdaStartup] class '{0}' {1}"
    );

    internal static readonly DiagnosticDescriptor UnusableMethod = Error(
        "LOA006",
        "Unusable Lambda function",
        "'{0}' cannot be a Lambda function: {1}"
    );

    internal static readonly DiagnosticDescriptor UnsupportedReturnType = Error(
        "LOA007",
        "Unsupported return type",
        "'{0}' returns {1}; return void, Task, Task<T>, Stream, Task<Stream> or an object"
    );

    internal static readonly DiagnosticDescriptor MissingPackage = Error(
        "LOA008",
        "Missing package",
        "Lambda functions need a reference to the package {0}"
    );

    internal static readonly DiagnosticDescriptor NotAnExecutable = Error(
        "LOA009",
        "Not an executable",
        "LambdaGlobalProperties(GenerateMain = true) needs <OutputType>Exe</OutputType> in the project"
    );

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true);
}
