using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.AccessPatterns;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the daily look at who comes, and how: quiet nights, attacks, and what cannot be seen.</summary>
public static class AccessDrills
{
    private const string NoTrend = "whether that many failed logins are usual is not known yet";

    private const string Attacker = "203.0.113.66";

    private static readonly DateTime s_morning = new(2026, 1, 15, 8, 25, 0);

    /// <summary>From half past two in the night until the world begins.</summary>
    private static readonly TimeSpan s_ago = new(5, 55, 0);

    private static readonly TimeSpan s_halfHour = TimeSpan.FromMinutes(30);

    public static IReadOnlyList<Drill> All { get; } =
    [
        Morning("access-quiet", "Two weeks like each other: nothing is found, and each line says what was seen.") with
        {
            Needs = [HasBalancer],
            ShapeEstate = (estate, _) => WithoutLogins(estate),
            Reports = scene =>
                [
                    new(FindingLevel.Fine)
                    {
                        Says =
                        [
                            "nothing unusual in 288 readings of 5 minutes",
                            .. scene.Estate.WebAcls.Select(acl => $"{acl.Name} blocked "),
                        ],
                    },
                ],
        },
        Morning("access-logins", "Someone tries passwords in the night: how often, from where, and no trend yet.") with
        {
            Needs = [HasLog],
            Script = stage =>
                stage.Simulation.World.Logs.Add(
                    new FailedLoginLog(stage.Scene.Service!.LogGroup!, stage.FaultAt - s_ago)
                ),
            Reports = _ =>
                [
                    new(
                        FindingLevel.Danger,
                        $"150 failed logins in 24 hours: 150 from {FailedLoginLog.Source}; the day before not counted",
                        NoTrend
                    ),
                ],
        },
        Morning("access-logins-twice", "A person runs it again: the same day is no day to compare with.") with
        {
            Needs = [HasLog],
            Script = stage => stage.Run(300),
            Reports = _ =>
                [
                    new(FindingLevel.Missing, NoTrend) { Says = ["0 failed logins in 24 hours; the day before"] },
                    new(FindingLevel.Missing, NoTrend) { Says = ["0 failed logins in 24 hours; the day before"] },
                ],
        },
        Morning(
            "access-blocked",
            "The web ACL holds an attack off: the hour, the rule, the source, and what it was for."
        ) with
        {
            Needs = [HasAcl],
            ShapeEstate = (estate, _) => WithoutLogins(estate),
            ShapeWorld = plan => Attacked(Remembering(plan)),
            Reports = scene =>
                [
                    new(
                        FindingLevel.Warning,
                        $"{scene.Estate.WebAcls[0].Name} blocked ",
                        $"requests that {scene.Estate.WebAcls[0].Name} blocked, in 5 minutes: at 0"
                    )
                    {
                        Says =
                        [
                            " from 02:20 to 03:20, usually ",
                            .. scene.Estate.WebAcls[0].LogGroup is null
                                ? []
                                : new[] { $"; by its log 1200 by LoginRate from {Attacker} for /wp-login.php" },
                        ],
                    },
                ],
        },
        Morning(
            "access-anomaly",
            "Six times the usual requests for half an hour of the night, and nobody was down."
        ) with
        {
            Needs = [HasBalancer],
            ShapeEstate = (estate, _) => WithoutLogins(estate),
            ShapeWorld = plan =>
            {
                var past = Remembering(plan);
                return past with { Past = past.Past! with { Bursts = [new BurstPlan(s_ago, s_halfHour, Factor: 6)] } };
            },
            Reports = scene =>
                [
                    new(FindingLevel.Warning, "requests of ")
                    {
                        Says = [$"requests of {scene.Id}, in 5 minutes: at 02:30 "],
                    },
                ],
        },
        Morning("access-blind", "AWS refuses to answer: each part says so, and nothing is fine or zero.") with
        {
            Needs = [HasLog],
            Script = stage =>
            {
                Deny(stage, "cloudwatch", "GetMetricData");
                Deny(stage, "logs", "StartQuery");
                Deny(stage, "wafv2", "GetSampledRequests");
            },
            Reports = scene =>
                [
                    new(
                        FindingLevel.Missing,
                        [
                            .. scene
                                .Estate.Services.Select(service => service.LogGroup)
                                .OfType<string>()
                                .Distinct()
                                .Select(group => $"failed logins in {group} could not be seen: "),
                            .. scene.Estate.WebAcls.SelectMany(acl =>
                                new[]
                                {
                                    $"what {acl.Name} blocked could not be seen: ",
                                    acl.LogGroup is { } group ? $"what {group} says" : "",
                                    $"what {acl.Name} blocks just now could not be seen: ",
                                }
                            ),
                            "how the estate was accessed could not be seen: ",
                        ]
                    ),
                ],
        },
        Morning(
            "access-no-waf-log",
            "The web ACL's log is not there: that alone is missing, the numbers are said."
        ) with
        {
            Needs = [HasAcl, HasAclLog],
            ShapeEstate = (estate, _) => WithoutLogins(estate),
            ShapeWorld = plan =>
                Remembering(plan) with
                {
                    Firewalls = [.. plan.Firewalls.Select(firewall => firewall with { LogGroup = null })],
                },
            Reports = scene =>
                [
                    new(
                        FindingLevel.Missing,
                        [
                            .. scene
                                .Estate.WebAcls.Select(acl => acl.LogGroup)
                                .OfType<string>()
                                .Select(group => $"what {group} says of "),
                        ]
                    )
                    {
                        Says = [$"{scene.Estate.WebAcls[0].Name} blocked "],
                    },
                ],
        },
        Morning("access-new-estate", "CloudWatch knows one day: what is usual is not known yet, and that is said.") with
        {
            Needs = [HasBalancer],
            ShapeEstate = (estate, _) => WithoutLogins(estate),
            ShapeWorld = plan => Remembering(plan) with { Past = new PastPlan(TimeSpan.FromHours(25)) },
            Reports = _ => [new(FindingLevel.Missing, "not known yet")],
        },
    ];

