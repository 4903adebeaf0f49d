using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaOps.Account.Services;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Aws.Journal;
using LambdaOps.Core;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures;
using LambdaOps.Core.Procedures.AccessKeys;
using LambdaOps.Core.Procedures.AccessPatterns;
using LambdaOps.Core.Procedures.BackupCheck;
using LambdaOps.Core.Procedures.BackupVerify;
using LambdaOps.Core.Procedures.Certificates;
using LambdaOps.Core.Procedures.CostReview;
using LambdaOps.Core.Procedures.FailoverRehearsal;
using LambdaOps.Core.Procedures.IamReview;
using LambdaOps.Core.Procedures.ImageCheck;
using LambdaOps.Core.Procedures.MonthlyReport;
using LambdaOps.Core.Procedures.OpenGroups;
using LambdaOps.Core.Procedures.PerformanceReview;
using LambdaOps.Core.Procedures.SecurityFindings;
using LambdaOps.Core.Procedures.WeeklyReport;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the weekly and of the monthly report, over weeks of figures that the journal keeps.</summary>
public static class PeriodDrills
{
    private const int Hours = 24;

    private static readonly DateOnly s_sunday = new(2026, 1, 11);

    private static readonly DateOnly s_endOfMonth = new(2025, 12, 31);

    private static readonly DateTime s_monday = new(2026, 1, 12, 9, 50, 0);

    /// <summary>The month's third business day is this one, or one of the next where there are holidays.</summary>
    private static readonly DateTime s_fifth = new(2026, 1, 5, 9, 50, 0);

    private static readonly ProcedureName[] s_ofWeek =
    [
        ImageCheckProcedure.ProcedureName,
        PerformanceReviewProcedure.ProcedureName,
        CostReviewProcedure.ProcedureName,
    ];

    private static readonly ProcedureName[] s_ofMonth =
    [
        BackupCheckProcedure.ProcedureName,
        BackupVerifyProcedure.ProcedureName,
        AccessPatternsProcedure.ProcedureName,
        CertificatesProcedure.ProcedureName,
        OpenGroupsProcedure.ProcedureName,
        AccessKeysProcedure.ProcedureName,
        IamReviewProcedure.ProcedureName,
        SecurityFindingsProcedure.ProcedureName,
        FailoverRehearsalProcedure.ProcedureName,
    ];

    public static IReadOnlyList<Drill> All { get; } = [.. Weeks(), .. Months(), .. MonthsOfBackups()];

    private static IEnumerable<Drill> Weeks() =>
        [
            Week("weekly-well", "A week without anything, and people have ticked what only they can do.") with
            {
                Script = stage =>
                {
                    Keep(Tick(Tick(stage, "weekly.documents"), "weekly.shared"), s_sunday, downMinutes: 0);
                    Ran(stage, s_ofWeek);
                },
                ShapeEstate = (estate, _) => Allow(estate, s_ofWeek),
                Reports = scene =>
                    [
                        new(FindingLevel.Fine)
                        {
                            Says = [$"{scene.Id}: ", "packages: Done", "cost: Done", "documents: Done", "shared: Done"],
                        },
                    ],
                World = stage => Stored(stage, "weekly/2026-01-11"),
            },
            Week(
                "weekly-carried",
                "Nobody ticks what only people can do: the report says so, and it is carried over."
            ) with
            {
                Script = stage => Keep(stage, s_sunday, downMinutes: 0),
                Reports = scene =>
                    [
                        new(FindingLevel.Missing, ["packages: NotDone", "trends: NotDone", "cost: NotDone"])
                        {
                            Says = ["documents: ForPeople", "shared: ForPeople"],
                        },
                    ],
                World = stage => Stored(stage, "weekly/2026-01-11"),
            },
            Week("weekly-down", "The service was down for longer than a week's share of the goal.") with
            {
                Needs = [ReportDrills.HasAny, ReportDrills.HasBalancer],
                Script = stage => Keep(stage, s_sunday, downMinutes: 30),
                Reports = scene =>
                    [
                        new(
                            FindingLevel.Danger,
                            [$"{scene.Id}: ", "packages: NotDone", "trends: NotDone", "cost: NotDone"]
                        ),
                    ],
                World = stage => Stored(stage, "weekly/2026-01-11"),
            },
            Week("weekly-unknown", "The journal has kept nothing: all is missing, nothing is fine or zero.") with
            {
                Reports = scene =>
                    [
                        new(
                            FindingLevel.Missing,
                            [
                                .. scene.Estate.Services.Select(service => $"{service.Id}: "),
                                .. scene.Estate.Tables.Select(table => $"{table.Name}: "),
                                "packages: NotDone",
                                "trends: NotDone",
                                "cost: NotDone",
                            ]
                        ),
                    ],
                World = stage => Stored(stage, "weekly/2026-01-11"),
            },
        ];

