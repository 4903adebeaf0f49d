using System.Globalization;
using LambdaOps.Drills;
using Spectre.Console;

namespace LambdaOps.Cli.Commands;

/// <summary>The table at the end of a run.</summary>
internal static class DrillTable
{
    public static void Show(IReadOnlyList<DrillResult> results)
    {
        var table = new Table()
            .Border(TableBorder.Rounded)
            .AddColumns("drill", "fault", "detected", "first action", "recovered", "actions", "verdict");
        foreach (var result in results)
        {
            table.AddRow(
                Markup.Escape(result.Name),
                At(result.FaultAt),
                Since(result.FaultAt, result.DetectedAt),
                Since(result.DetectedAt, result.FirstActionAt),
                Since(result.FaultAt, result.RecoveredAt),
                Markup.Escape(Actions(result)),
                Verdict(result)
            );
        }

        AnsiConsole.Write(table);
        AnsiConsole.MarkupLine(
            "[grey]detected and recovered: after the fault; first action: after the signal; virtual time[/]"
        );
        foreach (var result in results.Where(result => result.Why is not null))
        {
            var colour = result.End == DrillEnd.Skipped ? "yellow" : "red";
            AnsiConsole.MarkupLine($"[{colour}]{Markup.Escape(result.Name)}[/]: {Markup.Escape(result.Why!)}");
            if (result.Crash is { } crash)
            {
                AnsiConsole.MarkupLine($"[grey]{Markup.Escape(crash)}[/]");
            }
        }

        var ran = results.Where(result => result.End != DrillEnd.Skipped).ToList();
        var skipped = ran.Count == results.Count ? "" : $", {results.Count - ran.Count} skipped";
        var how = ran.All(result => result.Compiled) ? "compiled functions" : "functions not compiled";
        AnsiConsole.MarkupLine(
            $"{ran.Count(result => result.End == DrillEnd.Passed)} of {ran.Count} drills passed{skipped} ({how})"
        );
    }

    /// <summary>With its colour.</summary>
    internal static string Verdict(DrillResult result) =>
        result.End switch
        {
            DrillEnd.Passed => "[green]pass[/]",
            DrillEnd.Skipped => "[yellow]skipped[/]",
            var end => $"[red]{end}[/]",
        };

    /// <summary>"restart api-service with 2 tasks" is long: a table says the kinds, and how often in a row.</summary>
    private static string Actions(DrillResult result)
    {
        var kinds = new List<(string Kind, int Times)>();
        foreach (var kind in result.Actions.Select(one => one.Kind))
        {
            var repeats = kinds is [.., var last] && last.Kind == kind;
            kinds = repeats ? [.. kinds.SkipLast(1), (kind, kinds[^1].Times + 1)] : [.. kinds, (kind, 1)];
        }

        return kinds.Count == 0
            ? "none"
            : string.Join(", ", kinds.Select(one => one.Times == 1 ? one.Kind : $"{one.Kind} ×{one.Times}"));
    }

    private static string At(DateTimeOffset? at) => at?.ToString("HH:mm:ss", CultureInfo.InvariantCulture) ?? "–";

    internal static string Since(DateTimeOffset? from, DateTimeOffset? at) =>
        from is { } start && at is { } end
            ? string.Create(CultureInfo.InvariantCulture, $"+{Math.Max(0, (end - start).TotalSeconds):0} s")
            : "–";
}