    private static Drill Morning(string name, string what) =>
        new(name, what)
        {
            Check = AccessPatternsProcedure.ProcedureName,
            StartsAt = s_morning,
            ShapeWorld = Remembering,
            Script = _ => { },
        };

    private static WorldPlan Remembering(WorldPlan plan) =>
        plan with
        {
            History = TimeSpan.FromMinutes(5),
            Past = new PastPlan(TimeSpan.FromDays(15)),
        };

    /// <summary>The first web ACL, for an hour, twenty requests a minute.</summary>
    private static WorldPlan Attacked(WorldPlan plan) =>
        plan with
        {
            Firewalls =
            [
                plan.Firewalls[0] with
                {
                    Attacks =
                    [
                        new AttackPlan(s_ago, TimeSpan.FromHours(1), 20, "LoginRate", Attacker, "/wp-login.php"),
                    ],
                },
                .. plan.Firewalls.Skip(1),
            ],
        };

    /// <summary>On its first days it cannot say whether failed logins are usual, and says that: not in every drill.</summary>
    private static void WithoutLogins(JsonNode estate)
    {
        foreach (var service in estate["services"]!.AsArray())
        {
            service!.AsObject().Remove("logGroup");
        }
    }

    private static void Deny(DrillStage stage, string service, string operation)
    {
        var now = stage.Simulation.World.Clock.Now;
        stage.Simulation.World.Disturb(
            new ApiFault(service, operation, now, now + TimeSpan.FromHours(12), ApiFaultKind.Denied)
        );
    }

    private static string? HasBalancer(DrillScene scene) =>
        scene.Service?.LoadBalancer is null ? $"{scene.Id} names no load balancer" : null;

    private static string? HasLog(DrillScene scene) =>
        scene.Service?.LogGroup is null ? $"{scene.Id} names no log group"
        : scene.Service.LoadBalancer is null ? $"{scene.Id} names no load balancer"
        : null;

    private static string? HasAcl(DrillScene scene) =>
        scene.Estate.WebAcls.IsEmpty ? "the estate names no web ACL" : HasBalancer(scene);

    private static string? HasAclLog(DrillScene scene) =>
        scene.Estate.WebAcls[0].LogGroup is null ? "the estate names no log group of its web ACL" : null;
}
