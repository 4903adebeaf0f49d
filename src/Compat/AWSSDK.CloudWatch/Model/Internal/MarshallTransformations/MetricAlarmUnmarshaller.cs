using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class MetricAlarmUnmarshaller
{
    internal static MetricAlarm Read(JsonElement json) =>
        new()
        {
            AlarmName = json.String("AlarmName"),
            AlarmArn = json.String("AlarmArn"),
            AlarmDescription = json.String("AlarmDescription"),
            AlarmConfigurationUpdatedTimestamp = json.Time("AlarmConfigurationUpdatedTimestamp"),
            ActionsEnabled = json.Bool("ActionsEnabled"),
            OKActions = json.List("OKActions", JsonReading.AsString),
            AlarmActions = json.List("AlarmActions", JsonReading.AsString),
            InsufficientDataActions = json.List("InsufficientDataActions", JsonReading.AsString),
            StateValue = json.String("StateValue"),
            StateReason = json.String("StateReason"),
            StateReasonData = json.String("StateReasonData"),
            StateUpdatedTimestamp = json.Time("StateUpdatedTimestamp"),
            MetricName = json.String("MetricName"),
            Namespace = json.String("Namespace"),
            Statistic = json.String("Statistic"),
            ExtendedStatistic = json.String("ExtendedStatistic"),
            Dimensions = json.List("Dimensions", DimensionUnmarshaller.Read),
            Period = json.Int("Period"),
            Unit = json.String("Unit"),
            EvaluationPeriods = json.Int("EvaluationPeriods"),
            DatapointsToAlarm = json.Int("DatapointsToAlarm"),
            Threshold = json.Double("Threshold"),
            ComparisonOperator = json.String("ComparisonOperator"),
            TreatMissingData = json.String("TreatMissingData"),
            EvaluateLowSampleCountPercentile = json.String("EvaluateLowSampleCountPercentile"),
            Metrics = json.List("Metrics", MetricDataQueryUnmarshaller.Read),
            ThresholdMetricId = json.String("ThresholdMetricId"),
            EvaluationState = json.String("EvaluationState"),
            StateTransitionedTimestamp = json.Time("StateTransitionedTimestamp"),
        };
}
