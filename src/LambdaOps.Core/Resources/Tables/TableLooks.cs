using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of DynamoDB tables.</summary>
public static class TableLooks
{
    /// <summary>
    /// Throttled requests of the service's tables in the last five minutes (runbook: DynamoDB throttling確認).
    /// </summary>
    public static Look<TableThrottles> Throttles { get; } =
        new("tables", "cloudwatch:GetMetricData")
        {
            IsAbout = static target => target is OperatedService,
            Known = static at => at.Target is OperatedService { Tables.Length: > 0 } ? null : TableThrottles.None,
        };

    /// <summary>Keys, size and capacity of a table.</summary>
    public static Look<TableShape> Shape { get; } =
        new("table", "dynamodb:DescribeTable") { IsAbout = static target => target is OperatedTable };

    /// <summary>By which attribute DynamoDB expires the table's items, if it does.</summary>
    public static Look<TimeToLiveSetting> TimeToLive { get; } =
        new("time to live", "dynamodb:DescribeTimeToLive") { IsAbout = static target => target is OperatedTable };

    /// <summary>How many items DynamoDB has deleted as expired lately.</summary>
    public static Look<ExpirationCount> Expirations { get; } =
        new("expirations", "cloudwatch:GetMetricData") { IsAbout = static target => target is OperatedTable };

    /// <summary>Some of the table's items, with their keys and the attribute of their expiry alone.</summary>
    public static Look<ScanPage> Items { get; } =
        new("items", "dynamodb:Scan") { IsAbout = static target => target is ScanStep };

    extension(Evidence seen)
    {
        /// <summary>Whether tables that the service depends on are throttled.</summary>
        public Fact<TableThrottles> Tables => seen.Of(Throttles);
    }
}

/// <summary>Throttled requests of tables in the last minutes; tables without any are left out.</summary>
public sealed record TableThrottles(IReadOnlyList<TableThrottle> Throttled)
{
    public static TableThrottles None { get; } = new([]);

    public override string ToString() => Throttled.Count == 0 ? "no table throttled" : string.Join(", ", Throttled);
}

/// <param name="Events">Throttled reads and writes.</param>
public sealed record TableThrottle(string Table, double Events)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Table} throttled {Events:0} times");
}
