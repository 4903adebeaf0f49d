using System.Xml.Linq;
using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model.Internal.MarshallTransformations;

internal static class TargetDescriptionUnmarshaller
{
    internal static TargetDescription Read(XElement xml) =>
        new()
        {
            Id = xml.String("Id"),
            Port = xml.Int("Port"),
            AvailabilityZone = xml.String("AvailabilityZone"),
        };
}
