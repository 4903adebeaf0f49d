using System.Diagnostics;
using LambdaOps.Core.Checks;

namespace LambdaOps.Core.Reports.Documents;

/// <summary>Levels and states in words, symbols and names of styles: colour is never the only sign.</summary>
internal static class LevelWords
{
    public static string Of(FindingLevel level, NoticeTexts texts) => texts.Write($"level.{level}");

    public static string Of(TickState state, NoticeTexts texts) => texts.Write($"check.{state}");

    /// <summary>Letters that every font has.</summary>
    public static string SymbolOf(FindingLevel level) =>
        level switch
        {
            FindingLevel.Fine => "✓",
            FindingLevel.Missing => "?",
            FindingLevel.Warning => "!",
            FindingLevel.Danger => "✕",
            _ => throw new UnreachableException(),
        };

    public static string ClassOf(FindingLevel level) =>
        level switch
        {
            FindingLevel.Fine => "fine",
            FindingLevel.Missing => "missing",
            FindingLevel.Warning => "warning",
            FindingLevel.Danger => "danger",
            _ => throw new UnreachableException(),
        };

    /// <summary>The style that the box of a line has, which is the one of the level that the state comes to.</summary>
    public static string ClassOf(TickState state) =>
        state switch
        {
            TickState.Ticked => "fine",
            TickState.NotTicked => "warning",
            TickState.Unknown => "missing",
            TickState.ForPeople => "people",
            _ => throw new UnreachableException(),
        };

    /// <summary>"missing", with the reason where there is one.</summary>
    public static string Missing(string? because, NoticeTexts texts) =>
        string.IsNullOrWhiteSpace(because)
            ? texts.Write("missing")
            : texts.Write("missing.because", ("because", because));
}
