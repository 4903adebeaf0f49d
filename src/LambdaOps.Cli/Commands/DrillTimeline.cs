using LambdaOps.Account.World;
using LambdaOps.Drills;
using Spectre.Console;

namespace LambdaOps.Cli.Commands;

/// <summary>The live timeline: what a spectator wants to see of a drill.</summary>
internal static class DrillTimeline
{
    private static readonly Dictionary<string, string> s_colours = new(StringComparer.Ordinal)
    {
        ["fault"] = "red",
        ["alarm"] = "yellow",
        ["person"] = "magenta",
        ["deployment"] = "blue",
        ["call"] = "green",
        ["notice"] = "aqua",
        ["page"] = "blue",
        ["lambda"] = "red",
        ["stack"] = "magenta",
    };

    /// <summary>Null begins a drill.</summary>
    public static void Show(Drill drill, WorldEvent? seen)
    {
        if (seen is null)
        {
            AnsiConsole.MarkupLine($"── [bold]{Markup.Escape(drill.Name)}[/]  {Markup.Escape(drill.What)} ──");
        }
        else
        {
            Line(seen);
        }
    }

    /// <summary>An event as it happens; of a notice all that people get.</summary>
    public static void ShowWhole(WorldEvent seen)
    {
        Line(seen);
        foreach (var line in (seen.Body ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            AnsiConsole.MarkupLine($"{"", 20}[grey]│[/] {Markup.Escape(line.TrimEnd())}");
        }
    }

    private static void Line(WorldEvent seen)
    {
        if (s_colours.TryGetValue(seen.Kind, out var colour))
        {
            AnsiConsole.MarkupLine(
                $"[grey]{seen.At:HH:mm:ss}[/] [{colour}]{seen.Kind, -10}[/] "
                    + $"{Markup.Escape(seen.Subject)}: {Markup.Escape(seen.Text)}"
            );
        }
    }
}