    private static IEnumerable<Drill> Months() =>
        [
            Month("monthly-third-day", "On the third business day, and on no other one.") with
            {
                Needs = [ReportDrills.HasAny, ReportDrills.HasBalancer],
                Script = stage => Keep(stage, s_endOfMonth, downMinutes: 0),
                Reports = scene =>
                    [
                        new(FindingLevel.Missing, ["backupTest: ForPeople", "audit: NotDone", .. NotRehearsed(scene)])
                        {
                            Says = [$"{scene.Id}: ", "rehearsal: "],
                        },
                    ],
                World = stage => Stored(stage, "monthly/2025-12"),
            },
            Month("monthly-well", "A month without anything, on whatever day a person asks for it.") with
            {
                Needs = [ReportDrills.HasAny, ReportDrills.HasBalancer],
                StartsAt = s_monday,
                ShapeEstate = (estate, _) => Allow(estate, s_ofMonth),
                Script = stage =>
                {
                    Keep(stage.Run(30), s_endOfMonth, downMinutes: 0);
                    Ran(stage, s_ofMonth);
                },
                Reports = scene =>
                    [
                        new(FindingLevel.Fine)
                        {
                            Says =
                            [
                                $"{scene.Id}: ",
                                "backupTest: ForPeople",
                                $"rehearsal: {Rehearsal(scene, "Done")}",
                                "audit: Done",
                            ],
                        },
                    ],
                World = stage => Stored(stage, "monthly/2025-12"),
            },
            Month("monthly-unknown", "The journal has kept nothing: all is missing, nothing is fine or zero.") with
            {
                StartsAt = s_monday,
                Script = stage => stage.Run(30),
                Reports = scene =>
                    [
                        new(
                            FindingLevel.Missing,
                            [
                                .. scene.Estate.Services.Select(service => $"{service.Id}: "),
                                .. scene.Estate.Tables.Select(table => $"{table.Name}: "),
                                "backupTest: ForPeople",
                                "audit: NotDone",
                                "sla: Unknown",
                                .. NotRehearsed(scene),
                            ]
                        ),
                    ],
                World = stage => Stored(stage, "monthly/2025-12"),
            },
            Month("monthly-goal-missed", "The service was down for longer than the goal allows.") with
            {
                Needs = [ReportDrills.HasAny, ReportDrills.HasBalancer],
                Script = stage => Keep(stage, s_endOfMonth, downMinutes: 90),
                Reports = scene =>
                    [
                        new(
                            FindingLevel.Danger,
                            [
                                $"{scene.Id}: ",
                                "sla: Done",
                                "backupTest: ForPeople",
                                "audit: NotDone",
                                .. NotRehearsed(scene),
                            ]
                        ),
                    ],
                World = stage => Stored(stage, "monthly/2025-12"),
            },
        ];

