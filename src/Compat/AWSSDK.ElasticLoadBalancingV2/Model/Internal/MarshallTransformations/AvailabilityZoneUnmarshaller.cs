using System.Xml.Linq;
using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model.Internal.MarshallTransformations;

internal static class AvailabilityZoneUnmarshaller
{
    internal static AvailabilityZone Read(XElement xml) =>
        new()
        {
            ZoneName = xml.String("ZoneName"),
            SubnetId = xml.String("SubnetId"),
            OutpostId = xml.String("OutpostId"),
            LoadBalancerAddresses = xml.List("LoadBalancerAddresses", LoadBalancerAddressUnmarshaller.Read),
        };
}
