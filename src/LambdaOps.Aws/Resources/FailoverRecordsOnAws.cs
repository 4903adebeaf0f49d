using System.Collections.Immutable;
using Amazon.Route53;
using Amazon.Route53.Model;
using LambdaOps.Core;
using LambdaOps.Core.Resources;
using LambdaOps.Engine.Ports;

namespace LambdaOps.Aws.Resources;

/// <summary>
/// The records that turn the traffic (ListResourceRecordSets), the health check of the primary one (GetHealthCheck), and
/// whether the zone can be changed soon after an outage of Route 53's own region (GetHostedZone).
/// </summary>
public sealed class FailoverRecordsOnAws(Lazy<IAmazonRoute53> route53) : ResourceOnAws
{
    /// <summary>The records of one name: there are as many as types, twice.</summary>
    private const string Most = "50";

    public override ImmutableArray<LookCall> Looks => [LookCall.To(ReadinessLooks.Traffic, LookAsync)];

    private async Task<TrafficReadiness> LookAsync(LookAt at, CancellationToken stop)
    {
        if (((RecoverySide)at.Target).Recovery.Traffic is not { } traffic)
        {
            return new TrafficReadiness();
        }

        var records = RecordsAsync(traffic, stop);
        var check = CheckAsync(traffic.HealthCheckId, stop);
        var zone = route53.Value.GetHostedZoneAsync(new GetHostedZoneRequest { Id = traffic.HostedZoneId }, stop);
        await Task.WhenAll(records, check, zone);
        return new TrafficReadiness
        {
            Primary = Of(await records, ResourceRecordSetFailover.PRIMARY),
            Secondary = Of(await records, ResourceRecordSetFailover.SECONDARY),
            Check = await check,
            HasAcceleratedRecovery = (await zone).HostedZone?.Features?.AcceleratedRecoveryStatus?.Value == "ENABLED",
        };
    }

    /// <summary>Names are listed in an order of their own, from the one that is asked for on.</summary>
    private async Task<List<ResourceRecordSet>> RecordsAsync(RegionTraffic traffic, CancellationToken stop)
    {
        var answer = await route53.Value.ListResourceRecordSetsAsync(
            new ListResourceRecordSetsRequest
            {
                HostedZoneId = traffic.HostedZoneId,
                StartRecordName = traffic.Record,
                MaxItems = Most,
            },
            stop
        );
        return
        [
            .. (answer.ResourceRecordSets ?? []).Where(one =>
                string.Equals(one.Name?.TrimEnd('.'), traffic.Record, StringComparison.OrdinalIgnoreCase)
            ),
        ];
    }

    private static FailoverRecord? Of(List<ResourceRecordSet> records, ResourceRecordSetFailover role) =>
        records.Find(one => one.Failover == role) is { } found
            ? new FailoverRecord(
                found.TTL is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
                string.IsNullOrEmpty(found.HealthCheckId) ? null : found.HealthCheckId
            )
            : null;

    /// <summary>Null where there is none.</summary>
    private async Task<FailoverCheck?> CheckAsync(string id, CancellationToken stop)
    {
        try
        {
            var answer = await route53.Value.GetHealthCheckAsync(
                new GetHealthCheckRequest { HealthCheckId = id },
                stop
            );
            var config = answer.HealthCheck.HealthCheckConfig;
            return new FailoverCheck(
                TimeSpan.FromSeconds(config.RequestInterval ?? 30),
                config.FailureThreshold ?? 3,
                config.Inverted ?? false,
                config.Disabled ?? false
            )
            {
                Host = config.FullyQualifiedDomainName,
                Path = config.ResourcePath,
            };
        }
        catch (NoSuchHealthCheckException)
        {
            return null;
        }
    }
}
