using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.AccessKeys;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the weekly look at access keys.</summary>
public static class AccessKeyDrills
{
    private static readonly DateTime s_monday = new(2026, 1, 19, 8, 15, 0);

    public static IReadOnlyList<Drill> All { get; } =
    [
        Monday("keys-fine", "Root has MFA and no key; the service's key is a month old, and is used.") with
        {
            Reports = _ =>
                [
                    new(FindingLevel.Fine)
                    {
                        Says =
                        [
                            "1 user, 1 active access key, 0 inactive access keys, 0 console passwords; as of 2026-",
                        ],
                    },
                ],
        },
        Monday("keys-old", "A key should have been replaced, one was never used, and a person has no MFA.") with
        {
            ShapeWorld = plan =>
                plan with
                {
                    IamUsers =
                    [
                        .. plan.IamUsers,
                        new("batch, old") { Keys = [new(Days(120), Days(2)), new(Days(20), Unused: null)] },
                        new("idle") { Keys = [new(Days(80), Days(79)), new(Days(400), null) { IsActive = false }] },
                        new("somebody") { HasPassword = true },
                        new("careful") { HasPassword = true, HasMfa = true },
                    ],
                },
            Reports = _ =>
                [
                    new(
                        FindingLevel.Warning,
                        "user batch, old has an active access key (number 1), 120 days old, last used 2 days ago",
                        "user batch, old has an active access key (number 2), 20 days old, with no known use",
                        "user somebody has a console password and no MFA"
                    ),
                ],
        },
        Monday("keys-root", "The root user has an access key, and no MFA.") with
        {
            ShapeWorld = plan =>
                plan with
                {
                    RootUser = plan.RootUser with { HasMfa = false, Keys = [new(Days(3), Days(1))] },
                },
            Reports = _ =>
                [
                    new(
                        FindingLevel.Danger,
                        "the root user has an active access key (number 1), 3 days old, last used 1 day ago",
                        "the root user has no MFA"
                    ),
                ],
        },
        Monday("keys-denied", "The credential report may not be read: no key is called fine.") with
        {
            Script = stage =>
            {
                var world = stage.Simulation.World;
                world.Disturb(
                    new ApiFault(
                        "iam",
                        "GetCredentialReport",
                        world.Clock.Now,
                        world.Clock.Now + TimeSpan.FromHours(1),
                        ApiFaultKind.Denied
                    )
                );
            },
            Reports = _ => [new(FindingLevel.Missing, "the credential report could not be seen: AccessDenied")],
        },
    ];

    private static TimeSpan Days(int days) => TimeSpan.FromDays(days);

    private static Drill Monday(string name, string what) =>
        new(name, what)
        {
            Check = AccessKeysProcedure.ProcedureName,
            StartsAt = s_monday,
            Script = _ => { },
        };
}