    private static IEnumerable<Drill> MonthsOfBackups() =>
        [
            Month(
                "monthly-backups-verified",
                "The verification of backups has restored each table: the line is ticked."
            ) with
            {
                Needs = [ReportDrills.HasAny, ReportDrills.HasBalancer, HasTable],
                StartsAt = s_monday,
                ShapeEstate = (estate, _) => Verify(estate),
                Script = stage =>
                {
                    Keep(stage.Run(30), s_endOfMonth, downMinutes: 0);
                    Ran(stage, s_ofMonth);
                },
                Reports = _ => [new(FindingLevel.Fine) { Says = ["backupTest: Done", "audit: Done"] }],
                World = stage => Stored(stage, "monthly/2025-12"),
            },
            Month(
                "monthly-backups-not-verified",
                "The verification of backups did not run: the line is not ticked."
            ) with
            {
                Needs = [ReportDrills.HasAny, ReportDrills.HasBalancer, HasTable],
                StartsAt = s_monday,
                ShapeEstate = (estate, _) => Verify(estate),
                Script = stage =>
                {
                    Keep(stage.Run(30), s_endOfMonth, downMinutes: 0);
                    Ran(stage, [.. s_ofMonth.Except([BackupVerifyProcedure.ProcedureName])]);
                },
                Reports = _ => [new(FindingLevel.Missing, "backupTest: NotDone")],
                World = stage => Stored(stage, "monthly/2025-12"),
            },
        ];

    /// <summary>Where the estate names no region for disaster recovery, the line is for people.</summary>
    private static string Rehearsal(DrillScene scene, string otherwise) =>
        scene.Estate.DisasterRecovery is null ? "ForPeople" : otherwise;

    private static string[] NotRehearsed(DrillScene scene) =>
        scene.Estate.DisasterRecovery is null ? [] : ["rehearsal: NotDone"];

    private static Drill Week(string name, string what) =>
        new(name, what)
        {
            Check = WeeklyReportProcedure.ProcedureName,
            Needs = [ReportDrills.HasAny],
            StartsAt = s_monday,
            Shape = (_, plan) => ReportDrills.Quiet(plan),
            Script = _ => { },
            Limit = _ => TimeSpan.FromHours(1),
        };

    private static Drill Month(string name, string what) =>
        new(name, what)
        {
            Check = MonthlyReportProcedure.ProcedureName,
            Needs = [ReportDrills.HasAny],
            StartsAt = s_fifth,
            Shape = (_, plan) => ReportDrills.Quiet(plan),
            Script = _ => { },
            Limit = scene => TimeSpan.FromHours(2) + UntilThird(scene.Estate.Escalation.Calendar),
        };

    private static TimeSpan UntilThird(BusinessCalendar calendar)
    {
        var first = DateOnly.FromDateTime(s_fifth);
        return TimeSpan.FromDays(Math.Max(0, (calendar.BusinessDay(first, 3) ?? first).DayNumber - first.DayNumber));
    }

    /// <summary>A person ticks a line of a checklist, before the report.</summary>
    private static DrillStage Tick(DrillStage stage, string line) =>
        stage.After(
            -60,
            $"a person ticks {line}",
            at =>
            {
                stage.Simulation.World.Tell("person", stage.Scene.Id, $"a person ticks {line}");
                at.Decide(
                    new JsonObject
                    {
                        ["tick"] = line,
                        ["by"] = "operator",
                        ["because"] = "drill",
                    }
                );
            }
        );

    /// <summary>Checks that the report's checklist speaks of may look.</summary>
    private static void Allow(JsonNode estate, ProcedureName[] checks)
    {
        foreach (var check in checks)
        {
            estate["checks"]![check.Value]!["mode"] = "observe";
        }
    }

    private static string? HasTable(DrillScene scene) =>
        BackedUpTables.NamesIn(scene.Estate).IsEmpty ? "the estate names no table" : null;

    /// <summary>The same, and the verification of backups may restore them.</summary>
    private static void Verify(JsonNode estate)
    {
        Allow(estate, s_ofMonth);
        estate["checks"]![BackupVerifyProcedure.ProcedureName.Value]!["mode"] = "act";
    }

