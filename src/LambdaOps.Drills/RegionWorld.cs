using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>What an estate's world has in the region for disaster recovery, and in Route 53.</summary>
public static class RegionWorld
{
    /// <summary>Milliseconds that a replica is behind.</summary>
    public const double UsualLagMs = 900;

    /// <summary>The image that services run in both regions, where a drill is about images.</summary>
    public static ImagePlan Image { get; } = new("shop/api", "2026.01.2");

    public static IEnumerable<StackPlan> StacksOf(Estate estate) =>
        estate.DisasterRecovery is { Stack: { } stack, Region: var region } ? [new StackPlan(stack, region)] : [];

    /// <param name="account">Whose registry has the images.</param>
    public static StandbyPlan? StandbyOf(Estate estate, string account) =>
        estate.DisasterRecovery is { Services.IsEmpty: false } recovery
            ? new StandbyPlan(recovery.Region)
            {
                Services =
                [
                    .. recovery.Services.Select(service => new StandbyServicePlan(
                        service.Cluster,
                        service.Service,
                        service.Standby,
                        service.Health.Url.IdnHost,
                        $"{recovery.Traffic?.Marker} {service.Health.Contains}"
                    )
                    {
                        Image = Image.NameIn(recovery.Region, account),
                    }),
                ],
                PublicHost = recovery.Traffic?.PublicUrl.IdnHost,
                PrimaryHost = recovery.Traffic?.Primary?.Url.IdnHost,
            }
            : null;

    public static IEnumerable<HostedZonePlan> ZonesOf(Estate estate)
    {
        if (estate.DisasterRecovery is { Traffic: { } traffic } recovery)
        {
            yield return new HostedZonePlan(
                traffic.HostedZoneId,
                traffic.Record[(traffic.Record.IndexOf('.', StringComparison.Ordinal) + 1)..]
            )
            {
                HasAcceleratedRecovery = true,
                Records =
                [
                    new RecordSetPlan(traffic.Record, $"primary.{estate.Region}.elb.amazonaws.com")
                    {
                        Failover = "PRIMARY",
                        HealthCheckId = traffic.HealthCheckId,
                    },
                    new RecordSetPlan(traffic.Record, $"standby.{recovery.Region}.elb.amazonaws.com")
                    {
                        Failover = "SECONDARY",
                    },
                ],
            };
        }
    }

    public static IEnumerable<EndpointCheckPlan> ChecksOf(Estate estate)
    {
        if (estate.DisasterRecovery is { Traffic: { } traffic } recovery)
        {
            yield return new EndpointCheckPlan(
                traffic.HealthCheckId,
                $"{traffic.Switch.Bucket}.s3.{recovery.Region}.amazonaws.com",
                $"/{traffic.Switch.Key}"
            )
            {
                IsInverted = true,
            };
        }
    }

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

    /// <summary>
    /// DynamoDB writes the lag in both directions; failing back is a question of the one that leads to the estate's own
    /// region.
    /// </summary>
    public static IEnumerable<ApplicationMetricPlan> LagsOf(Estate estate) =>
        from recovery in new[] { estate.DisasterRecovery }.OfType<DisasterRecovery>()
        from table in recovery.Tables
        from region in new[] { recovery.Region, estate.Region }
        select new ApplicationMetricPlan(LagOf(table, region)) { Usual = UsualLagMs, Unit = "Milliseconds" };

    public static MetricName LagOf(string table, string region) =>
        MetricName.Of("AWS/DynamoDB", "ReplicationLatency", ("TableName", table), ("ReceivingRegion", region));

    /// <summary>The bucket of the switch is there, whatever else the estate says of it.</summary>
    public static IEnumerable<BucketPlan> WithSwitch(Estate estate, List<BucketPlan> buckets) =>
        estate.DisasterRecovery?.Traffic is { Switch.Bucket: var name }
        && buckets.TrueForAll(bucket => bucket.Name != name)
        && !estate.Sites.Any(site =>
            site.Bucket == name || site.Maintenance.Bucket == name || site.Backup.Bucket == name
        )
            ? buckets.Append(new BucketPlan(name))
            : buckets;
}
