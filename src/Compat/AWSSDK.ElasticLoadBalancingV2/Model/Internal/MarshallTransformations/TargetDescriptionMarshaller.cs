using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2.Model.Internal.MarshallTransformations;

internal static class TargetDescriptionMarshaller
{
    internal static void Write(QueryWriter query, TargetDescription value)
    {
        query.Member("Id", value.Id);
        query.Member("Port", value.Port);
        query.Member("AvailabilityZone", value.AvailabilityZone);
    }
}
