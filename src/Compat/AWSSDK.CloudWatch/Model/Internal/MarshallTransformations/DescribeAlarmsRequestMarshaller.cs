using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class DescribeAlarmsRequestMarshaller
{
    internal static readonly JsonRequestMarshaller<DescribeAlarmsRequest> Instance = new(
        AmazonCloudWatchProtocol.Instance,
        "DescribeAlarms",
        Write
    );

    private static void Write(Utf8JsonWriter json, DescribeAlarmsRequest request)
    {
        json.Member("AlarmNames", request.AlarmNames);
        json.Member("AlarmNamePrefix", request.AlarmNamePrefix);
        json.Member("AlarmTypes", request.AlarmTypes);
        json.Member("ChildrenOfAlarmName", request.ChildrenOfAlarmName);
        json.Member("ParentsOfAlarmName", request.ParentsOfAlarmName);
        json.Member("StateValue", request.StateValue);
        json.Member("ActionPrefix", request.ActionPrefix);
        json.Member("MaxRecords", request.MaxRecords);
        json.Member("NextToken", request.NextToken);
    }
}
