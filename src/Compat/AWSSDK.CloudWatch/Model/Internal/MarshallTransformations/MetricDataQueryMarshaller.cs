using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class MetricDataQueryMarshaller
{
    internal static void Write(Utf8JsonWriter json, MetricDataQuery value)
    {
        json.Member("Id", value.Id);
        json.Member("MetricStat", value.MetricStat, MetricStatMarshaller.Write);
        json.Member("Expression", value.Expression);
        json.Member("Label", value.Label);
        json.Member("ReturnData", value.ReturnData);
        json.Member("Period", value.Period);
        json.Member("AccountId", value.AccountId);
    }
}
