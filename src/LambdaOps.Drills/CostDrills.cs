using System.Globalization;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Checks;
using LambdaOps.Core.Procedures.CostReview;

namespace LambdaOps.Drills;

/// <summary>The rehearsals of the week's look at the cost.</summary>
public static class CostDrills
{
    private static readonly CostPlan[] s_steady =
    [
        new("Amazon Elastic Container Service", 20),
        new("Amazon DynamoDB", 3.5m),
        new("AmazonCloudWatch", 1.25m),
    ];

    /// <summary>Seven dollars a day more since the first of December.</summary>
    private static readonly CostPlan s_reads = new("Amazon DynamoDB", 0)
    {
        UsageType = "APN1-ReadRequestUnits",
        ChangesOn = new DateOnly(2025, 12, 1),
        Then = 7,
    };

    private const string Both = "2025-12 cost 984.25 USD and 2025-11 742.50 (+241.75, +32.6 %)";
    private const string Rise = "Amazon DynamoDB cost 325.50 USD in 2025-12, in 2025-11 105.00 (+220.50, +210 %)";

    public static IReadOnlyList<Drill> All { get; } =
    [
        Of("cost-steady", "The account costs what it cost the week before.", s_steady) with
        {
            Reports = scene =>
                [
                    new(FindingLevel.Fine)
                    {
                        Says =
                        [
                            $"the 7 days to {Whole(scene):yyyy-MM-dd} cost 173.25 USD, the 7 before 173.25 (+0.00, +0 %)",
                            "2025-12 cost 767.25 USD and 2025-11 742.50 (+24.75, +3.3 %)",
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"2026-01 has cost {24.75m * Whole(scene).AddDays(1).Day} USD until {Whole(scene).AddDays(1):yyyy-MM-dd}"
                            ),
                        ],
                    },
                ],
        },
        Of(
            "cost-rise",
            "Somebody has left something on: one service costs four times as much since Wednesday.",
            [s_steady[0], s_steady[1] with { ChangesDaysBefore = 5, Then = 14 }, s_steady[2]]
        ) with
        {
            Reports = scene =>
                [
                    new(
                        FindingLevel.Warning,
                        $"the 7 days to {Whole(scene):yyyy-MM-dd} cost 215.25 USD, the 7 before 173.25 (+42.00, +24.2 %)",
                        $"Amazon DynamoDB cost 66.50 USD in the 7 days to {Whole(scene):yyyy-MM-dd}, the 7 before 24.50 (+42.00, +171.4 %)"
                    ),
                ],
        },
        Of(
            "cost-month-rise",
            "A service has cost three times as much since the month's first day: the finding says of what.",
            [s_steady[0], s_steady[1], s_reads, s_steady[2]]
        ) with
        {
            Reports = _ => [new(FindingLevel.Warning, Both, $"{Rise}: usage change of {s_reads.UsageType} +217.00")],
        },
        Of(
            "cost-unexplained",
            "IAM refuses what drives the difference: the rise stands, and nobody knows why.",
            [s_steady[0], s_steady[1], s_reads, s_steady[2]]
        ) with
        {
            Script = stage => stage.Deny("ce", "GetCostComparisonDrivers"),
            Reports = _ => [new(FindingLevel.Warning, Both, $"{Rise}; why is not known: ")],
        },
        Of("cost-blind", "IAM refuses Cost Explorer: the cost is not known, which is no zero.", s_steady) with
        {
            Script = stage => stage.Deny("ce", "GetCostAndUsage"),
            Reports = _ =>
                [
                    new(
                        FindingLevel.Missing,
                        "the cost of the last days could not be seen",
                        "the cost of the months could not be seen"
                    ),
                ],
        },
        Of("cost-not-enabled", "Nobody has enabled Cost Explorer, or only today.", []) with
        {
            Reports = _ =>
                [
                    new(
                        FindingLevel.Missing,
                        "the cost of the last days could not be seen: ",
                        "the cost of the months could not be seen: "
                    ),
                ],
        },
    ];

    /// <summary>
    /// The last day that Cost Explorer has whole when the report is made: it counts days in UTC, and is a day behind.
    /// </summary>
    private static DateOnly Whole(DrillScene scene) =>
        DateOnly.FromDateTime(scene.Start!.Value.UtcDateTime).AddDays(-2);

    private static Drill Of(string name, string what, CostPlan[] costs) =>
        new(name, what)
        {
            Check = CostReviewProcedure.ProcedureName,
            StartsAt = new DateTime(2026, 1, 19, 8, 28, 0),
            ShapeWorld = world => world with { Costs = costs },
            Script = _ => { },
        };
}
