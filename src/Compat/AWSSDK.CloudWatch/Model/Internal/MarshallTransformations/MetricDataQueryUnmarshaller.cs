using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class MetricDataQueryUnmarshaller
{
    internal static MetricDataQuery Read(JsonElement json) =>
        new()
        {
            Id = json.String("Id"),
            MetricStat = json.Structure("MetricStat", MetricStatUnmarshaller.Read),
            Expression = json.String("Expression"),
            Label = json.String("Label"),
            ReturnData = json.Bool("ReturnData"),
            Period = json.Int("Period"),
            AccountId = json.String("AccountId"),
        };
}
