using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.ExpiredItems;

/// <summary>The numbers of the check of expired items.</summary>
public sealed record ExpiredItemsPolicy(
    TimeSpan OverdueAfter,
    int OverdueAtMostPercent,
    int SampleSegments,
    int SampleItems,
    int Segments,
    int CapacityPercent,
    int OnDemandUnitsPerSecond,
    int DeleteAtMostPercent,
    TimeSpan RunAtMost
) : IPolicy<ExpiredItemsPolicy>
{
    public static ExpiredItemsPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static ExpiredItemsPolicy Read(PolicyReader reader) =>
        new(
            OverdueAfter: reader.Seconds(
                "overdueAfterSeconds",
                from: 3600,
                to: 30 * PolicyReader.Day,
                byDefault: 2 * PolicyReader.Day,
                "Seconds after its expiry within which time to live should have deleted an item."
            ),
            OverdueAtMostPercent: reader.Whole(
                "overdueAtMostPercent",
                from: 0,
                to: 100,
                byDefault: 1,
                "Share of the sampled items that may be overdue before it is a finding."
            ),
            SampleSegments: reader.Whole(
                "sampleSegments",
                from: 1,
                to: 20,
                byDefault: 4,
                "Places of a table with time to live that are sampled a night, others each night."
            ),
            SampleItems: reader.Whole(
                "sampleItems",
                from: 10,
                to: 1000,
                byDefault: 200,
                "Items that are read at each of these places."
            ),
            Segments: reader.Whole(
                "segments",
                from: 1,
                to: 64,
                byDefault: 4,
                "Segments of the scan of a table whose items expire by age: one after another, from another one each night."
            ),
            CapacityPercent: reader.Whole(
                "capacityPercent",
                from: 1,
                to: 50,
                byDefault: 10,
                "Share of a table's provisioned capacity that the scan and its deletes take."
            ),
            OnDemandUnitsPerSecond: reader.Whole(
                "onDemandUnitsPerSecond",
                from: 1,
                to: 10_000,
                byDefault: 25,
                "Read and write units a second that they take of an on-demand table."
            ),
            DeleteAtMostPercent: reader.Whole(
                "deleteAtMostPercent",
                from: 1,
                to: 50,
                byDefault: 5,
                "Share of a table's items that is deleted in a night at most."
            ),
            RunAtMost: reader.Seconds(
                "runAtMostSeconds",
                from: 60,
                to: 6 * 3600,
                byDefault: 6000,
                "Seconds after which a night's scan ends, wherever it is."
            )
        );
}

/// <summary>How fast a table is read and written, so that its users never notice.</summary>
/// <param name="Reads">Units a second.</param>
/// <param name="Writes">Units a second.</param>
public sealed record CapacityBudget(double Reads, double Writes)
{
    public static CapacityBudget Of(TableShape shape, ExpiredItemsPolicy policy)
    {
        var share = policy.CapacityPercent / 100.0;
        return new CapacityBudget(
            shape.ReadUnits * share ?? policy.OnDemandUnitsPerSecond,
            shape.WriteUnits * share ?? policy.OnDemandUnitsPerSecond
        );
    }

    /// <summary>How long the budget has to rest after that many units.</summary>
    public TimeSpan After(double reads, double writes) =>
        TimeSpan.FromSeconds(Math.Max(reads / Reads, writes / Writes));
}
