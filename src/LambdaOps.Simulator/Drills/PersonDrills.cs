using System.Text.Json.Nodes;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Remedies.TotalOutage;

namespace LambdaOps.Simulator.Drills;

/// <summary>The rehearsals of what waits for a person: approvals, freeze windows, the budget.</summary>
public static class PersonDrills
{
    private const string Restart = nameof(RemedyAction.ForceNewDeployment);

    /// <summary>Seconds after the fault: the alarm has come, and with it the offer.</summary>
    private const double Answered = 300;

    public static IReadOnlyList<Drill> All { get; } =
    [
        Ask("ask-approved", "Mode ask: the restart is offered, a person approves twice, and it is made once.") with
        {
            Script = stage => Hang(stage).Answer(Answered, "approve").Answer(Answered + 1, "approve"),
            Expect = new DrillExpectation(IncidentStatus.Resolved, Restart) { Record = "approves 'force a new" },
        },
        Ask("ask-refused", "Mode ask: a person declines the restart. Nothing is changed; it is handed off.") with
        {
            Script = stage => Hang(stage).Answer(Answered, "refuse"),
            Expect = new DrillExpectation(IncidentStatus.HandedOver) { Record = "refused it: drill" },
        },
        Ask("ask-unanswered", "Mode ask: nobody answers. The offer ends, and it is handed off to on-call.") with
        {
            Script = stage => Hang(stage),
            Expect = new DrillExpectation(IncidentStatus.HandedOver) { Record = "and nobody answered" },
        },
        Ask("ask-withdrawn", "Mode ask: a person cures it; the offer is withdrawn, an approval comes late.") with
        {
            Script = stage =>
                Hang(stage)
                    .After(
                        Answered,
                        "a person restarts",
                        at => at.Service.Start(at.Service.Primary.Definition, "person")
                    )
                    .Answer(Answered + 300, "approve"),
            Expect = new DrillExpectation(IncidentStatus.Resolved)
            {
                Record = "-1: force a new deployment of api-service: healthy",
            },
            AtLeast = TimeSpan.FromSeconds(Answered + 360),
        },
        new Drill("freeze-window", "A freeze window: what mode act would make at once is offered first.")
        {
            ShapeEstate = estate =>
                estate["freezes"] = new JsonArray(
                    new JsonObject
                    {
                        ["name"] = "year end",
                        ["from"] = "2025-12-28T18:00",
                        ["until"] = "2026-02-01T09:00",
                    }
                ),
            Script = stage => Hang(stage).Answer(Answered, "approve"),
            Expect = new DrillExpectation(IncidentStatus.Resolved, Restart) { Record = "freeze window 'year end'" },
        },
        new Drill(
            "no-write-permission",
            "Mode act, and a stack without write permissions: nothing is changed, and on-call hears why."
        )
        {
            MayWrite = false,
            Script = stage => Hang(stage),
            Expect = new DrillExpectation(IncidentStatus.HandedOver)
            {
                Record = "WritePermissions=none",
                Levels = [EscalationLevel.L1],
            },
        },
        new Drill("budget-spent", "A total outage with a budget of two actions an hour: then a person has to take it.")
        {
            Remedy = TotalOutage.RemedyName,
            NeedsSite = true,
            ShapeEstate = estate => estate["budget"] = new JsonObject { ["perTargetPerHour"] = 2 },
            Script = stage => stage.After(0, "all down", at => at.Service.LoseEverything()),
            Expect = new DrillExpectation(IncidentStatus.HandedOver, Restart, nameof(RemedyAction.SavePage))
            {
                Record = "2 actions on api-service within an hour; the budget is 2",
            },
        },
    ];

    private static DrillStage Hang(DrillStage stage) => stage.After(0, "tasks hang", at => at.Service.HangTasks());

    private static Drill Ask(string name, string what) =>
        new(name, what)
        {
            ShapeEstate = estate =>
            {
                foreach (var service in estate["services"]!.AsArray())
                {
                    foreach (var (_, remedy) in service!["remedies"] as JsonObject ?? [])
                    {
                        remedy!["mode"] = "ask";
                    }
                }
            },
            Script = _ => { },
            Expect = new DrillExpectation(IncidentStatus.Resolved),
        };
}
