using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class AdvancedConfigurationUnmarshaller
{
    internal static AdvancedConfiguration Read(JsonElement json) =>
        new()
        {
            AlternateTargetGroupArn = json.String("alternateTargetGroupArn"),
            ProductionListenerRule = json.String("productionListenerRule"),
            TestListenerRule = json.String("testListenerRule"),
            RoleArn = json.String("roleArn"),
        };
}
