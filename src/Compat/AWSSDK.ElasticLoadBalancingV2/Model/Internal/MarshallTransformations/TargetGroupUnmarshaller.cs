using System.Xml.Linq;
using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model.Internal.MarshallTransformations;

internal static class TargetGroupUnmarshaller
{
    internal static TargetGroup Read(XElement xml) =>
        new()
        {
            TargetGroupArn = xml.String("TargetGroupArn"),
            TargetGroupName = xml.String("TargetGroupName"),
            Protocol = xml.String("Protocol"),
            Port = xml.Int("Port"),
            VpcId = xml.String("VpcId"),
            HealthCheckProtocol = xml.String("HealthCheckProtocol"),
            HealthCheckPort = xml.String("HealthCheckPort"),
            HealthCheckEnabled = xml.Bool("HealthCheckEnabled"),
            HealthCheckIntervalSeconds = xml.Int("HealthCheckIntervalSeconds"),
            HealthCheckTimeoutSeconds = xml.Int("HealthCheckTimeoutSeconds"),
            HealthyThresholdCount = xml.Int("HealthyThresholdCount"),
            UnhealthyThresholdCount = xml.Int("UnhealthyThresholdCount"),
            HealthCheckPath = xml.String("HealthCheckPath"),
            Matcher = xml.Structure("Matcher", MatcherUnmarshaller.Read),
            LoadBalancerArns = xml.List("LoadBalancerArns", XmlReading.AsString),
            TargetType = xml.String("TargetType"),
            ProtocolVersion = xml.String("ProtocolVersion"),
            IpAddressType = xml.String("IpAddressType"),
        };
}
