namespace LambdaOps.Account.World.Plans;

/// <summary>
/// What a simulated world is made of. The caller makes it from an estate; nothing here knows any name of it.
/// </summary>
public sealed record WorldPlan
{
    public static WorldPlan Empty { get; } = new();

    public string Region { get; init; } = "us-east-1";

    public string AccountId { get; init; } = "123456789012";

    public IReadOnlyList<ServicePlan> Services { get; init; } = [];

    public IReadOnlyList<AlarmPlan> Alarms { get; init; } = [];

    public IReadOnlyList<SitePlan> Sites { get; init; } = [];

    /// <summary>The application's buckets beside the sites'.</summary>
    public IReadOnlyList<BucketPlan> Buckets { get; init; } = [];

    /// <summary>The application's tables, which services name.</summary>
    public IReadOnlyList<TablePlan> Tables { get; init; } = [];

    /// <summary>
    /// How long the world was well before its start: metrics of that time are there from the beginning.
    /// </summary>
    public TimeSpan History { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long after a period's end its datapoint can be read.</summary>
    public TimeSpan MetricDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The shortest and longest way of an alarm's message to its receiver.</summary>
    public TimeSpan DeliveryAtLeast { get; init; } = TimeSpan.FromMilliseconds(200);

    public TimeSpan DeliveryAtMost { get; init; } = TimeSpan.FromMilliseconds(1500);
}
