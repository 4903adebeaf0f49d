using LambdaOps.Core.Resources;

namespace LambdaOps.Account.World.Plans;

/// <summary>
/// A CloudWatch alarm. Actions are ARNs of SNS topics and Lambda functions; EventBridge always hears of it.
/// </summary>
public abstract record AlarmPlan
{
    private AlarmPlan() { }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public bool ActionsEnabled { get; init; } = true;

    public IReadOnlyList<string> AlarmActions { get; init; } = [];

    public IReadOnlyList<string> OkActions { get; init; } = [];

    public IReadOnlyList<string> InsufficientDataActions { get; init; } = [];

    /// <summary>Tags that are propagated into the alarm's messages; none by default, as in AWS.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>An alarm on one metric, on metric math, or on an anomaly band.</summary>
    public sealed record Metric : AlarmPlan
    {
        /// <summary>
        /// One query with a metric for a plain alarm. For metric math the one query with ReturnData is judged; for an
        /// anomaly alarm it is judged against the band that <see cref="ThresholdMetricId"/> names.
        /// </summary>
        public required IReadOnlyList<MetricTerm> Queries { get; init; }

        public double? Threshold { get; init; }

        public string? ThresholdMetricId { get; init; }

        public required int EvaluationPeriods { get; init; }

        /// <summary>M of N; null as in AWS means all N, and another wording of the reason.</summary>
        public int? DatapointsToAlarm { get; init; }

        public required Comparison Comparison { get; init; }

        public MissingData MissingData { get; init; } = MissingData.Missing;
    }

    /// <summary>An alarm on the states of other alarms.</summary>
    public sealed record Composite : AlarmPlan
    {
        /// <summary>For example <c>ALARM("a") AND NOT OK("b")</c>; names or ARNs.</summary>
        public required string Rule { get; init; }

        /// <summary>The name or ARN of an alarm in whose ALARM state this one takes no action.</summary>
        public string? ActionsSuppressor { get; init; }

        public int ActionsSuppressorWaitPeriod { get; init; } = 120;

        public int ActionsSuppressorExtensionPeriod { get; init; } = 180;
    }
}

/// <summary>A metric by its full name.</summary>
public sealed record MetricName(string Namespace, string Name, IReadOnlyDictionary<string, string> Dimensions)
{
    public static MetricName Of(string space, string name, params (string Key, string Value)[] dimensions) =>
        new(space, name, dimensions.ToDictionary(d => d.Key, d => d.Value, StringComparer.Ordinal));

    /// <summary>One text for one metric, whatever the order of its dimensions.</summary>
    public string Key { get; } =
        Namespace
        + "|"
        + Name
        + "|"
        + string.Join(',', Dimensions.OrderBy(d => d.Key, StringComparer.Ordinal).Select(d => d.Key + "=" + d.Value));

    public bool Equals(MetricName? other) => other is not null && Key == other.Key;

    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A metric's statistic, or an expression over other queries' ids.</summary>
public sealed record MetricTerm
{
    public string Id { get; init; } = "m1";

    public MetricName? Metric { get; init; }

    /// <summary>Average, Sum, Minimum, Maximum, SampleCount, or a percentile such as p95.</summary>
    public string Stat { get; init; } = "Average";

    public int Period { get; init; } = 60;

    public string? Unit { get; init; }

    public string? Expression { get; init; }

    public string? Label { get; init; }

    public bool ReturnData { get; init; } = true;
}
