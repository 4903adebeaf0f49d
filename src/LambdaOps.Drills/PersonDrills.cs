using System.Text.Json.Nodes;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of what waits for a person: approvals, freeze windows, the budget.</summary>
public static class PersonDrills
{
    private const string Restart = nameof(Change.ForceNewDeployment);

    /// <summary>Seconds after which visitors see the page that an operator asked for.</summary>
    private const double PageFirst = 60;

    public static IReadOnlyList<Drill> All { get; } =
    [
        Ask("ask-approved", "Mode ask: the restart is offered, on-call approves twice, and it is made once.") with
        {
            Script = stage => Hang(stage).Answer(Answered(stage), "approve").Answer(Answered(stage) + 1, "approve"),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Restart) { Record = "approves 'force a new" },
        },
        Ask("ask-refused", "Mode ask: on-call declines the restart. Nothing is changed; it is handed off.") with
        {
            Script = stage => Hang(stage).Answer(Answered(stage), "decline"),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff) { Record = "declined it: drill" },
        },
        Ask("ask-unanswered", "Mode ask: nobody answers. The offer expires, and it is handed off to on-call.") with
        {
            Script = stage => Hang(stage),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff) { Record = "and nobody answered" },
            Limit = scene =>
                TimeSpan.FromMinutes(25) + (scene.Service?.ServiceUnavailable?.Approval.Within ?? TimeSpan.Zero),
        },
        Ask(
            "ask-approved-elsewhere",
            "Mode ask: someone who may only start the remedy approves at its function. It is refused; nothing is changed."
        ) with
        {
            Script = stage => Hang(stage).AnswerAtTheRemedy(Answered(stage), "approve"),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff) { Record = "and nobody answered" },
            Limit = scene =>
                TimeSpan.FromMinutes(25) + (scene.Service?.ServiceUnavailable?.Approval.Within ?? TimeSpan.Zero),
        },
        Ask("ask-withdrawn", "Mode ask: someone fixes it; the offer is withdrawn, an approval comes late.") with
        {
            Needs = [.. Needs.RestartAtAnAlarm, Needs.OfferStands(TimeSpan.FromMinutes(8))],
            Script = stage =>
                Hang(stage)
                    .After(
                        Answered(stage),
                        "a person restarts",
                        at => at.Service.Start(at.Service.Primary.Definition, "person")
                    )
                    .Answer(Answered(stage) + 300, "approve"),
            Expect = scene => new DrillExpectation(IncidentStatus.Resolved)
            {
                Record = $"-1: force a new deployment of {scene.Id}: healthy",
            },
            AtLeast = scene => TimeSpan.FromSeconds(scene.AlarmedAfter + 480),
        },
        new Drill("freeze-window", "A freeze window: what mode act would make at once is offered first.")
        {
            Needs = [.. Needs.RestartAtAnAlarm, Needs.OfferStands(TimeSpan.FromMinutes(3))],
            ShapeEstate = (estate, _) =>
                estate["freezes"] = new JsonArray(
                    new JsonObject
                    {
                        ["name"] = "year end",
                        ["from"] = "2025-12-28T18:00",
                        ["until"] = "2026-02-01T09:00",
                    }
                ),
            Script = stage => Hang(stage).Answer(Answered(stage), "approve"),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Restart)
            {
                Record = "freeze window 'year end'",
            },
        },
        new Drill(
            "page-held-by-operator",
            "Tasks hang while an operator has the maintenance page up: mode act offers the restart, and on-call approves it."
        )
        {
            Needs = [.. Needs.RestartAtAnAlarm, Needs.OwnPage, Needs.OfferStands(TimeSpan.FromMinutes(4))],
            Script = stage =>
                stage
                    .AskPage(0, "up")
                    .After(PageFirst, "tasks hang", at => at.Service.HangTasks())
                    .Answer(PageFirst + Answered(stage), "approve")
                    .AskPage(PageFirst + Answered(stage) + 300, "down"),
            Expect = _ => new DrillExpectation(
                IncidentStatus.Resolved,
                nameof(Change.SavePage),
                nameof(Change.PublishMaintenancePage),
                nameof(Change.InvalidateSite),
                Restart,
                nameof(Change.RestorePage),
                nameof(Change.InvalidateSite)
            )
            {
                Pages = ["page", "maintenance", "page"],
                Record = "operator put the maintenance page up at",
            },
            AtLeast = scene => TimeSpan.FromSeconds(PageFirst + scene.AlarmedAfter + 480),
        },
        new Drill(
            "no-write-permission",
            "Mode act, and a stack without write permissions: nothing is changed, and on-call hears why."
        )
        {
            Needs = [.. Needs.RestartAtAnAlarm],
            MayWrite = false,
            Script = stage => Hang(stage),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff)
            {
                Record = "WritePermissions=none",
                Levels = [EscalationLevel.L1],
            },
        },
        new Drill("budget-spent", "A total outage with a budget of two actions an hour: then it is handed off.")
        {
            Remedy = TotalOutageProcedure.ProcedureName,
            Needs = [Needs.Remedy(TotalOutageProcedure.ProcedureName), Needs.WayToTotalOutage, Needs.Site],
            ShapeEstate = (estate, _) => estate["budget"] = new JsonObject { ["perTargetPerHour"] = 2 },
            Script = stage => stage.After(0, "all down", at => at.Service.LoseEverything()),
            Expect = scene => new DrillExpectation(
                IncidentStatus.HandedOff,
                scene.RestartAlarm is null
                    ? [nameof(Change.SavePage), nameof(Change.PublishMaintenancePage)]
                    : [Restart, nameof(Change.SavePage)]
            )
            {
                Pages = scene.RestartAlarm is null ? ["page", "maintenance"] : ["page"],
                Record = $"2 actions on {scene.Id} within an hour; the budget is 2",
            },
        },
    ];

    /// <summary>Seconds after the fault: the alarm has come, and with it the offer.</summary>
    private static double Answered(DrillStage stage) => stage.Scene.AlarmedAfter + 120;

    private static DrillStage Hang(DrillStage stage) => stage.After(0, "tasks hang", at => at.Service.HangTasks());

    private static Drill Ask(string name, string what) =>
        new(name, what)
        {
            Needs = [.. Needs.RestartAtAnAlarm, Needs.OfferStands(TimeSpan.FromMinutes(3))],
            ShapeEstate = (estate, _) => SetModes(estate, "ask"),
            Script = _ => { },
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved),
        };

    /// <summary>Puts every remedy of an estate file into that mode; checks that act only look, as they never ask.</summary>
    public static void SetModes(JsonNode estate, string mode)
    {
        foreach (var remedy in DrillScene.RemediesOf(estate))
        {
            remedy["mode"] = mode;
        }

        foreach (var (_, check) in estate["checks"] as JsonObject ?? [])
        {
            if ((string?)check!["mode"] == "act")
            {
                check["mode"] = "observe";
            }
        }
    }
}
