using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.CloudWatch.Model.Internal.MarshallTransformations;

internal static class CompositeAlarmUnmarshaller
{
    internal static CompositeAlarm Read(JsonElement json) =>
        new()
        {
            ActionsEnabled = json.Bool("ActionsEnabled"),
            AlarmActions = json.List("AlarmActions", JsonReading.AsString),
            AlarmArn = json.String("AlarmArn"),
            AlarmConfigurationUpdatedTimestamp = json.Time("AlarmConfigurationUpdatedTimestamp"),
            AlarmDescription = json.String("AlarmDescription"),
            AlarmName = json.String("AlarmName"),
            AlarmRule = json.String("AlarmRule"),
            InsufficientDataActions = json.List("InsufficientDataActions", JsonReading.AsString),
            OKActions = json.List("OKActions", JsonReading.AsString),
            StateReason = json.String("StateReason"),
            StateReasonData = json.String("StateReasonData"),
            StateUpdatedTimestamp = json.Time("StateUpdatedTimestamp"),
            StateValue = json.String("StateValue"),
            StateTransitionedTimestamp = json.Time("StateTransitionedTimestamp"),
            ActionsSuppressedBy = json.String("ActionsSuppressedBy"),
            ActionsSuppressedReason = json.String("ActionsSuppressedReason"),
            ActionsSuppressor = json.String("ActionsSuppressor"),
            ActionsSuppressorWaitPeriod = json.Int("ActionsSuppressorWaitPeriod"),
            ActionsSuppressorExtensionPeriod = json.Int("ActionsSuppressorExtensionPeriod"),
        };
}
