using System.Xml.Linq;
using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model.Internal.MarshallTransformations;

internal static class TargetHealthDescriptionUnmarshaller
{
    internal static TargetHealthDescription Read(XElement xml) =>
        new()
        {
            Target = xml.Structure("Target", TargetDescriptionUnmarshaller.Read),
            HealthCheckPort = xml.String("HealthCheckPort"),
            TargetHealth = xml.Structure("TargetHealth", TargetHealthUnmarshaller.Read),
            AnomalyDetection = xml.Structure("AnomalyDetection", AnomalyDetectionUnmarshaller.Read),
            AdministrativeOverride = xml.Structure("AdministrativeOverride", AdministrativeOverrideUnmarshaller.Read),
        };
}
