using System.Xml.Linq;
using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model.Internal.MarshallTransformations;

internal static class AnomalyDetectionUnmarshaller
{
    internal static AnomalyDetection Read(XElement xml) =>
        new() { Result = xml.String("Result"), MitigationInEffect = xml.String("MitigationInEffect") };
}
