using LambdaOps.Account.World;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.OpenGroups;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the weekly look at security groups.</summary>
public static class OpenGroupsDrills
{
    private static readonly DateTime s_monday = new(2026, 1, 19, 8, 5, 0);

    public static IReadOnlyList<Drill> All { get; } =
    [
        Monday("groups-closed", "The world reaches ports 80 and 443 of the load balancer, and nothing else.") with
        {
            Reports = _ =>
                [new(FindingLevel.Fine) { Says = ["2 security groups, 1 of them let the world in; ICMP: "] }],
        },
        Monday("groups-open-worldwide", "A database's port is closed to the world by IPv4, and open by IPv6.") with
        {
            ShapeWorld = plan =>
                With(plan, isAttached: true, new InboundRulePlan("tcp", 5432, 5432, "10.0.0.0/8", "::/0")),
            Reports = _ => [new(FindingLevel.Danger, "lets the world in: tcp 5432 from ::/0; it is in use")],
        },
        Monday("groups-open-prefix-list", "A rule names a prefix list, in which somebody has put the whole world.") with
        {
            ShapeWorld = plan =>
                With(plan, isAttached: true, new InboundRulePlan("-1", null, null, List)) with
                {
                    PrefixLists = [new PrefixListPlan(List, plan.Region, "192.0.2.0/24", "0.0.0.0/1", "128.0.0.0/1")],
                },
            Reports = _ =>
                [new(FindingLevel.Danger, $"lets the world in: all traffic from 0.0.0.0/1 of {List}; it is in use")],
        },
        Monday("groups-open-unused", "A group that nothing uses lets the world in by SSH and on many ports.") with
        {
            ShapeWorld = plan =>
                With(
                    plan,
                    isAttached: false,
                    new InboundRulePlan("tcp", 22, 22, "0.0.0.0/0"),
                    new InboundRulePlan("tcp", 80, 443, "0.0.0.0/0")
                ),
            Reports = _ =>
                [
                    new(
                        FindingLevel.Warning,
                        "tcp 22 from 0.0.0.0/0; tcp 80 to 443 from 0.0.0.0/0; it is attached to nothing"
                    ),
                ],
        },
        Monday("groups-unseen", "A prefix list may not be read: the group is not called closed.") with
        {
            ShapeWorld = plan =>
                With(plan, isAttached: true, new InboundRulePlan("tcp", 22, 22, List)) with
                {
                    PrefixLists = [new PrefixListPlan(List, plan.Region, "192.0.2.0/24")],
                },
            Script = stage =>
            {
                var world = stage.Simulation.World;
                world.Disturb(
                    new ApiFault(
                        "ec2",
                        "GetManagedPrefixListEntries",
                        world.Clock.Now,
                        world.Clock.Now + TimeSpan.FromHours(1),
                        ApiFaultKind.Denied
                    )
                );
            },
            Reports = _ =>
                [
                    new(
                        FindingLevel.Missing,
                        $"what is in the prefix list {List} could not be seen: UnauthorizedOperation"
                    ),
                ],
        },
    ];

    private const string List = "pl-0123456789abcdef0";

    private static Drill Monday(string name, string what) =>
        new(name, what)
        {
            Check = OpenGroupsProcedure.ProcedureName,
            StartsAt = s_monday,
            Script = _ => { },
        };

    /// <summary>With a third group, which is named like the estate's.</summary>
    private static WorldPlan With(WorldPlan plan, bool isAttached, params InboundRulePlan[] rules) =>
        plan with
        {
            SecurityGroups =
            [
                .. plan.SecurityGroups,
                plan.SecurityGroups[1] with
                {
                    Name = $"{plan.SecurityGroups[1].Name}-more",
                    Inbound = rules,
                    IsAttached = isAttached,
                },
            ],
        };
}
