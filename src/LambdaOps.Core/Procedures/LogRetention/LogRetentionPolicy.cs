namespace LambdaOps.Core.Procedures.LogRetention;

/// <summary>The numbers of the retention of log groups.</summary>
/// <param name="ShortenAfter">How long a shorter retention is announced before it is set.</param>
public sealed record LogRetentionPolicy(TimeSpan ShortenAfter) : IPolicy<LogRetentionPolicy>
{
    public static LogRetentionPolicy Default { get; } = Read(PolicyReader.Defaults);

    public static LogRetentionPolicy Read(PolicyReader reader) =>
        new(
            TimeSpan.FromHours(
                reader.Whole(
                    "shortenAfterHours",
                    0,
                    720,
                    20,
                    "How long a shorter retention stands in reports before it is set, as it deletes logs for good."
                )
            )
        );
}
