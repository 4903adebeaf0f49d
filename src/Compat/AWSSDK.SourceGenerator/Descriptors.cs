using Microsoft.CodeAnalysis;

namespace LambdaOps.Compat.SourceGenerator;

internal static class Descriptors
{
    internal static readonly DiagnosticDescriptor CannotGenerate = new(
        "SDK001",
        "A client cannot be generated from this model",
        "{0}: {1}",
        "AwsSdk",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true
    );
}
