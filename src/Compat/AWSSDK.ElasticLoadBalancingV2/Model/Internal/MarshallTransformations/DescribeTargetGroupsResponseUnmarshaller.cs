using System.Xml.Linq;
using Amazon.Runtime.Internal;
using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model.Internal.MarshallTransformations;

internal static class DescribeTargetGroupsResponseUnmarshaller
{
    internal static readonly QueryOperationUnmarshaller Instance = new("DescribeTargetGroupsResult", Read, ToException);

    private static DescribeTargetGroupsResponse Read(XElement xml) =>
        new()
        {
            TargetGroups = xml.List("TargetGroups", TargetGroupUnmarshaller.Read),
            NextMarker = xml.String("NextMarker"),
        };

    private static AmazonElasticLoadBalancingV2Exception ToException(string name, ErrorResponse error) =>
        name switch
        {
            "LoadBalancerNotFound" => new LoadBalancerNotFoundException(error),
            "TargetGroupNotFound" => new TargetGroupNotFoundException(error),
            _ => new AmazonElasticLoadBalancingV2Exception(error),
        };
}
