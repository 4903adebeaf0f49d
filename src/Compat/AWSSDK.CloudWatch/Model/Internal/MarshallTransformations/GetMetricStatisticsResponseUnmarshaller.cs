using System.Text.Json;
using Amazon.Runtime.Internal;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class GetMetricStatisticsResponseUnmarshaller
{
    internal static readonly JsonOperationUnmarshaller Instance = new(Read, ToException);

    private static GetMetricStatisticsResponse Read(JsonElement json) =>
        new() { Label = json.String("Label"), Datapoints = json.List("Datapoints", DatapointUnmarshaller.Read) };

    private static AmazonCloudWatchException ToException(string name, ErrorResponse error) =>
        name switch
        {
            "InternalServiceFault" or "InternalServiceError" => new InternalServiceException(error),
            "InvalidParameterCombinationException" or "InvalidParameterCombination" =>
                new InvalidParameterCombinationException(error),
            "InvalidParameterValueException" or "InvalidParameterValue" => new InvalidParameterValueException(error),
            "MissingRequiredParameterException" or "MissingParameter" => new MissingRequiredParameterException(error),
            _ => new AmazonCloudWatchException(error),
        };
}
