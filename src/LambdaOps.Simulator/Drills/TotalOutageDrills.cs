using LambdaOps.Core.Incidents;
using LambdaOps.Core.Remedies.TotalOutage;
using LambdaOps.Simulator.Lambda;
using LambdaOps.Simulator.World;
using LambdaOps.Simulator.World.Plans;

namespace LambdaOps.Simulator.Drills;

/// <summary>The rehearsals of the total outage.</summary>
public static class TotalOutageDrills
{
    private const string Restart = nameof(RemedyAction.ForceNewDeployment);
    private const string Save = nameof(RemedyAction.SavePage);
    private const string Publish = nameof(RemedyAction.PublishMaintenancePage);
    private const string Forget = nameof(RemedyAction.InvalidateSite);
    private const string RestartSmall = nameof(RemedyAction.RestartAt);
    private const string Scale = nameof(RemedyAction.SetDesiredCount) + "+";
    private const string RollBack = nameof(RemedyAction.RollBack);
    private const string Restore = nameof(RemedyAction.RestorePage);

    /// <summary>
    /// Seconds until what everything depends on is back: after the restart with the fewest tasks (at 280 s), and soon
    /// enough for ECS to replace the tasks that started before (it takes three minutes) within its thirty looks.
    /// </summary>
    private const double Back = 360;

    /// <summary>Dying takes time.</summary>
    private const double BackLate = 600;

    private static readonly TimeSpan s_long = TimeSpan.FromHours(6);

    /// <summary>
    /// First the 503 procedure's restart, which cannot help; then the ladder's next rung, to its end.
    /// </summary>
    private static readonly string[] s_cured = [Restart, Save, Publish, Forget, RestartSmall, Scale, Restore, Forget];

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of("total-outage", "Everything is down until its dependency is back: page up, restarted small, page back.") with
        {
            Script = stage => Outage(stage),
            Expect = Cured(),
        },
        Of("total-outage-not-cured", "Everything stays down: the maintenance page stays, and a person at P1.") with
        {
            Script = stage => stage.After(0, "all down", at => at.Service.LoseEverything()),
            Expect = new DrillExpectation(IncidentStatus.HandedOver, Restart, Save, Publish, Forget, RestartSmall)
            {
                Pages = ["page", "maintenance"],
                Record = "the maintenance page stays",
            },
        },
        Of("unversioned-bucket", "The same outage with a bucket that keeps no versions.") with
        {
            ShapeWorld = plan =>
                plan with
                {
                    Sites = [.. plan.Sites.Select(site => site with { IsVersioned = false })],
                },
            Script = stage => Outage(stage),
            Expect = Cured(),
        },
        Of("page-edited-meanwhile", "A person puts another page up during the outage: it is left alone.") with
        {
            Script = stage => Outage(stage.EditPage(Back, "<title>We know.</title>")),
            Expect = new DrillExpectation(IncidentStatus.Resolved, Restart, Save, Publish, Forget, RestartSmall, Scale)
            {
                Pages = ["page", "maintenance", "other"],
                DesiredAtEnd = 5,
                Record = "somebody changed the page meanwhile",
            },
        },
        Of("cloudfront-failing", "CloudFront's API fails for minutes: the restart does not wait for it.") with
        {
            Script = stage =>
            {
                var (from, until) = (stage.FaultAt, stage.FaultAt + TimeSpan.FromSeconds(340));
                stage.Simulation.World.Disturb(
                    new ApiFault("cloudfront", "CreateInvalidation", from, until, ApiFaultKind.FailedBefore)
                );
                Outage(stage);
            },
            Expect = Cured(Restart, Save, Publish, RestartSmall, Forget, Scale, Restore, Forget),
        },
        Of("outage-by-deployment", "A deployment takes all down, and an operator asks: page up, rolled back.") with
        {
            Shape = plan =>
                plan with
                {
                    Deployment = plan.Deployment with { MinimumHealthyPercent = 0, MaximumPercent = 100 },
                },
            Script = stage =>
            {
                // The first request finds all well, and so it is remembered what served.
                var service = stage.Simulation.Options.Estate.Services[0].Id.Value;
                stage
                    .Ask(0, service)
                    .After(180, "bad revision", at => at.Service.Deploy(TaskBehaviour.NeverGetsHealthy))
                    .Ask(240, service);
            },
            Expect = new DrillExpectation(IncidentStatus.Resolved, Save, Publish, Forget, RollBack, Restore, Forget)
            {
                Pages = ["page", "maintenance", "page"],
                DesiredAtEnd = 5,
                Record = "it may be the cure",
            },
            AtLeast = TimeSpan.FromSeconds(300),
        },
        Of("killed-after-each-write", "A total outage, and the function dies after each of its writes once.") with
        {
            Script = stage => Outage(stage.DieAround(KillMoment.After), BackLate),
            Expect = Interrupted,
            Limit = s_long,
        },
        Of("killed-before-each-write", "A total outage, and the function dies before each of its writes once.") with
        {
            Script = stage => Outage(stage.DieAround(KillMoment.Before), BackLate),
            Expect = Interrupted,
            Limit = s_long,
        },
    ];

    private static void Outage(DrillStage stage, double back = Back) =>
        stage
            .After(0, "all down", at => at.Service.LoseEverything())
            .After(back, "the dependency is back", at => at.Service.DependencyBack());

    /// <summary>
    /// So late, the world may heal before the restart; and the first invalidation may have taken effect without
    /// anybody's having written it down. The page comes back whatever happens.
    /// </summary>
    private static DrillExpectation Interrupted =>
        Cured(Restart, Save, Publish, Forget + "?", RestartSmall + "?", Forget + "?", Scale + "?", Restore, Forget) with
        {
            Deaths = 15,
        };

    private static DrillExpectation Cured(params string[] actions) =>
        new(IncidentStatus.Resolved, actions.Length == 0 ? s_cured : actions)
        {
            Pages = ["page", "maintenance", "page"],
            DesiredAtEnd = 5,
        };

    private static Drill Of(string name, string what) =>
        new(name, what)
        {
            Remedy = TotalOutage.RemedyName,
            NeedsSite = true,
            Script = _ => { },
            Expect = new DrillExpectation(IncidentStatus.Resolved),
        };
}
