using System.Globalization;
using LambdaOps.Account.World;
using LambdaOps.Drills;
using Spectre.Console;

namespace LambdaOps.Cli.Commands;

/// <summary>
/// What a run of drills says while it runs: a line for each drill as it ends, and the timelines of those that failed;
/// or every timeline as it happens.
/// </summary>
/// <param name="drills">How many there are.</param>
internal sealed class DrillProgress(int drills, bool showsTimelines)
{
    private readonly List<WorldEvent> _seen = [];
    private int _ended;

    /// <summary>Null begins a drill.</summary>
    public void Show(Drill drill, WorldEvent? seen)
    {
        if (showsTimelines)
        {
            DrillTimeline.Show(drill, seen);
        }
        else if (seen is null)
        {
            _seen.Clear();
        }
        else
        {
            _seen.Add(seen);
        }
    }

    public void Ended(Drill drill, DrillResult result)
    {
        _ended++;
        var number = string.Create(CultureInfo.InvariantCulture, $"{_ended}/{drills}")
            .PadLeft((2 * drills.ToString(CultureInfo.InvariantCulture).Length) + 1);
        AnsiConsole.MarkupLine(
            $"[grey]{number}[/] {Markup.Escape(result.Name), -38} {DrillTable.Verdict(result)}: {Text(result)}"
        );
        if (result.End > DrillEnd.Passed && !showsTimelines)
        {
            DrillTimeline.Show(drill, seen: null);
            _seen.ForEach(seen => DrillTimeline.Show(drill, seen));
        }
    }

    private static string Text(DrillResult result) =>
        Markup.Escape(
            result.Why
                ?? $"detected {DrillTable.Since(result.FaultAt, result.DetectedAt)}, first action "
                    + $"{DrillTable.Since(result.DetectedAt, result.FirstActionAt)}, recovered "
                    + $"{DrillTable.Since(result.FaultAt, result.RecoveredAt)}"
        );
}
