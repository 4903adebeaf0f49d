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
