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

    extension(Evidence seen)
    {
        /// <summary>Whether tables that the service depends on are throttled.</summary>
        public Fact<TableThrottles> Tables => seen.Of(Throttles);
    }
}
