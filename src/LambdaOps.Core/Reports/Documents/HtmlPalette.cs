using System.Collections.Immutable;

namespace LambdaOps.Core.Reports.Documents;

/// <summary>One colour by its name in the styles, for light and for dark screens.</summary>
public sealed record PageColour(string Name, string Light, string Dark);

/// <summary>
/// The colours of the page. Text has a contrast of at least 4.5 to what it stands on, lines have one of at least 3
/// (WCAG 2.2, AA); the colours of series can be told apart by people who see red and green alike.
/// </summary>
public static class HtmlPalette
{
    public static ImmutableArray<PageColour> Colours { get; } =
    [
        new("page", "#f5f6f8", "#12161c"),
        new("card", "#ffffff", "#1b212a"),
        new("text", "#1c2430", "#e6eaf0"),
        new("muted", "#566072", "#a7b1c0"),
        new("edge", "#d8dde5", "#343d4a"),
        new("grid", "#e4e8ee", "#2b333f"),
        new("axis", "#8a94a3", "#758194"),
        new("link", "#0b5cad", "#7db7ff"),
        new("fine", "#17693a", "#6fd39a"),
        new("fine-on", "#e5f4ea", "#143222"),
        new("missing", "#4a5568", "#b7c1d0"),
        new("missing-on", "#e9edf2", "#2c3440"),
        new("warning", "#7a4b00", "#f2c14e"),
        new("warning-on", "#fdf1d6", "#3a2d0e"),
        new("danger", "#a3161f", "#ff9a94"),
        new("danger-on", "#fde8e8", "#45191b"),
        new("s1", "#0072b2", "#56b4e9"),
        new("s2", "#c75300", "#e69f00"),
        new("s3", "#007e5c", "#2bc49a"),
        new("s4", "#a8558a", "#e08bbd"),
        new("s5", "#7a5c00", "#f0e442"),
        new("s6", "#4d5566", "#b8c0cc"),
    ];

    /// <summary>The colours as variables of the styles.</summary>
    public static string Variables(Func<PageColour, string> of) =>
        string.Concat(Colours.Select(colour => $"--{colour.Name}:{of(colour)};"));
}
