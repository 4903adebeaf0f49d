using System.Globalization;
using LambdaOps.Account.Services.DynamoDb;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.AlarmCheck;
using LambdaOps.Core.Procedures.BackupCheck;
using LambdaOps.Core.Procedures.DailyReport;
using LambdaOps.Core.Procedures.MetricsRollup;
using LambdaOps.Core.Procedures.QuickCheck;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of what sums days up, and of the reports that are made of them.</summary>
public static class ReportDrills
{
    private static readonly DateTime s_night = new(2026, 1, 15, 2, 55, 0);
    private static readonly DateTime s_morning = new(2026, 1, 15, 8, 40, 0);
    private static readonly DateTime s_evening = new(2026, 1, 14, 23, 20, 0);

    private static readonly string[] s_stored = ["daily/2026-01-14.html", "daily/2026-01-14.md"];

    /// <summary>Yesterday by the wall clock of any estate.</summary>
    private static readonly TimeSpan s_day = TimeSpan.FromHours(34);

    public static IReadOnlyList<Drill> All { get; } = [.. Nights(), .. Mornings()];

    private static IEnumerable<Drill> Nights() =>
        [
            Night("figures-summed", "Yesterday's metrics of each service and table are kept, once.") with
            {
                Script = stage => stage.Run(30),
                Reports = _ =>
                    [
                        new(FindingLevel.Fine) { Says = ["14 days of "] },
                        new(FindingLevel.Fine) { Says = ["0 days of "] },
                    ],
                World = stage => Kept(stage, s_night),
            },
            Night(
                "figures-incomplete",
                "CloudWatch has only a part of the requests: those days are asked again, and the oldest is kept as it is."
            ) with
            {
                Needs = [HasBalancer],
                Script = stage =>
                    stage.After(
                        0,
                        "a metric is incomplete",
                        at => at.Simulation.World.Metrics.Withhold("RequestCount", "PartialData")
                    ),
                Reports = _ =>
                    [new(FindingLevel.Warning, "only a part of the datapoints", "is kept without a part of it")],
            },
            Night("figures-unseen", "CloudWatch refuses to answer: nothing is kept, and each day is named.") with
            {
                Script = stage => Fault(stage, "GetMetricData", ApiFaultKind.Denied),
                Reports = _ => [new(FindingLevel.Missing, "the metrics of the day could not be seen")],
                World = stage => Kept(stage, s_night) is null ? "figures were kept of what nobody saw" : null,
            },
            Night("figures-killed", "The function dies while it sums up: the next invocation goes on.") with
            {
                Script = stage => stage.KillOnce("GetMetricData"),
                Reports = _ => [new(FindingLevel.Fine) { Says = ["14 days of "] }],
                World = stage => Kept(stage, s_night),
            },
        ];

    private static IEnumerable<Drill> Mornings() =>
        [
            Morning("report-well", "A day without anything: the report is stored, and its notice says so.") with
            {
                Reports = scene => [new(FindingLevel.Fine) { Says = [$"{scene.Id}: "] }],
                World = Stored,
            },
            Morning(
                "report-outage",
                "An outage in the evening: the report names the incident, what was done, and the minutes that are gone."
            ) with
            {
                Needs =
                [
                    Needs.Remedy(Core.Procedures.ServiceUnavailable.ServiceUnavailableProcedure.ProcedureName),
                    HasBalancer,
                    HasLogs,
                ],
                StartsAt = s_evening,
                Script = stage => stage.After(60, "all tasks hang", at => at.Service.HangTasks()),
                Expect = _ => DrillExpectation.AnyEnd,
                Reports = scene => [new(FindingLevel.Danger, $"{scene.Id}: ")],
                Limit = _ => TimeSpan.FromHours(11),
                World = Stored,
            },
            Morning(
                "report-logins",
                "Someone tries passwords in the night: the report counts them, and says from where."
            ) with
            {
                Needs = [HasLog],
                Script = stage =>
                    stage.Simulation.World.Logs.Add(
                        new FailedLoginLog(stage.Scene.Service!.LogGroup!, stage.FaultAt.AddHours(-14))
                    ),
                Reports = _ => [new(FindingLevel.Warning, $"source {FailedLoginLog.Source}")],
                World = Stored,
            },
            Morning(
                "report-blind",
                "CloudWatch refuses to answer: the report says what it does not know, and calls nothing fine or zero."
            ) with
            {
                // The other checks have looked before.
                Script = stage =>
                    stage.After(1100, "CloudWatch refuses", at => Fault(at, "GetMetricData", ApiFaultKind.Denied)),
                Reports = scene =>
                    [
                        new(
                            FindingLevel.Missing,
                            [
                                .. scene.Estate.Services.Select(service => $"{service.Id}: "),
                                .. scene.Estate.Tables.Select(table => $"{table.Name}: "),
                                "resources: Unknown",
                            ]
                        ),
                    ],
                World = Stored,
            },
            Morning("report-not-stored", "The bucket of reports is gone: the notice goes out, and says that.") with
            {
                Needs = [HasStore, HasLogs],
                Script = stage => Fault(stage, "PutObject", ApiFaultKind.Denied, "s3"),
                Reports = _ => [new(FindingLevel.Fine)],
            },
        ];

