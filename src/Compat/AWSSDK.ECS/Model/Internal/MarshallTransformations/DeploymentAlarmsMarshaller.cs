using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class DeploymentAlarmsMarshaller
{
    internal static void Write(Utf8JsonWriter json, DeploymentAlarms value)
    {
        json.Member("alarmNames", value.AlarmNames);
        json.Member("rollback", value.Rollback);
        json.Member("enable", value.Enable);
    }
}
