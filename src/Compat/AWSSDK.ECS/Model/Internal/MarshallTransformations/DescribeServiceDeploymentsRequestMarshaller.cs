using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DescribeServiceDeploymentsRequestMarshaller
{
    internal static readonly JsonRequestMarshaller<DescribeServiceDeploymentsRequest> Instance = new(
        AmazonECSProtocol.Instance,
        "DescribeServiceDeployments",
        Write
    );

    private static void Write(Utf8JsonWriter json, DescribeServiceDeploymentsRequest request)
    {
        json.Member("serviceDeploymentArns", request.ServiceDeploymentArns);
    }
}
