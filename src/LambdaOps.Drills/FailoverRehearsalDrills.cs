using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.FailoverRehearsal;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the rehearsal of a failover.</summary>
public static class FailoverRehearsalDrills
{
    /// <summary>The year's first Sunday.</summary>
    private static readonly DateTime s_night = new(2026, 1, 4, 4, 26, 0);

    public static IReadOnlyList<Drill> All { get; } =
    [
        Night("rehearsal-ready", "All that a failover needs stands in the other region.") with
        {
            Needs = [IsPrepared],
            Reports = scene =>
                [
                    new(FindingLevel.Fine)
                    {
                        Says =
                        [
                            "a failover today would work, as far as this can be seen without one",
                            "RTO today about ",
                            "RPO today ",
                            $"stands in {scene.Estate.DisasterRecovery!.Region} as its template says",
                            $"is the image that runs in {scene.Estate.Region}",
                            scene.Estate.DisasterRecovery!.Services.Any(service => service.SmokeTest is not null)
                                ? "paths answer as they should"
                                : "says that it is healthy",
                        ],
                    },
                ],
        },
        Night(
            "rehearsal-stack-drifted",
            "Somebody changed the stack for disaster recovery by hand: what it would do is not what was tried."
        ) with
        {
            Needs = [IsPrepared],
            ShapeWorld = plan => Drifted(Ready(plan)),
            Reports = _ =>
                [
                    new(FindingLevel.Warning, "drifted: stack ", "ApiService (AWS::ECS::Service) in /DesiredCount")
                    {
                        Says = ["Alarm (AWS::CloudWatch::Alarm) is deleted", "a failover today may not work"],
                    },
                ],
        },
        Night(
            "rehearsal-image-missing",
            "The image that runs was never pushed to the other region, and the certificate there has expired."
        ) with
        {
            Needs = [IsPrepared],
            ShapeWorld = plan => WithoutCertificates(WithoutImages(Ready(plan))),
            Reports = scene =>
                [
                    new(
                        FindingLevel.Danger,
                        $"is not in the registry in {scene.Estate.DisasterRecovery!.Region}: no task can start there",
                        $"in {scene.Estate.DisasterRecovery!.Region} has expired: visitors would be refused"
                    )
                    {
                        Says = ["a failover today would not work"],
                    },
                ],
        },
        Night(
            "rehearsal-smoke-fails",
            "What stands by says that it is healthy, and does not answer as the estate wants: its smoke test says so."
        ) with
        {
            Needs = [IsPrepared],
            ShapeEstate = (estate, _) =>
                estate["disasterRecovery"]!["services"]![0]!["smokeTest"] = new JsonObject
                {
                    ["endpoint"] = (string?)estate["disasterRecovery"]!["services"]![0]!["health"]!["url"],
                    ["paths"] = new JsonArray(new JsonObject { ["path"] = "/", ["contains"] = "of this year" }),
                },
            Reports = _ =>
                [
                    new(FindingLevel.Danger, "its smoke test fails", "traffic would not be turned to it")
                    {
                        Says = ["a failover today would not work"],
                    },
                ],
        },
        Night("rehearsal-blind", "The other region refuses to answer: nothing of it is called ready.") with
        {
            Needs = [IsPrepared],
            Script = stage =>
            {
                foreach (var service in new[] { "cloudformation", "ecs", "acm", "route53" })
                {
                    stage.Deny(service, "*");
                }
            },
            Reports = _ =>
                [
                    new(
                        FindingLevel.Missing,
                        "not seen: stack ",
                        "could not be seen: AccessDenied",
                        "could not be compared: AccessDenied",
                        "the failover records could not be seen"
                    )
                    {
                        Says = ["a failover today may not work"],
                    },
                ],
        },
        Night(
            "rehearsal-backup-only",
            "No table has a replica: what would be lost is as old as the newest copy, and a restore from the lost region is no plan."
        ) with
        {
            Needs = [IsPrepared],
            ShapeEstate = (estate, _) => estate["disasterRecovery"]!["tables"] = new JsonArray(),
            Reports = scene =>
                [
                    new(
                        FindingLevel.Warning,
                        "has no replica; its newest copy in ",
                        $"younger backups in {scene.Estate.Region} are no plan, as a restore from them needs that region"
                    )
                    {
                        Says = ["restore of tables ", "RPO today "],
                    },
                ],
        },
        Night(
            "rehearsal-not-named",
            "The estate names a region for disaster recovery, and nothing that stands there."
        ) with
        {
            Needs = [IsPrepared],
            ShapeEstate = (estate, scene) =>
                estate["disasterRecovery"] = new JsonObject { ["region"] = scene.Estate.DisasterRecovery!.Region },
            Reports = _ =>
                [
                    new(
                        FindingLevel.Warning,
                        "not named: the estate names no stack in ",
                        "not named: the estate names no service that stands by in ",
                        "not named: the estate does not say how the traffic is turned",
                        "has no replica; its newest copy in "
                    )
                    {
                        Says = ["a failover today would not work"],
                    },
                ],
        },
    ];

    private static Drill Night(string name, string what) =>
        new(name, what)
        {
            Check = FailoverRehearsalProcedure.ProcedureName,
            StartsAt = s_night,
            ShapeWorld = Ready,
            Script = _ => { },
        };

    /// <summary>Services run an image that both registries have.</summary>
    private static WorldPlan Ready(WorldPlan plan) =>
        plan with
        {
            Images = [RegionWorld.Image],
            Services =
            [
                .. plan.Services.Select(service =>
                    service with
                    {
                        Revisions =
                        [
                            .. service.Revisions.Select(revision =>
                                revision with
                                {
                                    Image = RegionWorld.Image.NameIn(plan.Region, plan.AccountId),
                                }
                            ),
                        ],
                    }
                ),
            ],
        };

    private static WorldPlan Drifted(WorldPlan plan) =>
        plan with
        {
            Stacks =
            [
                .. plan.Stacks.Select(stack =>
                    stack with
                    {
                        Drift =
                        [
                            new(
                                "ApiService",
                                "AWS::ECS::Service",
                                "MODIFIED",
                                new Dictionary<string, (string, string)> { ["/DesiredCount"] = ("1", "0") }
                            ),
                            new(
                                "Alarm",
                                "AWS::CloudWatch::Alarm",
                                "DELETED",
                                new Dictionary<string, (string, string)>()
                            ),
                        ],
                    }
                ),
            ],
        };

    private static WorldPlan WithoutImages(WorldPlan plan) =>
        plan with
        {
            Images = [.. plan.Images.Select(image => image with { Region = plan.Region })],
        };

    private static WorldPlan WithoutCertificates(WorldPlan plan) =>
        plan with
        {
            Certificates =
            [
                .. plan.Certificates.Select(one =>
                    plan.Stacks.Any(stack => stack.Region == one.Region)
                        ? one with
                        {
                            Left = TimeSpan.FromDays(-1),
                        }
                        : one
                ),
            ],
        };

    private static string? IsPrepared(DrillScene scene) =>
        scene.Estate.DisasterRecovery
            is { Stack: not null, Services.IsEmpty: false, Traffic: not null, Tables.IsEmpty: false }
            ? null
            : "the estate names no stack, services, tables and traffic for disaster recovery";
}
