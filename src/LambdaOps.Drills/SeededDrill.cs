using LambdaOps.Account.Lambda;
using LambdaOps.Account.Services;
using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core;
using LambdaOps.Core.Incidents;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>
/// An outage that a seed draws, with trouble all around it: failing APIs, deaths, late and repeated alarms, people. How
/// it ends is open; the safety rules hold, and every incident ends resolved or with on-call once the trouble is over.
/// </summary>
public static class SeededDrill
{
    /// <summary>Seconds after the fault at which all trouble is over.</summary>
    private const double Calm = 1500;

    private const int MostDeaths = 8;

    private const double ShareOfDeaths = 0.04;

    private static readonly string[] s_services =
    [
        "ecs",
        "elbv2",
        "cloudwatch",
        "dynamodb",
        "sqs",
        "sns",
        "s3",
        "cloudfront",
        "application-autoscaling",
        "logs",
    ];

    private static readonly (string What, Action<DrillStage, Chance> Begin)[] s_outages =
    [
        ("tasks hang", (stage, _) => stage.Service.HangTasks()),
        (
            "some tasks hang",
            (stage, chance) =>
                stage.Service.HangTasks(count: 1 + chance.Below(Math.Max(1, stage.Scene.Capacity.Normal - 1)))
        ),
        ("tasks hang deeply", (stage, _) => stage.Service.HangTasks(Illness.Deep)),
        ("tasks crash", (stage, chance) => stage.Service.Crash(1 + chance.Below(stage.Scene.Capacity.Normal))),
        ("a bad revision", (stage, _) => stage.Service.Deploy(TaskBehaviour.NeverGetsHealthy)),
        ("a blip", (stage, chance) => stage.Service.Blip(chance.Between(60, 400))),
        ("all down", (stage, _) => stage.Service.LoseEverything()),
        ("overload", (stage, chance) => stage.Service.Overload(chance.Between(1.8, 4))),
        ("slow", (stage, chance) => stage.Service.SlowDown(chance.Between(3, 10))),
        ("a leak", (stage, _) => stage.Service.LeakConnections(everySeconds: 40)),
        ("capacity is gone", (stage, _) => stage.Service.LoseCapacity().Crash()),
        ("a table is throttled", (stage, _) => Throttle(stage)),
    ];

    private static readonly (string What, Action<DrillStage, Chance> Do)[] s_people =
    [
        ("a person scales", (stage, chance) => stage.Service.Scale(AnyCount(stage, chance))),
        ("a person restarts", (stage, _) => stage.Service.Start(stage.Service.Primary.Definition, "person")),
        ("a person deploys a bad revision", (stage, _) => stage.Service.Deploy(TaskBehaviour.NeverGetsHealthy)),
    ];

    /// <summary>The same seed is the same drill.</summary>
    public static Drill Of(ulong seed)
    {
        var chance = Chance.StreamOf(seed, "seeded drill");
        var outages = Enumerable
            .Range(0, 1 + chance.Below(2))
            .Select(_ => s_outages[chance.Below(s_outages.Length)])
            .ToList();
        var isScaled = chance.Share() < 0.2;
        var stopsFirst = chance.Share() < 0.3;
        return new Drill($"seed-{seed}", string.Join(", then ", outages.Select(outage => outage.What)))
        {
            Shape = (service, plan) =>
                plan with
                {
                    Autoscaling = isScaled
                        ? new AutoscalingPlan(service.Capacity.Normal, service.Capacity.Ceiling, TargetCpuPercent: 95)
                        : plan.Autoscaling,
                    Deployment = stopsFirst
                        ? plan.Deployment with
                        {
                            MinimumHealthyPercent = 20,
                            MaximumPercent = 100,
                        }
                        : plan.Deployment,
                },
            Concurrency = 1 + chance.Below(3),
            Script = stage => Play(stage, outages, chance),
            Expect = _ => DrillExpectation.AnyEnd,
            AtLeast = _ => TimeSpan.FromSeconds(Calm),
            Limit = _ => TimeSpan.FromHours(8),
        };
    }

