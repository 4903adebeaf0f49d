using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ListServiceDeploymentsRequestMarshaller
{
    internal static readonly JsonRequestMarshaller<ListServiceDeploymentsRequest> Instance = new(
        AmazonECSProtocol.Instance,
        "ListServiceDeployments",
        Write
    );

    private static void Write(Utf8JsonWriter json, ListServiceDeploymentsRequest request)
    {
        json.Member("service", request.Service);
        json.Member("cluster", request.Cluster);
        json.Member("status", request.Status);
        json.Member("createdAt", request.CreatedAt, CreatedAtMarshaller.Write);
        json.Member("nextToken", request.NextToken);
        json.Member("maxResults", request.MaxResults);
    }
}
