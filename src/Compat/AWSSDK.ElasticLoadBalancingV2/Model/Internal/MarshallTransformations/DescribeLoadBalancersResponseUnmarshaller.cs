using System.Xml.Linq;
using Amazon.Runtime.Internal;
using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model.Internal.MarshallTransformations;

internal static class DescribeLoadBalancersResponseUnmarshaller
{
    internal static readonly QueryOperationUnmarshaller Instance = new(
        "DescribeLoadBalancersResult",
        Read,
        ToException
    );

    private static DescribeLoadBalancersResponse Read(XElement xml) =>
        new()
        {
            LoadBalancers = xml.List("LoadBalancers", LoadBalancerUnmarshaller.Read),
            NextMarker = xml.String("NextMarker"),
        };

    private static AmazonElasticLoadBalancingV2Exception ToException(string name, ErrorResponse error) =>
        name switch
        {
            "LoadBalancerNotFound" => new LoadBalancerNotFoundException(error),
            _ => new AmazonElasticLoadBalancingV2Exception(error),
        };
}
