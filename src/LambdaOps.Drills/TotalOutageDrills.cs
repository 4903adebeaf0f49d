using LambdaOps.Account.Lambda;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.Rollout;
using LambdaOps.Core.Procedures.TotalOutage;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the total outage.</summary>
public static class TotalOutageDrills
{
    private const string Restart = nameof(Change.ForceNewDeployment);
    private const string Save = nameof(Change.SavePage);
    private const string Publish = nameof(Change.PublishMaintenancePage);
    private const string Invalidate = nameof(Change.InvalidateSite);
    private const string RestartSmall = nameof(Change.RestartAt);
    private const string Scale = nameof(Change.SetDesiredCount) + "+";
    private const string RollBack = nameof(Change.RollBackDeployment);
    private const string Restore = nameof(Change.RestorePage);

    /// <summary>Tries of an invalidation that fail.</summary>
    private const int FailedTries = 5;

    /// <summary>As many wildcards as CloudFront takes at a time.</summary>
    private const int FullQuota = 15;

    private const string KmsKey = "arn:aws:kms:ap-northeast-1:123456789012:key/0b1c2d3e-0000-4000-8000-000000000001";

    private static readonly TimeSpan s_long = TimeSpan.FromHours(6);

    private static readonly Func<DrillScene, string?>[] s_needs =
    [
        Needs.Remedy(TotalOutageProcedure.ProcedureName),
        Needs.WayToTotalOutage,
        Needs.Budget,
    ];

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of(
            "total-outage",
            "Everything is down until its dependency is back: page up, minimal restart, page restored."
        ) with
        {
            Script = stage => Outage(stage),
            Expect = Cured,
        },
        Of(
            "total-outage-in-steps",
            "The same outage of a service that deploys in steps with a pause before each: its restart is taken through them."
        ) with
        {
            Needs = [.. s_needs, Needs.Remedy(RolloutProcedure.ProcedureName), Needs.Balancer],
            Shape = (service, plan) => service.Rollout is null ? plan : RolloutDrills.Shifting(plan),
            ShapeEstate = (estate, _) => SecondGroupDrills.NameSecondGroups(estate),
            Script = stage => Outage(stage),
            // Whether the page or the last step comes first is the world's; what is left to rollout's own gates, too.
            AtLeast = _ => TimeSpan.FromMinutes(30),
            Expect = _ => DrillExpectation.AnyEnd with { Record = "what this incident began waits at a pause" },
            World = RolloutDrills.HasDeployed,
        },
        Of("total-outage-not-cured", "Everything stays down: the maintenance page stays up, handed off at P1.") with
        {
            Script = stage => stage.After(0, "all down", at => at.Service.LoseEverything()),
            Expect = scene => new DrillExpectation(IncidentStatus.HandedOff, Down(scene))
            {
                Pages = scene.Site is null ? ["page"] : ["page", "maintenance"],
                Record = "the maintenance page stays",
            },
        },
        OfAPage("unversioned-bucket", "The same outage with a bucket that keeps no versions.") with
        {
            ShapeWorld = plan =>
                plan with
                {
                    Sites = [.. plan.Sites.Select(site => site with { IsVersioned = false })],
                },
            Script = stage => Outage(stage),
            Expect = Cured,
        },
        OfAPage(
            "page-encrypted-by-kms",
            "Copies have ETags of their own, and the answer about the restored one is lost."
        ) with
        {
            ShapeWorld = plan => plan with { Sites = [.. plan.Sites.Select(site => site with { KmsKey = KmsKey })] },
            Script = stage =>
                Outage(
                    stage,
                    at =>
                    {
                        var now = at.Simulation.World.Clock.Now;
                        at.Simulation.World.Disturb(
                            new ApiFault("s3", "CopyObject", now, now + s_long, ApiFaultKind.BrokenAfter)
                        );
                    }
                ),
            Expect = Cured,
        },
        OfAPage("page-edited-meanwhile", "Someone else changes the page during the outage: it is left alone.") with
        {
            Script = stage => Outage(stage, at => at.EditPage(0, "<title>We know.</title>")),
            Expect = scene => new DrillExpectation(IncidentStatus.Resolved, [.. Down(scene), .. BackUp(scene)])
            {
                Pages = ["page", "maintenance", "other"],
                DesiredAtEnd = scene.Capacity.Normal,
                Record = "someone else changed the page",
            },
        },
        OfAPage("cloudfront-failing", "CloudFront's API fails for minutes: the restart does not wait for it.") with
        {
            Needs = [.. s_needs, Needs.Site, scene => Needs.BudgetFor(scene, more: FailedTries)],
            Script = stage =>
            {
                var failing = new ApiFault(
                    "cloudfront",
                    "CreateInvalidation",
                    stage.FaultAt,
                    stage.FaultAt + s_long,
                    ApiFaultKind.FailedBefore
                );
                stage.Simulation.World.Disturb(failing);
                Outage(stage)
                    .Following(
                        seen => IsRestart(stage, seen),
                        20,
                        "CloudFront's API is back",
                        at => at.Simulation.World.Calm(failing)
                    );
            },
            Expect = scene =>
                Restored(scene, [.. First(scene), Save, Publish, RestartSmall, Invalidate, .. BackUp(scene)]),
        },
        OfAPage(
            "bucket-failing",
            "S3 fails for an hour with everything else: the restart does not wait for the page."
        ) with
        {
            Script = stage =>
            {
                var from = stage.FaultAt;
                stage.Simulation.World.Disturb(
                    new ApiFault("s3", "*", from, from.AddHours(1), ApiFaultKind.FailedBefore)
                );
                Outage(stage);
            },
            Expect = scene => new DrillExpectation(
                IncidentStatus.Resolved,
                [.. First(scene), RestartSmall, .. BackUp(scene)]
            )
            {
                DesiredAtEnd = scene.Capacity.Normal,
                Record = "not seen: page: ",
            },
        },
        OfAPage(
            "cloudfront-busy",
            "Others' invalidations fill CloudFront's quota: the restart does not wait for it."
        ) with
        {
            Script = stage =>
            {
                stage.After(
                    0,
                    "someone invalidates a lot",
                    at =>
                    {
                        at.Site.IsSlow = true;
                        for (var number = 1; number <= FullQuota; number++)
                        {
                            at.Site.Invalidate($"release-{number}", [$"/assets/{number}/*"], "someone");
                        }
                    }
                );
                Outage(stage)
                    .Following(
                        seen => IsRestart(stage, seen),
                        20,
                        "what was invalidated is",
                        at => at.Site.IsSlow = false
                    );
            },
            Expect = scene =>
                Restored(scene, [.. First(scene), Save, Publish, RestartSmall, Invalidate, .. BackUp(scene)]) with
                {
                    Record = "AWS wants it later (TooManyInvalidationsInProgress",
                },
        },
        Of("outage-by-deployment", "A deployment takes all down, and an operator asks: page up, rolled back.") with
        {
            Needs = [Needs.Remedy(TotalOutageProcedure.ProcedureName), Needs.Budget],
            Shape = (_, plan) =>
                plan with
                {
                    Deployment = plan.Deployment with { MinimumHealthyPercent = 0, MaximumPercent = 100 },
                },
            ShapeEstate = RolloutDrills.WatchesNone,
            Script = stage =>
            {
                // The first request finds all well, and so it is remembered what served.
                var service = stage.Scene.Service!.Id.Value;
                stage
                    .Ask(0, service)
                    .After(180, "bad revision", at => at.Service.Deploy(TaskBehaviour.NeverGetsHealthy))
                    .Ask(240, service);
            },
            Expect = scene => Restored(scene, [.. PageUp(scene), RollBack]) with { Record = "it may be the fix" },
            AtLeast = _ => TimeSpan.FromSeconds(300),
        },
        Of(
            "external-total-outage",
            "Everything is down, and a third party deploys the service: page up, no restart that ECS refuses."
        ) with
        {
            Shape = (_, plan) =>
                plan with
                {
                    Deployment = plan.Deployment with { Controller = FleetController.External },
                },
            Script = stage => stage.After(0, "all down", at => at.Service.LoseEverything()),
            Expect = scene => new DrillExpectation(IncidentStatus.HandedOff, PageUp(scene))
            {
                Pages = scene.Site is null ? ["page"] : ["page", "maintenance"],
                Record = "controller EXTERNAL",
            },
        },
        Of(
            "daemon-total-outage",
            "Everything is down, an operator asks, and the service has a task on each instance: page up, restarted as it is."
        ) with
        {
            Needs = [Needs.Remedy(TotalOutageProcedure.ProcedureName), Needs.Budget],
            Shape = (_, plan) =>
                plan with
                {
                    Deployment = plan.Deployment with { IsDaemon = true },
                    Autoscaling = null,
                },
            Script = stage => Outage(stage).Ask(90, stage.Scene.Service!.Id.Value),
            Expect = scene => Restored(scene, [.. PageUp(scene), Restart]),
        },
        Of("killed-after-each-write", "A total outage, and the function dies after each of its writes once.") with
        {
            GivesUp = true,
            Script = stage => Killed(stage, KillMoment.After),
            Expect = Interrupted,
            Limit = _ => s_long,
        },
        Of("killed-before-each-write", "A total outage, and the function dies before each of its writes once.") with
        {
            GivesUp = true,
            Script = stage => Killed(stage, KillMoment.Before),
            Expect = Interrupted,
            Limit = _ => s_long,
        },
    ];

    /// <summary>
    /// What everything depends on is back some time after the restart with the fewest tasks: they start before it, and
    /// ECS, which takes three minutes to replace them, still does so within the remedy's looks.
    /// </summary>
    private static DrillStage Outage(DrillStage stage, Action<DrillStage>? also = null) =>
        stage
            .After(0, "all down", at => at.Service.LoseEverything())
            .Following(
                seen => IsRestart(stage, seen),
                stage.Scene.Outage.RecoverWithin.TotalSeconds / 5,
                "the dependency is back",
                at =>
                {
                    at.Service.DependencyBack();
                    also?.Invoke(at);
                }
            );

    private static bool IsRestart(DrillStage stage, WorldEvent seen) =>
        seen.Kind == "call"
        && seen.Text.Contains($" by {stage.Function} ", StringComparison.Ordinal)
        && seen.Text.Contains("forceNewDeployment", StringComparison.Ordinal);

    /// <summary>Dying takes time: what everything depends on is back some time after the page is up.</summary>
    private static void Killed(DrillStage stage, KillMoment moment)
    {
        const double Dying = 120;
        stage.DieAround(moment);
        if (stage.Scene.Site is null)
        {
            Outage(stage);
            return;
        }

        stage
            .After(0, "all down", at => at.Service.LoseEverything())
            .Following(
                seen => seen.Kind == "page" && seen.Text.Contains("maintenance", StringComparison.Ordinal),
                Dying,
                "the dependency is back",
                at => at.Service.DependencyBack()
            );
    }

    /// <summary>The 503 procedure's restart, which cannot help, where an alarm starts it.</summary>
    private static string[] First(DrillScene scene) => scene.RestartAlarm is null ? [] : [Restart];

    internal static string[] PageUp(DrillScene scene) => scene.Site is null ? [] : [Save, Publish, Invalidate];

    /// <summary>The way down: first the 503 procedure's restart, then the ladder's next rung.</summary>
    private static string[] Down(DrillScene scene) => [.. First(scene), .. PageUp(scene), RestartSmall];

    /// <summary>The steps back to the normal count, where the floor is below it.</summary>
    private static string[] BackUp(DrillScene scene) => scene.Capacity.Floor < scene.Capacity.Normal ? [Scale] : [];

    private static DrillExpectation Cured(DrillScene scene) => Restored(scene, [.. Down(scene), .. BackUp(scene)]);

    /// <summary>
    /// So late, the world may heal before the restart; and the first invalidation may have taken effect without
    /// anybody's having written it down. The page is restored whatever happens.
    /// </summary>
    private static DrillExpectation Interrupted(DrillScene scene)
    {
        string[] page = scene.Site is null ? [] : [Save, Publish, Invalidate + "?"];
        string[] again = scene.Site is null ? [] : [Invalidate + "?"];
        return Restored(scene, [.. First(scene), .. page, RestartSmall + "?", .. again, Scale + "?"]) with
        {
            Deaths = scene.Site is null ? 4 : 15,
        };
    }

    private static DrillExpectation Restored(DrillScene scene, string[] before) =>
        new(IncidentStatus.Resolved, scene.Site is null ? before : [.. before, Restore, Invalidate])
        {
            Pages = scene.Site is null ? ["page"] : ["page", "maintenance", "page"],
            DesiredAtEnd = scene.Capacity.Normal,
        };

    private static Drill OfAPage(string name, string what) => Of(name, what) with { Needs = [.. s_needs, Needs.Site] };

    private static Drill Of(string name, string what) =>
        new(name, what)
        {
            Remedy = TotalOutageProcedure.ProcedureName,
            Needs = [.. s_needs],
            Script = _ => { },
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved),
        };
}
