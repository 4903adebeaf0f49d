using System.Text.Json;
using Amazon.Runtime.Internal;
using LambdaOps.Compat;

namespace Amazon.ApplicationAutoScaling.Model.Internal.MarshallTransformations;

internal static class RegisterScalableTargetResponseUnmarshaller
{
    internal static readonly JsonOperationUnmarshaller Instance = new(Read, ToException);

    private static RegisterScalableTargetResponse Read(JsonElement json) =>
        new() { ScalableTargetARN = json.String("ScalableTargetARN") };

    private static AmazonApplicationAutoScalingException ToException(string name, ErrorResponse error) =>
        name switch
        {
            "ConcurrentUpdateException" => new ConcurrentUpdateException(error),
            "InternalServiceException" => new InternalServiceException(error),
            "LimitExceededException" => new LimitExceededException(error),
            "ValidationException" => new ValidationException(error),
            _ => new AmazonApplicationAutoScalingException(error),
        };
}
