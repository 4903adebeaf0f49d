using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DescribeServicesRequestMarshaller
{
    internal static readonly JsonRequestMarshaller<DescribeServicesRequest> Instance = new(
        AmazonECSProtocol.Instance,
        "DescribeServices",
        Write
    );

    private static void Write(Utf8JsonWriter json, DescribeServicesRequest request)
    {
        json.Member("cluster", request.Cluster);
        json.Member("services", request.Services);
        json.Member("include", request.Include);
    }
}