    private static Drill Night(string name, string what) =>
        new(name, what)
        {
            Check = MetricsRollupProcedure.ProcedureName,
            Needs = [HasAny],
            StartsAt = s_night,
            Shape = (_, plan) => Quiet(plan),
            ShapeWorld = Remembering,
            Script = _ => { },
        };

    /// <summary>With the other checks of a morning, as the report speaks of them.</summary>
    private static Drill Morning(string name, string what) =>
        new(name, what)
        {
            Check = DailyReportProcedure.ProcedureName,
            Needs = [HasAny, HasLogs],
            StartsAt = s_morning,
            Shape = (_, plan) => Quiet(plan),
            ShapeWorld = plan =>
                Remembering(
                    plan with
                    {
                        Tables = [.. plan.Tables.Select(table => table with { DailyBackups = null })],
                    }
                ),
            ShapeEstate = (estate, _) =>
            {
                foreach (
                    var check in new[]
                    {
                        AlarmCheckProcedure.ProcedureName,
                        QuickCheckProcedure.ProcedureName,
                        BackupCheckProcedure.ProcedureName,
                    }
                )
                {
                    estate["checks"]![check.Value]!["mode"] = "observe";
                }
            },
            Script = _ => { },
            Limit = _ => TimeSpan.FromHours(2),
        };

    /// <summary>A request a second: a day of them is soon remembered, and a query of their log is soon over.</summary>
    internal static ServicePlan Quiet(ServicePlan plan) =>
        plan with
        {
            Traffic = plan.Traffic with { RequestsPerSecond = 1 },
        };

    private static WorldPlan Remembering(WorldPlan plan) => plan with { History = s_day };

    internal static string? HasAny(DrillScene scene) =>
        scene.Estate.Services.IsEmpty ? "the estate names no service" : null;

    private static string? HasLogs(DrillScene scene) =>
        scene.Estate.Services.Any(service => service.LogGroup is not null)
            ? null
            : "the estate names no log group of a service";

    internal static string? HasBalancer(DrillScene scene) =>
        scene.Service?.LoadBalancer is null ? $"{scene.Id} names no load balancer" : null;

    private static string? HasLog(DrillScene scene) =>
        scene.Service?.LogGroup is null ? $"{scene.Id} names no log group" : null;

    private static string? HasStore(DrillScene scene) =>
        scene.Estate.Reports is null ? "the estate names no bucket for reports" : null;

    private static void Fault(DrillStage stage, string operation, ApiFaultKind kind, string service = "cloudwatch")
    {
        var now = stage.Simulation.World.Clock.Now;
        stage.Simulation.World.Disturb(new ApiFault(service, operation, now, now + TimeSpan.FromHours(12), kind));
    }

    /// <summary>Null where yesterday's requests of the service are kept.</summary>
    private static string? Kept(DrillStage stage, DateTime now)
    {
        var subject = FigureDays.SubjectOf(stage.Scene.Service!.Id);
        var day = DateOnly.FromDateTime(now).AddDays(-1);
        var table = stage.Simulation.DynamoDb.Table(stage.Simulation.Stack.Tables[0].Name);
        return table.Items.Any(item =>
            item["pk"] is AttributeValue.Text { Value: var key }
            && item["sk"] is AttributeValue.Text { Value: var at }
            && key == $"FIGURES#{subject}"
            && at == string.Create(CultureInfo.InvariantCulture, $"DAY#{day:yyyyMMdd}")
        )
            ? null
            : $"the figures of {subject} are not kept";
    }

    /// <summary>Null where the day's report is in its bucket, as a page and as text, or has none to be in.</summary>
    private static string? Stored(DrillStage stage) => Stored(stage, s_stored);

    /// <summary>Null where all of these are in the estate's bucket, or it has none.</summary>
    internal static string? Stored(DrillStage stage, IEnumerable<string> names)
    {
        if (stage.Scene.Estate.Reports is not { } store)
        {
            return null;
        }

        var bucket = stage.Simulation.S3.Bucket(store.Bucket);
        return names
            .Select(name => $"{store.Prefix}{name}")
            .Where(key => !bucket.Objects.Any(stored => stored.Key == key))
            .Select(key => $"{store.Bucket} has no {key}")
            .FirstOrDefault();
    }
}
