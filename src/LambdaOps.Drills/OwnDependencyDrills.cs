using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.AlarmCheck;
using LambdaOps.Core.Procedures.ServiceUnavailable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>
/// The rehearsals of what LambdaOps itself stands on, when that fails in the middle of an outage: what is late, and which
/// alarm of the stack notifies on-call.
/// </summary>
public static class OwnDependencyDrills
{
    private const string Restart = nameof(Change.ForceNewDeployment);
    private const string Failures = "ServiceUnavailableFailuresAlarm";
    private const string Watch = "WatchFailuresAlarm";
    private const string DeadLetters = "DeadLettersAlarm";

    private static readonly TimeSpan s_down = TimeSpan.FromMinutes(20);

    private static readonly string[] s_writes = ["PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"];

    public static IReadOnlyList<Drill> All { get; } =
    [
        Hung(
            "journal-down",
            "DynamoDB fails for 20 minutes from the first look after a restart on: no second restart, and it is looked again "
                + "when the journal is back.",
            stage => stage.OnFirstTick(at => Fail(at, "dynamodb", at.Simulation.World.Clock.Now))
        ) with
        {
            Expect = _ => Restarted with { OwnAlarms = [Failures, Watch, DeadLetters] },
        },
        Hung(
            "queues-down",
            "SQS fails for an hour from the alarm on: no change is made that no look could follow, on-call is notified.",
            stage =>
                stage.Simulation.World.Disturb(
                    new ApiFault(
                        "sqs",
                        "*",
                        stage.FaultAt,
                        stage.FaultAt + TimeSpan.FromHours(1),
                        ApiFaultKind.FailedBefore
                    )
                )
        ) with
        {
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff) { OwnAlarms = [Failures, Watch] },
        },
        Hung(
            "notices-down",
            "SNS fails for 20 minutes from the alarm on: the restart waits for no notice.",
            stage => Fail(stage, "sns", stage.FaultAt)
        ) with
        {
            Expect = _ => Restarted with { FirstActionWithinSeconds = 20 },
        },
        new Drill(
            "pages-down",
            "No capacity for 80 minutes, and SNS fails for the first 40: who was not paged is paged when it is back."
        )
        {
            Needs = [Needs.Remedy(ServiceUnavailableProcedure.ProcedureName), Needs.EmptyAlarm],
            Script = stage =>
            {
                stage.Simulation.World.Disturb(
                    new ApiFault("sns", "*", stage.FaultAt, stage.FaultAt + s_down * 2, ApiFaultKind.FailedBefore)
                );
                stage
                    .After(0, "capacity is gone", at => at.Service.LoseCapacity().Crash())
                    .After(80 * 60, "capacity is back", at => at.Service.RestoreCapacity());
            },
            Expect = scene => new DrillExpectation(IncidentStatus.Resolved)
            {
                Levels = scene.Paged(Severity.P1, TimeSpan.FromMinutes(77)),
            },
            AtLeast = _ => TimeSpan.FromMinutes(88),
            Limit = _ => TimeSpan.FromMinutes(110),
        },
        Hung(
            "functions-throttled",
            "Lambda runs no function for 20 minutes from the alarm on: its event waits, and is handled after that.",
            stage =>
                stage
                    .After(0, "Lambda throttles", at => Limit(at, 0))
                    .After(s_down.TotalSeconds, "Lambda runs functions again", at => Limit(at, 1))
        ) with
        {
            Expect = _ => Restarted with { OwnAlarms = [Failures, Watch, DeadLetters] },
        },
        Lost(
            "journal-throttled",
            "DynamoDB throttles every write for 20 minutes from the alarm on: nothing is changed without an intent that is "
                + "kept, and the check of the alarms takes up what was given up.",
            stage =>
            {
                foreach (var write in s_writes)
                {
                    Disturb(stage, "dynamodb", write, stage.FaultAt, ApiFaultKind.Throttled);
                }
            },
            Failures,
            Watch,
            DeadLetters
        ),
        Lost(
            "all-down-with-it",
            "DynamoDB, SQS, SNS and CloudWatch fail together for 20 minutes from the alarm on: the check of the alarms takes it "
                + "up when they are back.",
            stage =>
            {
                foreach (var service in (string[])["dynamodb", "sqs", "sns", "cloudwatch"])
                {
                    Fail(stage, service, stage.FaultAt);
                }
            }
        ),
    ];

    private static DrillExpectation Restarted => new(IncidentStatus.Resolved, Restart) { Incidents = 1 };

    private static Drill Hung(string name, string what, Action<DrillStage> script) =>
        ServiceUnavailableDrills.OnErrors(name, what) with
        {
            Script = stage =>
            {
                stage.Simulation.WatchItself();
                script(stage);
                stage.After(0, "tasks hang", at => at.Service.HangTasks());
            },
            GivesUp = true,
            Limit = _ => TimeSpan.FromHours(2),
        };

    /// <summary>What nobody handled is found by the check of the alarms, which is the only one that runs.</summary>
    private static Drill Lost(string name, string what, Action<DrillStage> script, params string[] alarms) =>
        Hung(name, what, script) with
        {
            Check = AlarmCheckProcedure.ProcedureName,
            Needs = [AlarmCheckDrills.AllThere, .. Needs.RestartAtAnAlarm],
            Expect = _ => Restarted with { Record = "-> Alarm (Check): ", OwnAlarms = [.. alarms] },
        };

    private static void Limit(DrillStage stage, int concurrency)
    {
        foreach (var function in stage.Simulation.Stack.Functions)
        {
            stage.Simulation.Lambda.SetMaxConcurrency(function.Name, concurrency);
        }
    }

    private static void Fail(DrillStage stage, string service, DateTimeOffset from) =>
        Disturb(stage, service, "*", from, ApiFaultKind.FailedBefore);

    private static void Disturb(
        DrillStage stage,
        string service,
        string operation,
        DateTimeOffset from,
        ApiFaultKind kind
    ) => stage.Simulation.World.Disturb(new ApiFault(service, operation, from, from + s_down, kind));
}
