using System.Text.Json.Nodes;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Account.World.Zones;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Procedures.ZoneShift;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the zone procedure: one zone fails while the others are well, and what is in the way.</summary>
public static class ZoneDrills
{
    private const string AddTasks = nameof(Change.SetDesiredCount);
    private const string MoveMinimum = nameof(Change.SetScalingMinimum);
    private const string Shift = nameof(Change.StartZonalShift);
    private const string Extend = nameof(Change.ExtendZonalShift);
    private const string Cancel = nameof(Change.CancelZonalShift);

    /// <summary>An operator asks when the metrics show it.</summary>
    private const double Asked = 270;

    /// <summary>By then the added tasks serve, and the shift is offered.</summary>
    private const double Offered = Asked + 600;

    private static readonly TimeSpan s_long = TimeSpan.FromHours(5);

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of(
            "zone-impaired",
            "One zone fails, and AWS says so: capacity in the others, approval, shift, extended, cancelled, scaled in."
        ) with
        {
            Script = stage =>
                Impair(stage)
                    .After(0, "AWS avoids the zone", at => Shifts(at).Autoshift(BadId(at)))
                    .Ask(Asked, stage.Scene.Id)
                    .Answer(Offered, "approve")
                    .After(9000, "the zone is well", Restore)
                    .After(9000, "AWS uses the zone again", at => Shifts(at).EndAutoshift()),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, AddTasks, Shift, Extend, Cancel, AddTasks)
            {
                Record = "capacity in the other zones first",
            },
            World = NothingShifted,
        },
        Of(
            "zone-autoscaled",
            "One zone fails, and the service has an autoscaler: its minimum is raised in the other zones, and restored."
        ) with
        {
            Shape = (service, plan) =>
                plan with
                {
                    Autoscaling = new AutoscalingPlan(
                        Min: service.Capacity.Normal,
                        Max: service.Capacity.Ceiling,
                        TargetCpuPercent: 95
                    ),
                },
            Script = stage =>
                Impair(stage)
                    .After(0, "AWS avoids the zone", at => Shifts(at).Autoshift(BadId(at)))
                    .Ask(Asked, stage.Scene.Id)
                    .Answer(Offered, "approve")
                    .After(4000, "the zone is well", Restore)
                    .After(4000, "AWS uses the zone again", at => Shifts(at).EndAutoshift()),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, MoveMinimum, Shift, Cancel, MoveMinimum)
            {
                Record = "capacity in the other zones first",
            },
            World = NothingShifted,
        },
        Of("zone-not-approved", "One zone fails, and on-call declines the shift: no shift, handed off.") with
        {
            Shape = (_, plan) => Roomy(plan),
            Script = stage => Impair(stage).Ask(Asked, stage.Scene.Id).Answer(Asked + 240, "decline"),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff) { Record = "declined it" },
            World = NothingShifted,
        },
        Of(
            "zone-recovers",
            "One zone fails, and is well before anyone answers: the offer is withdrawn, nothing is shifted."
        ) with
        {
            Shape = (_, plan) =>
                Roomy(RolloutDrills.Shifting(plan)) with
                {
                    AlternateTargetGroupArn = SecondGroupDrills.SecondOf(plan.TargetGroupArn),
                },
            Script = stage => Impair(stage).Ask(Asked, stage.Scene.Id).After(Asked + 240, "the zone is well", Restore),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "all zones serve" },
            World = NothingShifted,
        },
        Of("zone-front-balancer", "A network load balancer is in front: the shift is made there.") with
        {
            ShapeEstate = (estate, scene) => Front(estate, scene),
            Shape = (service, plan) => Roomy(plan) with { FrontLoadBalancerArn = service.FrontLoadBalancer },
            Script = stage =>
                Impair(stage)
                    .Ask(Asked, stage.Scene.Id)
                    .Answer(Asked + 240, "approve")
                    .After(1200, "the zone is well", Restore),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Shift, Cancel),
            World = stage =>
                Shifts(stage).All.All(one => one.LoadBalancer == FrontOf(stage.Service.Plan.TargetGroupArn))
                    ? NothingShifted(stage)
                    : "another load balancer than the one in front was shifted",
        },
        Of("zone-autoshift", "AWS itself shifts the load balancer's traffic away: left alone until all is well.") with
        {
            Script = stage =>
                Impair(stage)
                    .After(Asked - 30, "AWS shifts", at => Shifts(at).Autoshift(BadId(at), Balancer(at)))
                    .Ask(Asked, stage.Scene.Id)
                    .After(1800, "the zone is well", Restore)
                    .After(1800, "AWS uses the zone again", at => Shifts(at).EndAutoshift()),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved) { Record = "AWS's autoshift" },
        },
        Of("zone-practice-run", "A practice run has another zone's traffic away: a shift takes it over.") with
        {
            Shape = (_, plan) => Roomy(plan) with { Zones = ["a", "c", "d"] },
            Script = stage =>
                Impair(stage)
                    .After(Asked - 30, "a practice run", at => Shifts(at).Practise(Balancer(at), GoodId(at)))
                    .Ask(Asked, stage.Scene.Id)
                    .Answer(Asked + 240, "approve")
                    .After(1200, "the zone is well", Restore),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Shift, Cancel) { Record = "a practice run" },
            World = stage =>
                Shifts(stage).All is [{ IsPractice: true, CancelledAt: not null }, ..]
                    ? NothingShifted(stage)
                    : "the practice run was not taken over",
        },
        Of("zone-last", "The other zones have no target: the last healthy one is never shifted away from.") with
        {
            Shape = (_, plan) => plan with { Zones = ["a"] },
            Script = stage => Impair(stage).Ask(Asked, stage.Scene.Id),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff) { Record = "the last zone" },
            World = NothingShifted,
        },
        Of("zone-blind", "Nothing says what each zone answers: nothing is done, on-call is notified.") with
        {
            Script = stage => Impair(stage).Deny("ec2", "DescribeAvailabilityZones").Ask(Asked, stage.Scene.Id),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff) { Record = "zones" },
            World = NothingShifted,
        },
        Of(
            "zone-behind-network-balancer",
            "One zone fails behind a network load balancer, which counts no requests by zone: on-call is notified."
        ) with
        {
            Shape = (_, plan) => NetworkDrills.Behind(plan, RolloutDrills.Shifting(plan).Deployment),
            Script = stage => Impair(stage).Ask(Asked, stage.Scene.Id),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff) { Record = "zone" },
            World = NothingShifted,
        },
        Of(
            "zone-attribute-off",
            "The load balancer takes no zonal shift: on-call is notified, and how to turn it on."
        ) with
        {
            Script = stage =>
                Impair(stage)
                    .After(1, "the attribute is off", at => Shifts(at).Enable(Balancer(at), isOn: false))
                    .Ask(Asked, stage.Scene.Id),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff) { Record = "zonal_shift.config.enabled" },
            World = NothingShifted,
        },
        Of(
            "zone-person-cancels",
            "A person cancels the shift while the zone is bad: left alone, on-call is notified."
        ) with
        {
            Shape = (_, plan) => Roomy(plan),
            Script = stage =>
                Impair(stage)
                    .Ask(Asked, stage.Scene.Id)
                    .Answer(Asked + 240, "approve")
                    .After(1200, "a person cancels", CancelAll),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff, Shift) { Record = "someone else cancelled" },
            World = NothingShifted,
        },
        Of("zone-bad-again", "The zone looks well without traffic, and fails again with it: on-call decides.") with
        {
            Shape = (_, plan) => Roomy(plan),
            Script = stage => Impair(stage).Ask(Asked, stage.Scene.Id).Answer(Asked + 240, "approve"),
            Expect = _ => new DrillExpectation(IncidentStatus.HandedOff, Shift, Cancel) { Record = "bad again since" },
            World = NothingShifted,
        },
        Of(
            "zone-shift-killed",
            "The function dies when the shift has begun: the evidence shows it, it is made once."
        ) with
        {
            Shape = (_, plan) => Roomy(plan),
            Script = stage =>
                Impair(stage)
                    .KillOnce("StartZonalShift")
                    .Ask(Asked, stage.Scene.Id)
                    .Answer(Asked + 240, "approve")
                    .After(1200, "the zone is well", Restore),
            Expect = _ => new DrillExpectation(IncidentStatus.Resolved, Shift, Cancel) { Deaths = 1 },
            World = NothingShifted,
        },
    ];

    private static Drill Of(string name, string what) =>
        new(name, what)
        {
            Remedy = ZoneShiftProcedure.ProcedureName,
            Needs =
            [
                Needs.Remedy(ZoneShiftProcedure.ProcedureName),
                Needs.Balancer,
                Needs.Ceiling,
                Needs.Budget,
                SeveralTasks,
            ],
            ShapeEstate = (estate, _) => Quieten(estate),
            Script = _ => { },
            Limit = _ => s_long,
        };

    private static string? SeveralTasks(DrillScene scene) =>
        scene.Capacity.Normal < 4 ? $"{scene.Id} has fewer than four tasks" : null;

    /// <summary>No other procedure hears of it first.</summary>
    private static void Quieten(JsonNode estate) => estate["alarms"] = new JsonArray();

    private static void Front(JsonNode estate, DrillScene scene)
    {
        Quieten(estate);
        var service = estate["services"]!.AsArray().Single(one => (string?)one!["id"] == scene.Id)!;
        var group = (string)service["targetGroupArn"]!;
        service["frontLoadBalancer"] = FrontOf(group);
    }

    /// <summary>So little comes in that half of the tasks carry it.</summary>
    private static ServicePlan Roomy(ServicePlan plan) =>
        plan with
        {
            Traffic = plan.Traffic with { RequestsPerSecond = plan.Traffic.RequestsPerSecond * 0.6 },
        };

    private static DrillStage Impair(DrillStage stage)
    {
        Shifts(stage).Enable(Balancer(stage));
        return stage.After(0, "a zone fails", at => at.Service.ImpairZone(BadZone(at)));
    }

    private static void Restore(DrillStage stage) => stage.Service.RestoreZone(BadZone(stage));

    private static void CancelAll(DrillStage stage)
    {
        foreach (var one in Shifts(stage).Active(Balancer(stage)).ToList())
        {
            Shifts(stage).Cancel(one);
        }
    }

    private static string BadZone(DrillStage stage) =>
        stage.Simulation.World.Plan.Region + stage.Service.Plan.Zones[^1];

    private static string BadId(DrillStage stage) => ZoneNames.IdOf(BadZone(stage));

    private static string GoodId(DrillStage stage) =>
        ZoneNames.IdOf(stage.Simulation.World.Plan.Region + stage.Service.Plan.Zones[0]);

    private static string FrontOf(string targetGroup) =>
        $"{targetGroup[..targetGroup.LastIndexOf(':')]}:loadbalancer/net/front/0123456789abcdef";

    /// <summary>The load balancer whose traffic is shifted.</summary>
    private static string Balancer(DrillStage stage) =>
        stage.Service.Plan.FrontLoadBalancerArn ?? stage.Service.Plan.LoadBalancerArn;

    private static ZonalShifts Shifts(DrillStage stage) => stage.Simulation.World.ZonalShifts;

    private static string? NothingShifted(DrillStage stage) =>
        Shifts(stage).AwayFrom(Balancer(stage)) is { } zone ? $"traffic is still away from {zone}" : null;
}
