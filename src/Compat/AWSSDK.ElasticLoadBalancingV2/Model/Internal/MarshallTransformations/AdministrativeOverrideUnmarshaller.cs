using System.Xml.Linq;
using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model.Internal.MarshallTransformations;

internal static class AdministrativeOverrideUnmarshaller
{
    internal static AdministrativeOverride Read(XElement xml) =>
        new()
        {
            State = xml.String("State"),
            Reason = xml.String("Reason"),
            Description = xml.String("Description"),
        };
}
