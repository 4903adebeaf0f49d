using System.Xml.Linq;
using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model.Internal.MarshallTransformations;

internal static class LoadBalancerStateUnmarshaller
{
    internal static LoadBalancerState Read(XElement xml) =>
        new() { Code = xml.String("Code"), Reason = xml.String("Reason") };
}
