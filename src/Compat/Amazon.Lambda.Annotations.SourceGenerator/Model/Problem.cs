using Microsoft.CodeAnalysis;

namespace Amazon.Lambda.Annotations.SourceGenerator.Model;

/// <summary>A diagnostic by value.</summary>
internal sealed record Problem(DiagnosticDescriptor Descriptor, Place? Place, EquatableArray<string> Arguments)
{
    internal static Problem At(ISymbol symbol, DiagnosticDescriptor descriptor, params string[] arguments) =>
        new(descriptor, Place.Of(symbol), new(arguments));

    internal Diagnostic ToDiagnostic() =>
        Diagnostic.Create(Descriptor, Place?.ToLocation() ?? Location.None, [.. Arguments]);
}