    /// <summary>Each of them ran two hours ago, and found nothing; what restores has restored.</summary>
    private static void Ran(DrillStage stage, ProcedureName[] checks)
    {
        var at = stage.Simulation.World.Clock.Now.AddHours(-2);
        foreach (var check in checks)
        {
            foreach (var part in AllProcedures.FindCheck(check)!.PartsOf(stage.Simulation.Options.Estate))
            {
                var record = new CheckRecord(check, part.Name)
                {
                    Last = new CheckReport(at, at, [])
                    {
                        Counts =
                            check == BackupVerifyProcedure.ProcedureName
                                ? [new ChangeCount(ChangeKind.RestoreScratchTable.Name, 1, 0, 0)]
                                : [],
                    },
                };
                Put(
                    stage,
                    $"CHECK#{check}",
                    $"PART#{part.Name}",
                    "record",
                    JsonSerializer.Serialize(record, JournalJson.Written.CheckRecord)
                );
            }
        }
    }

    /// <summary>Two months of figures of all that the estate names, as its nights would have kept them.</summary>
    /// <param name="downMinutes">Of the drill's service, on the third day before the last.</param>
    private static void Keep(DrillStage stage, DateOnly last, double downMinutes)
    {
        var estate = stage.Scene.Estate;
        foreach (var day in Enumerable.Range(0, 62).Select(back => last.AddDays(-back)))
        {
            var isDown = last.DayNumber - day.DayNumber == 3;
            foreach (var service in estate.Services)
            {
                var isOurs = service.Id == stage.Scene.Service!.Id;
                Put(
                    stage,
                    new DayFigures(
                        FigureDays.SubjectOf(service.Id),
                        day,
                        OfService(service, isOurs && isDown ? downMinutes : 0)
                    )
                );
            }

            foreach (var table in estate.Tables)
            {
                Put(stage, new DayFigures(FigureDays.SubjectOf(table), day, Of(Units)));
            }

            if (estate.ActiveUsers is not null)
            {
                Put(
                    stage,
                    new DayFigures(FigureDays.UsersSubject, day, Of([(Figure.Users, 120), (Figure.UsersMost, 300)]))
                );
            }
        }
    }

    private static (Figure, double)[] Units =>
        [(Figure.ReadUnits, 20_000), (Figure.WriteUnits, 4_000), (Figure.Throttled, 0)];

    private static ImmutableSortedDictionary<string, double> OfService(OperatedService service, double downMinutes) =>
        Of([
            (Figure.Cpu, 30),
            (Figure.CpuMost, 45),
            (Figure.Memory, 40),
            (Figure.MemoryMost, 50),
            .. service.LoadBalancer is null
                ? Array.Empty<(Figure, double)>()
                :
                [
                    (Figure.Requests, 86_400),
                    (Figure.Failed, downMinutes * 60),
                    (Figure.DownMinutes, downMinutes),
                    (Figure.BusyMinutes, Hours * 60),
                    (Figure.P50Ms, 50),
                    (Figure.P95Ms, 180),
                    (Figure.P99Ms, 400),
                ],
        ]);

    private static ImmutableSortedDictionary<string, double> Of((Figure Figure, double Value)[] values) =>
        values.ToImmutableSortedDictionary(one => one.Figure.Name, one => one.Value, StringComparer.Ordinal);

    /// <summary>As <see cref="DynamoDbFigures"/> keeps them.</summary>
    private static void Put(DrillStage stage, DayFigures figures) =>
        Put(
            stage,
            $"FIGURES#{figures.Subject}",
            string.Create(CultureInfo.InvariantCulture, $"DAY#{figures.Day:yyyyMMdd}"),
            "figures",
            JsonSerializer.Serialize(figures, JournalJson.Written.DayFigures)
        );

    private static void Put(DrillStage stage, string pk, string sk, string name, string value) =>
        stage.Simulation.DynamoDb.Handle(
            new ServiceCall(
                "dynamodb",
                "PutItem",
                new JsonObject
                {
                    ["TableName"] = stage.Simulation.Stack.Tables[0].Name,
                    ["Item"] = new JsonObject
                    {
                        ["pk"] = Text(pk),
                        ["sk"] = Text(sk),
                        [name] = Text(value),
                    },
                },
                stage.Simulation.World.Clock.Now,
                "the nights before"
            )
        );

    private static JsonObject Text(string text) => new() { ["S"] = text };

    private static string? Stored(DrillStage stage, string name) =>
        ReportDrills.Stored(stage, [name + ".html", name + ".md"]);
}
