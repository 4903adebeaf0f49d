using System.Xml.Linq;
using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model.Internal.MarshallTransformations;

internal static class MatcherUnmarshaller
{
    internal static Matcher Read(XElement xml) =>
        new() { HttpCode = xml.String("HttpCode"), GrpcCode = xml.String("GrpcCode") };
}
