using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class ServiceDeploymentAlarmsUnmarshaller
{
    internal static ServiceDeploymentAlarms Read(JsonElement json) =>
        new()
        {
            Status = json.String("status"),
            AlarmNames = json.List("alarmNames", JsonReading.AsString),
            TriggeredAlarmNames = json.List("triggeredAlarmNames", JsonReading.AsString),
        };
}
