using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DeploymentAlarmsUnmarshaller
{
    internal static DeploymentAlarms Read(JsonElement json) =>
        new()
        {
            AlarmNames = json.List("alarmNames", JsonReading.AsString),
            Rollback = json.Bool("rollback"),
            Enable = json.Bool("enable"),
        };
}
