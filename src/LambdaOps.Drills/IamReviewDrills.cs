using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.IamReview;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the monthly look at users, groups, roles and policies.</summary>
public static class IamReviewDrills
{
    private static readonly DateTime s_first = new(2026, 2, 1, 8, 35, 0);

    public static IReadOnlyList<Drill> All { get; } =
    [
        First("iam-fine", "Policies name what they allow, everything is used: the month is remembered.") with
        {
            Reports = _ =>
                [
                    new(FindingLevel.Fine)
                    {
                        Says =
                        [
                            "5 users, roles and policies are remembered; there is nothing to hold them against yet",
                            "users: 1, groups: 1, roles: 2, managed policies: 1; known administrators: 0",
                        ],
                    },
                ],
        },
        First("iam-wildcard", "A role may do everything, one all of S3, and others may assume roles.") with
        {
            ShapeWorld = plan =>
                plan with
                {
                    IamGroups = [.. plan.IamGroups, new("admins") { Attached = [Aws("AdministratorAccess")] }],
                    IamPolicies = [.. plan.IamPolicies, new("all", IdentityDocuments.Everything)],
                    IamRoles =
                    [
                        .. plan.IamRoles,
                        new("helper", IdentityDocuments.TrustOfAnybody) { Attached = ["all"] },
                        new("backup", IdentityDocuments.TrustOfAnother)
                        {
                            Policies = new Dictionary<string, string> { ["files"] = IdentityDocuments.AllOfStorage },
                        },
                    ],
                },
            Reports = _ =>
                [
                    new(
                        FindingLevel.Danger,
                        "AWS's policy AdministratorAccess is attached to group admins",
                        "policy all allows * on *: attached to role helper",
                        "inline policy files of role backup allows s3:* on all of s3",
                        "anybody with an AWS account may assume role helper",
                        "account 210987654321 may assume role backup"
                    )
                    {
                        Says = ["inline policy files of role backup allows sqs:* on *, under a condition"],
                    },
                ],
        },
        First("iam-unused", "A role was last used in autumn, one never, and a policy is attached to nothing.") with
        {
            ShapeWorld = plan =>
                plan with
                {
                    IamPolicies = [.. plan.IamPolicies, new("old", IdentityDocuments.Reading)],
                    IamRoles =
                    [
                        .. plan.IamRoles,
                        Role("autumn") with
                        {
                            Unused = Days(120),
                        },
                        Role("never") with
                        {
                            Age = Days(200),
                            Unused = null,
                        },
                        Role("young") with
                        {
                            Age = Days(20),
                            Unused = null,
                        },
                        Role("AWSServiceRoleForECS") with
                        {
                            Path = "/aws-service-role/ecs.amazonaws.com/",
                            Unused = null,
                        },
                    ],
                },
            Reports = _ =>
                [
                    new(
                        FindingLevel.Warning,
                        "role never is 200 days old, and AWS knows of no use",
                        "role autumn was last used 120 days ago",
                        "policy old is attached to nothing"
                    ),
                ],
        },
        First("iam-changed", "After the month's look a role's trust changes, one comes, and a group goes.") with
        {
            Script = stage =>
                stage
                    .After(
                        600,
                        "people change IAM",
                        at =>
                        {
                            var identities = at.Simulation.World.Identities;
                            identities.Groups.Clear();
                            identities.Roles[0] = identities.Roles[0] with
                            {
                                Trust = IdentityDocuments.TrustOfDeployments,
                            };
                            identities.Roles.Add(Role("new"));
                        }
                    )
                    .Run(660),
            Reports = scene =>
                [
                    new(FindingLevel.Fine) { Says = ["there is nothing to hold them against yet"] },
                    new(
                        FindingLevel.Warning,
                        $"IAM drift since 2026-02-01: group {scene.Estate.Name}-operators is gone",
                        "IAM drift since 2026-02-01: role new is new",
                        $"IAM drift since 2026-02-01: role {scene.Estate.Name}-task has changed (trust policy)"
                    ),
                ],
        },
        First("iam-denied", "IAM may not be read: nobody is called fine.") with
        {
            Script = stage => stage.Deny("iam", "GetAccountAuthorizationDetails"),
            Reports = _ => [new(FindingLevel.Missing, "users, roles and policies could not be seen: AccessDenied")],
        },
    ];

    private static string Aws(string policy) => $"arn:aws:iam::aws:policy/{policy}";

    private static IamRolePlan Role(string name) => new(name, IdentityDocuments.TrustOfTasks);

    private static TimeSpan Days(int days) => TimeSpan.FromDays(days);

    private static Drill First(string name, string what) =>
        new(name, what)
        {
            Check = IamReviewProcedure.ProcedureName,
            StartsAt = s_first,
            Script = _ => { },
        };
}
