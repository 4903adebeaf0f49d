using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model.Internal.MarshallTransformations;

internal static class DescribeLoadBalancersRequestMarshaller
{
    internal static readonly QueryRequestMarshaller<DescribeLoadBalancersRequest> Instance = new(
        AmazonElasticLoadBalancingV2Protocol.Instance,
        "DescribeLoadBalancers",
        Write
    );

    private static void Write(QueryWriter query, DescribeLoadBalancersRequest request)
    {
        query.Member("LoadBalancerArns", request.LoadBalancerArns);
        query.Member("Names", request.Names);
        query.Member("Marker", request.Marker);
        query.Member("PageSize", request.PageSize);
    }
}
