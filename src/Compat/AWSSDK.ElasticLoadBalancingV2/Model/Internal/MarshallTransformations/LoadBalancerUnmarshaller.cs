using System.Xml.Linq;
using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model.Internal.MarshallTransformations;

internal static class LoadBalancerUnmarshaller
{
    internal static LoadBalancer Read(XElement xml) =>
        new()
        {
            LoadBalancerArn = xml.String("LoadBalancerArn"),
            DNSName = xml.String("DNSName"),
            CanonicalHostedZoneId = xml.String("CanonicalHostedZoneId"),
            CreatedTime = xml.Time("CreatedTime"),
            LoadBalancerName = xml.String("LoadBalancerName"),
            Scheme = xml.String("Scheme"),
            VpcId = xml.String("VpcId"),
            State = xml.Structure("State", LoadBalancerStateUnmarshaller.Read),
            Type = xml.String("Type"),
            AvailabilityZones = xml.List("AvailabilityZones", AvailabilityZoneUnmarshaller.Read),
            SecurityGroups = xml.List("SecurityGroups", XmlReading.AsString),
            IpAddressType = xml.String("IpAddressType"),
            CustomerOwnedIpv4Pool = xml.String("CustomerOwnedIpv4Pool"),
            EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic = xml.String(
                "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"
            ),
        };
}
