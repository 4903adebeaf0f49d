using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class DescribeAlarmHistoryRequestMarshaller
{
    internal static readonly JsonRequestMarshaller<DescribeAlarmHistoryRequest> Instance = new(
        AmazonCloudWatchProtocol.Instance,
        "DescribeAlarmHistory",
        Write
    );

    private static void Write(Utf8JsonWriter json, DescribeAlarmHistoryRequest request)
    {
        json.Member("AlarmName", request.AlarmName);
        json.Member("AlarmTypes", request.AlarmTypes);
        json.Member("HistoryItemType", request.HistoryItemType);
        json.Member("StartDate", request.StartDate);
        json.Member("EndDate", request.EndDate);
        json.Member("MaxRecords", request.MaxRecords);
        json.Member("NextToken", request.NextToken);
        json.Member("ScanBy", request.ScanBy);
    }
}
