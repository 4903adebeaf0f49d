using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ListTasksRequestMarshaller
{
    internal static readonly JsonRequestMarshaller<ListTasksRequest> Instance = new(
        AmazonECSProtocol.Instance,
        "ListTasks",
        Write
    );

    private static void Write(Utf8JsonWriter json, ListTasksRequest request)
    {
        json.Member("cluster", request.Cluster);
        json.Member("containerInstance", request.ContainerInstance);
        json.Member("family", request.Family);
        json.Member("nextToken", request.NextToken);
        json.Member("maxResults", request.MaxResults);
        json.Member("startedBy", request.StartedBy);
        json.Member("serviceName", request.ServiceName);
        json.Member("desiredStatus", request.DesiredStatus);
        json.Member("launchType", request.LaunchType);
        json.Member("daemonName", request.DaemonName);
    }
}
