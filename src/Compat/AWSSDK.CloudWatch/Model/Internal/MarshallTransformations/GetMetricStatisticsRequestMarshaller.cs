using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class GetMetricStatisticsRequestMarshaller
{
    internal static readonly JsonRequestMarshaller<GetMetricStatisticsRequest> Instance = new(
        AmazonCloudWatchProtocol.Instance,
        "GetMetricStatistics",
        Write
    );

    private static void Write(Utf8JsonWriter json, GetMetricStatisticsRequest request)
    {
        json.Member("Namespace", request.Namespace);
        json.Member("MetricName", request.MetricName);
        json.Member("Dimensions", request.Dimensions, DimensionMarshaller.Write);
        json.Member("StartTime", request.StartTime);
        json.Member("EndTime", request.EndTime);
        json.Member("Period", request.Period);
        json.Member("Statistics", request.Statistics);
        json.Member("ExtendedStatistics", request.ExtendedStatistics);
        json.Member("Unit", request.Unit);
    }
}
