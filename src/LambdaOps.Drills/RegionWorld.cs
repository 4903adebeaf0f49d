using LambdaOps.Account.World.Metrics;
using LambdaOps.Account.World.Plans;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Drills;

/// <summary>What an estate's world has in the region for disaster recovery, and in Route 53.</summary>
internal static class RegionWorld
{
    /// <summary>Milliseconds that a replica is behind.</summary>
    private const double UsualLagMs = 900;

    public static StandbyPlan? StandbyOf(Estate estate) =>
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
                    )),
                ],
                PublicHost = recovery.Traffic?.PublicUrl.IdnHost,
                PrimaryHost = recovery.Traffic?.Primary?.Url.IdnHost,
            }
            : null;

    public static IEnumerable<HostedZonePlan> ZonesOf(Estate estate)
    {
        if (estate.DisasterRecovery is { Traffic: { } traffic } recovery)
        {
            yield return new HostedZonePlan(traffic.HostedZoneId, traffic.Record)
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

    public static IEnumerable<ApplicationMetricPlan> LagOf(Estate estate) =>
        (estate.DisasterRecovery?.Tables ?? []).Select(table => new ApplicationMetricPlan(
            MetricName.Of(
                "AWS/DynamoDB",
                "ReplicationLatency",
                ("ReceivingRegion", estate.Region),
                ("TableName", table)
            )
        )
        {
            Usual = UsualLagMs,
            Unit = "Milliseconds",
        });

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
