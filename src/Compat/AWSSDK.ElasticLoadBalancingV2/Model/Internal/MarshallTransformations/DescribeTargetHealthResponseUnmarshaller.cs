using System.Xml.Linq;
using Amazon.Runtime.Internal;
using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model.Internal.MarshallTransformations;

internal static class DescribeTargetHealthResponseUnmarshaller
{
    internal static readonly QueryOperationUnmarshaller Instance = new("DescribeTargetHealthResult", Read, ToException);

    private static DescribeTargetHealthResponse Read(XElement xml) =>
        new()
        {
            TargetHealthDescriptions = xml.List("TargetHealthDescriptions", TargetHealthDescriptionUnmarshaller.Read),
        };

    private static AmazonElasticLoadBalancingV2Exception ToException(string name, ErrorResponse error) =>
        name switch
        {
            "HealthUnavailable" => new HealthUnavailableException(error),
            "InvalidTarget" => new InvalidTargetException(error),
            "TargetGroupNotFound" => new TargetGroupNotFoundException(error),
            _ => new AmazonElasticLoadBalancingV2Exception(error),
        };
}
