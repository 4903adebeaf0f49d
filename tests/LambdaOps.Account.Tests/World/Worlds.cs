using LambdaOps.Account.World;
using LambdaOps.Account.World.Fleets;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Resources;

namespace LambdaOps.Account.Tests.World;

/// <summary>Small worlds for tests: one service "shop" in a cluster "main", with a 5XX alarm.</summary>
internal static class Worlds
{
    public const string TargetGroup =
        "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shop-tg/73e2d6bc24d8a067";

    public const string LoadBalancer =
        "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/main-alb/50dc6c495c0c9188";

    public const string Topic = "arn:aws:sns:eu-west-1:111122223333:alarms";

    public const string Function = "arn:aws:lambda:eu-west-1:111122223333:function:responder";

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);

    public static ServicePlan Shop { get; } =
        new()
        {
            Cluster = "main",
            Name = "shop",
            Desired = 4,
            Revisions =
            [
                new()
                {
                    Family = "shop",
                    Revision = 7,
                    Image = "shop:7",
                },
            ],
            TargetGroupArn = TargetGroup,
            LoadBalancerArn = LoadBalancer,
            HealthHost = "api.example.com",
        };

    public static MetricName Target5xx { get; } =
        MetricName.Of(
            "AWS/ApplicationELB",
            "HTTPCode_Target_5XX_Count",
            ("TargetGroup", "targetgroup/shop-tg/73e2d6bc24d8a067"),
            ("LoadBalancer", "app/main-alb/50dc6c495c0c9188")
        );

    public static AlarmPlan.Metric Errors { get; } =
        new()
        {
            Name = "shop-5xx",
            Description = "The shop answers with errors",
            Queries =
            [
                new()
                {
                    Metric = Target5xx,
                    Stat = "Sum",
                    Period = 60,
                },
            ],
            Threshold = 10,
            EvaluationPeriods = 3,
            DatapointsToAlarm = 3,
            Comparison = Comparison.GreaterThanThreshold,
            MissingData = MissingData.NotBreaching,
            AlarmActions = [Topic, Function],
            OkActions = [Topic],
        };

    public static WorldPlan Plan { get; } =
        new()
        {
            Region = "eu-west-1",
            AccountId = "111122223333",
            Services = [Shop],
            Alarms = [Errors],
        };

    public static SimulatedWorld New(ulong seed = 1, WorldPlan? plan = null) => new(seed, Start, plan ?? Plan);

    public static SimulatedWorld With(ServicePlan service, ulong seed = 1) =>
        new(seed, Start, Plan with { Services = [service] });

    public static FleetService ShopOf(SimulatedWorld world) => world.Fleet["shop"];

    public static void Seconds(this SimulatedWorld world, double seconds) => world.Pass(TimeSpan.FromSeconds(seconds));

    public static void Minutes(this SimulatedWorld world, double minutes) => world.Pass(TimeSpan.FromMinutes(minutes));

    /// <summary>The events that a world tells from now on, as lines of text.</summary>
    public static List<string> Log(this SimulatedWorld world)
    {
        var lines = new List<string>();
        world.Watch(e => lines.Add($"{e.At:HH:mm:ss.fff} {e.Kind} {e.Subject}: {e.Text}"));
        return lines;
    }
}
