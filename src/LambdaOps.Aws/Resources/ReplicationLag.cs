using Amazon.CloudWatch;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>How far replicas of DynamoDB tables are behind: ReplicationLatency, which the region that sends measures.</summary>
internal sealed class ReplicationLag
{
    private readonly MetricAnswers _answers;
    private readonly Dictionary<string, string> _ids;

    private ReplicationLag(MetricAnswers answers, Dictionary<string, string> ids) => (_answers, _ids) = (answers, ids);

    /// <param name="sender">CloudWatch of the region that sends.</param>
    /// <exception cref="NotObservableException">CloudWatch does not answer as it should.</exception>
    public static async Task<ReplicationLag> AskAsync(
        IAmazonCloudWatch sender,
        IReadOnlyList<string> tables,
        string receiver,
        TimeSpan within,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var ids = tables
            .Select((table, index) => (table, Id: FormattableString.Invariant($"lag{index}")))
            .ToDictionary(one => one.table, one => one.Id, StringComparer.Ordinal);
        var answers = await new MetricQueries(sender).AskForAnyAsync(
            [
                .. ids.Select(one => new MetricQuery(
                    one.Value,
                    "AWS/DynamoDB",
                    "ReplicationLatency",
                    "Maximum",
                    ("TableName", one.Key),
                    ("ReceivingRegion", receiver)
                )),
            ],
            now - within,
            now,
            stop
        );
        return new ReplicationLag(answers, ids);
    }

    /// <summary>Why CloudWatch has only a part of a table's numbers; null where it has all there are.</summary>
    public string? WhyIncomplete(string table) => _answers.WhyIncomplete(_ids[table]);

    /// <summary>The worst minute. A table that nobody writes to has no number, nor has one in part: that is no zero.</summary>
    public TimeSpan? Worst(string table) =>
        WhyIncomplete(table) is null && _answers.All(_ids[table]) is { IsEmpty: false } points
            ? TimeSpan.FromMilliseconds(points.Max(point => point.Value))
            : null;

    /// <summary>The newest minute of a table; null as in <see cref="Worst"/>.</summary>
    public TimeSpan? Newest(string table) =>
        WhyIncomplete(table) is null && _answers.Newest(_ids[table]) is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
}
