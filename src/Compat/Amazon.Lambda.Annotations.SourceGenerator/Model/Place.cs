using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Amazon.Lambda.Annotations.SourceGenerator.Model;

/// <summary>Where a diagnostic points, without holding on to a syntax tree.</summary>
internal sealed record Place(string File, TextSpan Span, LinePositionSpan Lines)
{
    internal static Place? Of(ISymbol symbol) =>
        symbol.Locations.FirstOrDefault(l => l.IsInSource) is { SourceTree: { } tree } location
            ? new Place(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span)
            : null;

    internal Location ToLocation() => Location.Create(File, Span, Lines);
}
