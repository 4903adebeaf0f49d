using System.Xml.Linq;
using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model.Internal.MarshallTransformations;

internal static class LoadBalancerAddressUnmarshaller
{
    internal static LoadBalancerAddress Read(XElement xml) =>
        new()
        {
            IpAddress = xml.String("IpAddress"),
            AllocationId = xml.String("AllocationId"),
            PrivateIPv4Address = xml.String("PrivateIPv4Address"),
            IPv6Address = xml.String("IPv6Address"),
        };
}
