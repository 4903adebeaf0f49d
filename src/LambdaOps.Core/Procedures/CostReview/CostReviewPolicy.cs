namespace LambdaOps.Core.Procedures.CostReview;

/// <summary>The numbers of the week's look at the cost.</summary>
public sealed record CostReviewPolicy(int RisePercent, int RiseAmount) : IPolicy<CostReviewPolicy>
{
    public static CostReviewPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static CostReviewPolicy Read(PolicyReader reader) =>
        new(
            RisePercent: reader.Whole(
                "risePercent",
                from: 1,
                to: 10_000,
                byDefault: 20,
                "Percent by which the cost rises that are a warning, where riseAmount is reached, too."
            ),
            RiseAmount: reader.Whole(
                "riseAmount",
                from: 1,
                to: 1_000_000,
                byDefault: 10,
                "Dollars by which the cost rises that are a warning, where risePercent is reached, too."
            )
        );
}
