using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model.Internal.MarshallTransformations;

internal static class DescribeTargetGroupsRequestMarshaller
{
    internal static readonly QueryRequestMarshaller<DescribeTargetGroupsRequest> Instance = new(
        AmazonElasticLoadBalancingV2Protocol.Instance,
        "DescribeTargetGroups",
        Write
    );

    private static void Write(QueryWriter query, DescribeTargetGroupsRequest request)
    {
        query.Member("LoadBalancerArn", request.LoadBalancerArn);
        query.Member("TargetGroupArns", request.TargetGroupArns);
        query.Member("Names", request.Names);
        query.Member("Marker", request.Marker);
        query.Member("PageSize", request.PageSize);
    }
}