    private static void Play(
        DrillStage stage,
        List<(string What, Action<DrillStage, Chance> Begin)> outages,
        Chance chance
    )
    {
        var after = 0.0;
        foreach (var (what, begin) in outages)
        {
            stage.After(after, what, at => begin(at, chance));
            after += chance.Between(60, 600);
        }

        DisturbApis(stage, chance);
        Kill(stage, chance);
        Send(stage, chance);
        if (chance.Share() < 0.5)
        {
            var (what, act) = s_people[chance.Below(s_people.Length)];
            stage.After(chance.Between(120, 900), what, at => act(at, chance));
        }

        if (chance.Share() < 0.3 && stage.Scene.Site is not null)
        {
            stage.EditPage(chance.Between(120, 900), "<title>By hand.</title>");
        }

        stage.After(
            Calm,
            "all trouble is over",
            at =>
            {
                at.Service.DependencyBack().RestoreCapacity().EndLeak().EndOverload().SlowDown(1).Recover();
                at.Simulation.World.Alarms.Deliveries.ExtraDelay = TimeSpan.Zero;
            }
        );
    }

    private static int AnyCount(DrillStage stage, Chance chance)
    {
        var capacity = stage.Scene.Capacity;
        return capacity.Floor + chance.Below(Math.Max(1, capacity.Ceiling - capacity.Floor));
    }

    private static void Throttle(DrillStage stage)
    {
        if (stage.Scene.Service is { Tables.IsEmpty: false })
        {
            LatencyDrills.Throttle(stage, TimeSpan.FromSeconds(Calm));
        }
    }

    /// <summary>Up to four APIs fail for a while, in one of the ways in which calls fail.</summary>
    private static void DisturbApis(DrillStage stage, Chance chance)
    {
        for (var fault = chance.Below(5); fault > 0; fault--)
        {
            var from = stage.FaultAt + TimeSpan.FromSeconds(chance.Between(0, 900));
            ApiFaultKind[] kinds = [ApiFaultKind.Throttled, ApiFaultKind.FailedBefore, ApiFaultKind.BrokenAfter];
            stage.Simulation.World.Disturb(
                new ApiFault(
                    s_services[chance.Below(s_services.Length)],
                    "*",
                    from,
                    from + TimeSpan.FromSeconds(chance.Between(5, 240)),
                    kinds[chance.Below(kinds.Length)]
                )
                {
                    Times = 1 + chance.Below(30),
                }
            );
        }
    }

    /// <summary>
    /// Functions die around some of their calls, whichever these are: each by its function, its subject and its number
    /// among those.
    /// </summary>
    private static void Kill(DrillStage stage, Chance chance)
    {
        if (chance.Share() < 0.4)
        {
            return;
        }

        var left = 1 + chance.Below(MostDeaths);
        var seed = chance.Next();
        foreach (var function in stage.Simulation.Stack.Functions)
        {
            foreach (var moment in Enum.GetValues<KillMoment>())
            {
                var made = new Dictionary<string, int>();
                stage.Simulation.Lambda.KillDuringEach(
                    function.Name,
                    moment,
                    call => left > 0 && IsDrawn(call) && left-- > 0
                );

                bool IsDrawn(ServiceCall call)
                {
                    var number = made[call.Subject] = made.GetValueOrDefault(call.Subject) + 1;
                    return Chance.HashedShare(seed, $"{function.Name} {moment} {call.Subject}", number) < ShareOfDeaths;
                }
            }
        }
    }

    private static void Send(DrillStage stage, Chance chance)
    {
        stage.Simulation.World.Alarms.Deliveries.Times = 1 + chance.Below(3);
        stage.Simulation.World.Alarms.Deliveries.ExtraDelay = TimeSpan.FromSeconds(chance.Below(90));
    }
}
