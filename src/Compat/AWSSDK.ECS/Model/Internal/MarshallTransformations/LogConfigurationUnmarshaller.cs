using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class LogConfigurationUnmarshaller
{
    internal static LogConfiguration Read(JsonElement json) =>
        new()
        {
            LogDriver = json.String("logDriver"),
            Options = json.Map("options", JsonReading.AsString),
            SecretOptions = json.List("secretOptions", SecretUnmarshaller.Read),
        };
}
