using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model.Internal.MarshallTransformations;

internal static class DescribeTargetHealthRequestMarshaller
{
    internal static readonly QueryRequestMarshaller<DescribeTargetHealthRequest> Instance = new(
        AmazonElasticLoadBalancingV2Protocol.Instance,
        "DescribeTargetHealth",
        Write
    );

    private static void Write(QueryWriter query, DescribeTargetHealthRequest request)
    {
        query.Member("TargetGroupArn", request.TargetGroupArn);
        query.Member("Targets", request.Targets, TargetDescriptionMarshaller.Write);
        query.Member("Include", request.Include);
    }
}
