using System.Text.Json.Nodes;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.SecurityFindings;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the daily look at what AWS's security services found.</summary>
public static class SecurityFindingDrills
{
    private static readonly DateTime s_morning = new(2026, 1, 15, 8, 10, 0);

    /// <summary>Some hours more than whole days, as the check runs minutes after the world begins.</summary>
    private static readonly TimeSpan s_aBit = TimeSpan.FromHours(3);

    public static IReadOnlyList<Drill> All { get; } =
    [
        Morning("findings-none", "Access Analyzer is on and has found nothing, and nobody has switched others on.") with
        {
            Reports = scene =>
                [
                    new(FindingLevel.Fine)
                    {
                        Says =
                        [
                            $"Access Analyzer in {scene.Estate.Region}, open findings: 0 of high or critical severity, "
                                + "0 of medium, 0 of low",
                            $"GuardDuty in {scene.Estate.Region} is off (there is no detector): there is nothing to read",
                            $"Security Hub in {scene.Estate.Region} is off (the account is not subscribed to it)",
                            $"Inspector in {scene.Estate.Region} is off (it is DISABLED)",
                        ],
                    },
                ],
        },
        Morning(
            "findings-high",
            "All four are on. GuardDuty and Inspector have found what is bad, and Security Hub repeats it."
        ) with
        {
            ShapeWorld = WithFindings,
            Reports = scene =>
                [
                    new(
                        FindingLevel.Danger,
                        $"GuardDuty in {scene.Estate.Region}: An instance is asked for passwords (i-0123456789abcdef0), "
                            + "high or critical severity, open for 2 days",
                        $"Inspector in {scene.Estate.Region}: CVE-2026-1 - a library (lambda function:thumbnails), "
                            + "high or critical severity, open for 1 day",
                        $"Security Hub in {scene.Estate.Region}: A bucket lets everybody list it (s3 pictures), "
                            + "medium severity, open for less than a day",
                        $"Access Analyzer in {scene.Estate.Region}: ExternalAccess (s3 pictures), medium severity"
                    )
                    {
                        Says =
                        [
                            $"GuardDuty in {scene.Estate.Region}, open findings: 1 of high or critical severity, "
                                + "0 of medium, 1 of low",
                            $"Security Hub in {scene.Estate.Region}, open findings: 0 of high or critical severity, "
                                + "1 of medium, 0 of low",
                        ],
                    },
                ],
        },
        Morning("findings-off", "The estate expects GuardDuty to be on, and nobody has switched it on.") with
        {
            ShapeEstate = (estate, _) =>
            {
                var checks = estate["checks"] as JsonObject ?? [];
                checks.Remove("securityFindings");
                checks["securityFindings"] = new JsonObject
                {
                    ["mode"] = "observe",
                    ["policy"] = new JsonObject { ["expectsGuardDuty"] = true },
                };
                estate["checks"] = checks.Parent is null ? checks : checks.DeepClone();
            },
            Reports = _ =>
                [
                    new(
                        FindingLevel.Warning,
                        "is off (there is no detector), and the estate expects it to be on: nothing looks there"
                    )
                    {
                        Says = ["Security Hub in "],
                    },
                ],
        },
        Morning("findings-denied", "None of the four may be read: they are not called fine, nor off.") with
        {
            ShapeWorld = WithFindings,
            Script = stage =>
            {
                stage.Deny("accessanalyzer", "ListFindingsV2");
                stage.Deny("guardduty", "ListFindings");
                stage.Deny("securityhub", "GetFindings");
                stage.Deny("inspector2", "BatchGetAccountStatus");
            },
            Reports = scene =>
                [
                    new(
                        FindingLevel.Missing,
                        $"the findings of Access Analyzer in {scene.Estate.Region} could not be read: AccessDenied",
                        $"the findings of GuardDuty in {scene.Estate.Region} could not be read: AccessDeniedException",
                        "the findings of Security Hub in ",
                        "the findings of Inspector in "
                    ),
                ],
        },
    ];

    /// <summary>All of them on in the world's own region.</summary>
    private static WorldPlan WithFindings(WorldPlan plan) =>
        plan with
        {
            SecurityServices =
            [
                new(SecurityServicePlan.AccessAnalyzer, plan.Region)
                {
                    Findings =
                    [
                        new("MEDIUM", "ExternalAccess", "arn:aws:s3:::pictures", Days(0)),
                        new("LOW", "UnusedIAMRole", "arn:aws:iam::123456789012:role/old", Days(9)),
                    ],
                },
                new(SecurityServicePlan.GuardDuty, plan.Region)
                {
                    Findings =
                    [
                        new("HIGH", "An instance is asked for passwords", "i-0123456789abcdef0", Days(2)),
                        new("LOW", "A port is asked for", "i-0123456789abcdef0", Days(5)),
                        new("HIGH", "Archived by a person", "i-0123456789abcdef0", Days(8)) { IsClosed = true },
                    ],
                },
                new(SecurityServicePlan.SecurityHub, plan.Region)
                {
                    Findings = [new("MEDIUM", "A bucket lets everybody list it", "arn:aws:s3:::pictures", Days(0))],
                },
                new(SecurityServicePlan.Inspector, plan.Region)
                {
                    Findings =
                    [
                        new("CRITICAL", "CVE-2026-1 - a library", Function, Days(1)),
                        new("CRITICAL", "CVE-2026-2 - in an image", "arn:aws:ecr:x:1:repository/a", Days(1))
                        {
                            ResourceType = "AWS_ECR_CONTAINER_IMAGE",
                        },
                    ],
                },
            ],
        };

    private const string Function = "arn:aws:lambda:ap-northeast-1:123456789012:function:thumbnails";

    private static TimeSpan Days(int days) => TimeSpan.FromDays(days) + s_aBit;

    private static Drill Morning(string name, string what) =>
        new(name, what)
        {
            Check = SecurityFindingsProcedure.ProcedureName,
            StartsAt = s_morning,
            Script = _ => { },
        };
}
