using System.Text.Json.Nodes;
using LambdaOps.Account.World.Plans;

namespace LambdaOps.Drills;

/// <summary>
/// Outages of services that have shifted their traffic: the target group that the estate names first is empty, and the
/// other one serves. Whoever looks at the first alone sees an outage in a healthy service, and none in an outage.
/// </summary>
public static class SecondGroupDrills
{
    private static readonly string[] s_again = ["hung-tasks", "no-healthy-target", "total-outage", "overload"];

    public static IReadOnlyList<Drill> All { get; } =
    [
        .. ServiceUnavailableDrills
            .All.Concat(TotalOutageDrills.All)
            .Concat(LatencyDrills.All)
            .Where(drill => s_again.Contains(drill.Name))
            .Select(OnTheSecond),
    ];

    /// <summary>Gives each service a second target group that its deployments shift traffic to.</summary>
    internal static void NameSecondGroups(JsonNode estate)
    {
        foreach (var service in estate["services"]!.AsArray())
        {
            service!["alternateTargetGroupArn"] = SecondOf((string)service["targetGroupArn"]!);
        }
    }

    internal static string SecondOf(string first) => $"{first[..first.LastIndexOf('/')]}-two/0123456789abcdef";

    private static Drill OnTheSecond(Drill drill) =>
        drill with
        {
            Name = $"{drill.Name}-second-group",
            What = $"{drill.What} The service's second target group serves.",
            ShapeEstate = (estate, scene) =>
            {
                drill.ShapeEstate(estate, scene);
                NameSecondGroups(estate);
            },
            Shape = (service, plan) => Shifted(drill.Shape(service, plan)),
        };

    internal static ServicePlan Shifted(ServicePlan plan) =>
        plan with
        {
            TargetGroupArn = plan.AlternateTargetGroupArn!,
            AlternateTargetGroupArn = plan.TargetGroupArn,
        };
}
