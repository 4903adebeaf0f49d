using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ApplicationAutoScaling.Model.Internal.MarshallTransformations;

internal static class RegisterScalableTargetRequestMarshaller
{
    internal static readonly JsonRequestMarshaller<RegisterScalableTargetRequest> Instance = new(
        AmazonApplicationAutoScalingProtocol.Instance,
        "RegisterScalableTarget",
        Write
    );

    private static void Write(Utf8JsonWriter json, RegisterScalableTargetRequest request)
    {
        json.Member("ServiceNamespace", request.ServiceNamespace);
        json.Member("ResourceId", request.ResourceId);
        json.Member("ScalableDimension", request.ScalableDimension);
        json.Member("MinCapacity", request.MinCapacity);
        json.Member("MaxCapacity", request.MaxCapacity);
        json.Member("RoleARN", request.RoleARN);
        json.Member("SuspendedState", request.SuspendedState, SuspendedStateMarshaller.Write);
        json.Member("Tags", request.Tags);
    }
}
