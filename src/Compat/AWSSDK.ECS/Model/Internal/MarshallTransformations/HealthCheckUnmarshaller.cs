using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class HealthCheckUnmarshaller
{
    internal static HealthCheck Read(JsonElement json) =>
        new()
        {
            Command = json.List("command", JsonReading.AsString),
            Interval = json.Int("interval"),
            Timeout = json.Int("timeout"),
            Retries = json.Int("retries"),
            StartPeriod = json.Int("startPeriod"),
        };
}
