using System.Collections;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Amazon.Lambda.Annotations.SourceGenerator.Model;

/// <summary>What the assembly says about all of its functions.</summary>
/// <param name="SerializerType">The full name of the Lambda serializer, or null.</param>
internal sealed record AssemblyModel(
    string? SerializerType,
    bool GenerateMain,
    bool IsExecutable,
    EquatableArray<string> MissingPackages
);

/// <summary>Where a diagnostic points, without holding on to a syntax tree.</summary>
internal sealed record Place(string File, TextSpan Span, LinePositionSpan Lines)
{
    internal static Place? Of(ISymbol symbol) =>
        symbol.Locations.FirstOrDefault(l => l.IsInSource) is { SourceTree: { } tree } location
            ? new Place(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span)
            : null;

    internal Location ToLocation() => Location.Create(File, Span, Lines);
}

/// <summary>A diagnostic by value.</summary>
internal sealed record Problem(DiagnosticDescriptor Descriptor, Place? Place, EquatableArray<string> Arguments)
{
    internal static Problem At(ISymbol symbol, DiagnosticDescriptor descriptor, params string[] arguments) =>
        new(descriptor, Place.Of(symbol), new(arguments));

    internal Diagnostic ToDiagnostic() =>
        Diagnostic.Create(Descriptor, Place?.ToLocation() ?? Location.None, [.. Arguments]);
}

/// <summary>A list with value equality, so that an unchanged function is not generated again.</summary>
internal readonly struct EquatableArray<T>(IEnumerable<T> items) : IEquatable<EquatableArray<T>>, IEnumerable<T>
    where T : IEquatable<T>
{
    private readonly T[]? _items = items.ToArray();

    internal int Count => _items?.Length ?? 0;

    public bool Equals(EquatableArray<T> other) => (_items ?? []).SequenceEqual(other._items ?? []);

    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    public override int GetHashCode() =>
        (_items ?? []).Aggregate(17, (hash, item) => unchecked((hash * 31) + item.GetHashCode()));

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)(_items ?? [])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
