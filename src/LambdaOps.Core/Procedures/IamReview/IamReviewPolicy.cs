namespace LambdaOps.Core.Procedures.IamReview;

/// <summary>From when on a role counts as unused.</summary>
public sealed record IamReviewPolicy(int UnusedAfterDays) : IPolicy<IamReviewPolicy>
{
    /// <summary>AWS knows a role's uses for so long.</summary>
    private const int DaysThatAwsKnows = 400;

    public static IamReviewPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static IamReviewPolicy Read(PolicyReader reader) =>
        new(
            UnusedAfterDays: reader.Whole(
                "unusedAfterDays",
                from: 1,
                to: DaysThatAwsKnows,
                byDefault: 90,
                "Days without a use after which a role is a warning."
            )
        );
}
