using LambdaOps.Account.Lambda.Stacks;
using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>What stands in the region for disaster recovery, as the estate wants it.</summary>
public static class EstateStandby
{
    /// <summary>The image that services run in both regions, where a drill is about images.</summary>
    public static ImagePlan Image { get; } = new("shop/api", "2026.01.2");

    /// <summary>How far replicas of tables are behind, in milliseconds.</summary>
    public const double LagMs = 900;

    public static IEnumerable<StackPlan> StacksOf(Estate estate) =>
        estate.DisasterRecovery is { Stack: { } stack, Region: var region } ? [new StackPlan(stack, region)] : [];

    public static IEnumerable<StandbyServicePlan> ServicesOf(Estate estate, DeployedStack stack) =>
        estate.DisasterRecovery is { } recovery
            ? recovery.Services.Select(service => new StandbyServicePlan(
                recovery.Region,
                service.Cluster,
                service.Service
            )
            {
                Desired = service.Standby,
                Running = service.Standby,
                Image = Image.NameIn(recovery.Region, stack.AccountId),
                Host = service.Health.Url.Host,
                HealthPath = service.Health.Url.AbsolutePath,
                HealthText = service.Health.Contains,
            })
            : [];

    /// <summary>Two failover records of the public name, the first one with the health check that turns them.</summary>
    public static IEnumerable<HostedZonePlan> ZonesOf(Estate estate) =>
        estate.DisasterRecovery is { Traffic: { } traffic, Region: var region }
            ?
            [
                new HostedZonePlan(
                    traffic.HostedZoneId,
                    traffic.Record[(traffic.Record.IndexOf('.', StringComparison.Ordinal) + 1)..]
                )
                {
                    HasAcceleratedRecovery = true,
                    Records =
                    [
                        new RecordSetPlan(traffic.Record, $"alb.{estate.Region}.example")
                        {
                            Failover = "PRIMARY",
                            HealthCheckId = traffic.HealthCheckId,
                        },
                        new RecordSetPlan(traffic.Record, $"alb.{region}.example") { Failover = "SECONDARY" },
                    ],
                },
            ]
            : [];

    public static IEnumerable<EndpointCheckPlan> ChecksOf(Estate estate) =>
        estate.DisasterRecovery is { Traffic: { } traffic, Region: var region }
            ?
            [
                new EndpointCheckPlan(
                    traffic.HealthCheckId,
                    $"{traffic.Switch.Bucket}.s3.{region}.amazonaws.com",
                    $"/{traffic.Switch.Key}"
                )
                {
                    IsInverted = true,
                },
            ]
            : [];

    /// <summary>The names that the other region answers for.</summary>
    public static IEnumerable<string> HostsOf(Estate estate) =>
        estate.DisasterRecovery is { } recovery
            ? recovery
                .Services.Select(service => service.Health.Url.Host)
                .Concat(recovery.Traffic is { } traffic ? [traffic.PublicUrl.Host] : [])
            : [];

    /// <summary>A table that the estate calls global has a replica there.</summary>
    public static TablePlan With(TablePlan table, Estate estate) =>
        estate.DisasterRecovery is { } recovery && recovery.Tables.Contains(table.Name)
            ? table with
            {
                Replicas = new Dictionary<string, string> { [recovery.Region] = "ACTIVE" },
            }
            : table;

    public static SecretPlan With(SecretPlan secret, Estate estate) =>
        estate.DisasterRecovery is { } recovery
            ? secret with
            {
                Replicas = new Dictionary<string, string> { [recovery.Region] = "InSync" },
            }
            : secret;

    /// <summary>DynamoDB writes the lag where a table is written to.</summary>
    public static IEnumerable<ApplicationMetricPlan> LagsOf(Estate estate) =>
        from recovery in new[] { estate.DisasterRecovery }.OfType<DisasterRecovery>()
        from table in recovery.Tables
        select new ApplicationMetricPlan(LagOf(table, recovery.Region)) { Usual = LagMs, Unit = "Milliseconds" };

    public static MetricName LagOf(string table, string region) =>
        MetricName.Of("AWS/DynamoDB", "ReplicationLatency", ("TableName", table), ("ReceivingRegion", region));
}
