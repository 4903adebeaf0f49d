using System.Globalization;
using LambdaOps.Campaigns;
using LambdaOps.Campaigns.World;
using LambdaOps.Core.Guards;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Resources;
using Spectre.Console;

namespace LambdaOps.Cli.Commands;

/// <summary>What a simulation exercised, and what it did not.</summary>
internal static class SimulateTable
{
    /// <summary>From so many runs on, everything has to be exercised.</summary>
    public const int RunsThatExerciseAll = 10_000;

    public static void Show(CampaignResult result, IReadOnlyList<string> missing)
    {
        var seconds = Math.Max(0.001, result.Took.TotalSeconds);
        AnsiConsole.MarkupLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"[bold]{result.Runs}[/] runs, [bold]{result.Incidents}[/] incidents in {seconds:0.0} s "
                    + $"({result.Incidents / seconds:0} incidents/s), trace {result.Trace:x16}"
            )
        );
        var table = new Table().Border(TableBorder.Simple).AddColumns("area", "exercised");
        foreach (var (area, counts) in result.Tally.Counts)
        {
            table.AddRow(area, Markup.Escape(string.Join(", ", counts.Select(one => $"{one.Key} {one.Value}"))));
        }

        AnsiConsole.Write(table);
        if (missing.Count > 0)
        {
            AnsiConsole.MarkupLine($"[yellow]not exercised: {Markup.Escape(string.Join(", ", missing))}[/]");
        }
    }

    /// <summary>What never happened.</summary>
    public static IReadOnlyList<string> Missing(Tally tally)
    {
        var counts = tally.Counts;
        bool Has(string area, string name) => counts.TryGetValue(area, out var names) && names.ContainsKey(name);
        return
        [
            .. Faults.All.Where(fault => !Has("fault", fault.ToString())).Select(fault => $"fault {fault}"),
            .. Enum.GetValues<OutageKind>()
                .Where(kind => !Has("outage", kind.ToString()))
                .Select(kind => $"outage {kind}"),
            .. Enum.GetValues<ServiceDriver>()
                .Where(driver => !Has("driver", driver.ToString()))
                .Select(driver => $"driver {driver}"),
            .. Enum.GetValues<HookReply>()
                .Where(reply => !Has("hook", reply.ToString()))
                .Select(reply => $"hook {reply}"),
            .. Expected.Guards.Where(name => !Has("guard", name)).Select(name => $"guard {name}"),
            .. Expected.Decisions.Where(name => !Has("decision", name)).Select(name => $"decision {name}"),
            .. Expected.Actions.Where(name => !Has("action", name)).Select(name => $"action {name}"),
        ];
    }

    /// <summary>What there is to exercise.</summary>
    private static class Expected
    {
        private static readonly string[] s_decisions =
        [
            "Act",
            "Wait",
            "Resolved",
            "Escalate",
            "SwitchTo",
            "Inconclusive",
        ];

        private static readonly string[] s_outcomes = ["Done", "Refused", "Unknown"];

        /// <summary>Decisions that a remedy cannot make.</summary>
        private static readonly string[] s_never = ["maintenancePage SwitchTo", "databaseErrors SwitchTo"];

        /// <summary>
        /// Second lines behind the remedy's own rules: what it decides gets to them never, or once in some thousand runs,
        /// nor does a run have a day.
        /// </summary>
        private static readonly string[] s_behind =
        [
            nameof(CapacityCapGuard),
            nameof(BillingSwitchGuard),
            nameof(ControllerGuard),
            nameof(ServingGroupGuard),
        ];

        public static IEnumerable<string> Guards => Guard.All.Select(guard => guard.Name).Except(s_behind);

        public static IEnumerable<string> Decisions =>
            Core
                .Procedures.AllProcedures.Remedies.SelectMany(remedy =>
                    s_decisions.Select(decision => $"{remedy.Name} {decision}")
                )
                .Append("maintenancePage Answer")
                .Except(s_never);

        /// <summary>What remedies change; the changes of checks are exercised by the nights.</summary>
        public static IEnumerable<string> Actions =>
            Change.Kinds.SelectMany(kind =>
                s_outcomes.Select(outcome => $"{char.ToUpperInvariant(kind.Name[0])}{kind.Name[1..]} {outcome}")
            );
    }
}
