using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ApplicationAutoScaling.Model.Internal.MarshallTransformations;

internal static class DescribeScalableTargetsRequestMarshaller
{
    internal static readonly JsonRequestMarshaller<DescribeScalableTargetsRequest> Instance = new(
        AmazonApplicationAutoScalingProtocol.Instance,
        "DescribeScalableTargets",
        Write
    );

    private static void Write(Utf8JsonWriter json, DescribeScalableTargetsRequest request)
    {
        json.Member("ServiceNamespace", request.ServiceNamespace);
        json.Member("ResourceIds", request.ResourceIds);
        json.Member("ScalableDimension", request.ScalableDimension);
        json.Member("MaxResults", request.MaxResults);
        json.Member("NextToken", request.NextToken);
    }
}
