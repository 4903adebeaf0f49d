using System.Text.Json;
using Amazon.Runtime.Internal;
using LambdaOps.Compat;

namespace Amazon.ApplicationAutoScaling.Model.Internal.MarshallTransformations;

internal static class DescribeScalableTargetsResponseUnmarshaller
{
    internal static readonly JsonOperationUnmarshaller Instance = new(Read, ToException);

    private static DescribeScalableTargetsResponse Read(JsonElement json) =>
        new()
        {
            ScalableTargets = json.List("ScalableTargets", ScalableTargetUnmarshaller.Read),
            NextToken = json.String("NextToken"),
        };

    private static AmazonApplicationAutoScalingException ToException(string name, ErrorResponse error) =>
        name switch
        {
            "ConcurrentUpdateException" => new ConcurrentUpdateException(error),
            "InternalServiceException" => new InternalServiceException(error),
            "InvalidNextTokenException" => new InvalidNextTokenException(error),
            "ValidationException" => new ValidationException(error),
            _ => new AmazonApplicationAutoScalingException(error),
        };
}
