using System.Collections.Immutable;
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

    /// <summary>
    /// Status, mode and capacity of a table and its indexes, and what scales them (runbook: テーブル状態確認).
    /// </summary>
    public static Look<TableState> State { get; } =
        new("table state", "application-autoscaling:DescribeScalableTargets", "dynamodb:DescribeTable")
        {
            IsAbout = static target => target is OperatedTable,
        };

    /// <summary>
    /// What a table and its indexes served and throttled lately, by cause (runbook: スロットリング確認).
    /// </summary>
    public static Look<TableLoad> Load { get; } =
        new("table load", "cloudwatch:GetMetricData", "dynamodb:DescribeTable")
        {
            IsAbout = static target => target is OperatedTable,
        };

    /// <summary>What the services that use the table log of DynamoDB (runbook: エラーログ確認).</summary>
    public static Look<DatabaseErrorLines> ErrorLines { get; } =
        new("database errors in logs", "logs:StartQuery", "logs:GetQueryResults")
        {
            IsAbout = static target => target is OperatedTable,
            Known = static at => at.LogGroups().IsEmpty ? DatabaseErrorLines.NoLogs : null,
            Words = static fact =>
                fact switch
                {
                    Fact<DatabaseErrorLines>.Known { Value: var lines } => lines.ToString(),
                    _ => $"the logs cannot be queried ({fact.WhyMissing})",
                },
        };

    /// <summary>The log groups of the services that use the table.</summary>
    public static ImmutableArray<string> LogGroups(this LookAt at) =>
        [
            .. at
                .Estate.Services.Where(service => service.Tables.Contains(at.Target.Id.Value))
                .Select(service => service.LogGroup)
                .OfType<string>()
                .Distinct(),
        ];

    extension(Evidence seen)
    {
        /// <summary>Whether tables that the service depends on are throttled.</summary>
        public Fact<TableThrottles> Tables => seen.Of(Throttles);

        /// <summary>The table's capacity.</summary>
        public Fact<TableState> Table => seen.Of(State);

        /// <summary>What was asked of the table.</summary>
        public Fact<TableLoad> TableLoad => seen.Of(Load);
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
