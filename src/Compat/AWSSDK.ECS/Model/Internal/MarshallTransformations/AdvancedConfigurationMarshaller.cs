using System.Text.Json;
using LambdaOps.Compat;

namespace Amazon.ECS.Model.Internal.MarshallTransformations;

internal static class AdvancedConfigurationMarshaller
{
    internal static void Write(Utf8JsonWriter json, AdvancedConfiguration value)
    {
        json.Member("alternateTargetGroupArn", value.AlternateTargetGroupArn);
        json.Member("productionListenerRule", value.ProductionListenerRule);
        json.Member("testListenerRule", value.TestListenerRule);
        json.Member("roleArn", value.RoleArn);
    }
}
