using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Cli.Account;

/// <summary>A service by what metrics call it, to tell whose an alarm is.</summary>
internal sealed record MetricOwner(
    string Id,
    string Cluster,
    string Service,
    string TargetGroupArn,
    string? Balancer,
    ImmutableArray<string> Tables
)
{
    public static MetricOwner Of(OperatedService service) =>
        new(
            service.Id.Value,
            service.Cluster,
            service.Service,
            service.TargetGroupArn,
            service.LoadBalancer,
            service.Tables
        );

    /// <summary>Null where the metric is nobody's, or could be several's.</summary>
    public static MetricOwner? Find(FoundMetric metric, ImmutableArray<MetricOwner> owners) =>
        owners.Where(owner => owner.IsOf(metric)).Take(2).ToList() is [var only] ? only : null;

    private bool IsOf(FoundMetric metric) =>
        metric switch
        {
            _ when metric["TargetGroup"] is { } group => TargetGroupArn.EndsWith($":{group}", StringComparison.Ordinal),
            _ when metric["LoadBalancer"] is { } balancer => Balancer == balancer,
            _ when metric["ServiceName"] is { } name => Service == name && Cluster == metric["ClusterName"],
            _ when metric["TableName"] is { } table => Tables.Contains(table),
            _ => false,
        };
}
