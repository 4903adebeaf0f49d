using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2;

/// <summary>What Elastic Load Balancing v2's service model says of the wire.</summary>
internal static class AmazonElasticLoadBalancingV2Protocol
{
    internal static readonly QueryService Instance = new("Amazon.ElasticLoadBalancingV2", "2015-12-01");
}
