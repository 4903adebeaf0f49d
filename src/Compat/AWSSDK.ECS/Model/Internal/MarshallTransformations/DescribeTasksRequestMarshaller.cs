using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DescribeTasksRequestMarshaller
{
    internal static readonly JsonRequestMarshaller<DescribeTasksRequest> Instance = new(
        AmazonECSProtocol.Instance,
        "DescribeTasks",
        Write
    );

    private static void Write(Utf8JsonWriter json, DescribeTasksRequest request)
    {
        json.Member("cluster", request.Cluster);
        json.Member("tasks", request.Tasks);
        json.Member("include", request.Include);
    }
}
