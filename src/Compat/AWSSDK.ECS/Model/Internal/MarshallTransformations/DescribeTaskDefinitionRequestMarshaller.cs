using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DescribeTaskDefinitionRequestMarshaller
{
    internal static readonly JsonRequestMarshaller<DescribeTaskDefinitionRequest> Instance = new(
        AmazonECSProtocol.Instance,
        "DescribeTaskDefinition",
        Write
    );

    private static void Write(Utf8JsonWriter json, DescribeTaskDefinitionRequest request)
    {
        json.Member("taskDefinition", request.TaskDefinition);
        json.Member("include", request.Include);
    }
}
