using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class GetMetricDataRequestMarshaller
{
    internal static readonly JsonRequestMarshaller<GetMetricDataRequest> Instance = new(
        AmazonCloudWatchProtocol.Instance,
        "GetMetricData",
        Write
    );

    private static void Write(Utf8JsonWriter json, GetMetricDataRequest request)
    {
        json.Member("MetricDataQueries", request.MetricDataQueries, MetricDataQueryMarshaller.Write);
        json.Member("StartTime", request.StartTime);
        json.Member("EndTime", request.EndTime);
        json.Member("NextToken", request.NextToken);
        json.Member("ScanBy", request.ScanBy);
        json.Member("MaxDatapoints", request.MaxDatapoints);
        json.Member("LabelOptions", request.LabelOptions, LabelOptionsMarshaller.Write);
    }
}
