using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using LambdaOps.Compat;

namespace Amazon.Route53;

/// <summary>One endpoint per partition, whatever the region; signatures name the one region that it lives in.</summary>
internal sealed class Route53EndpointProvider : GlobalEndpointProvider
{
    protected override (string Host, string SigningRegion) In(RegionalEndpointParameters wanted, Partition partition)
    {
        var host = wanted.UseFIPS ? "route53-fips" : "route53";
        return (partition.name, wanted.UseDualStack) switch
        {
            ("aws" or "aws-cn", true) => (
                $"{host}.global.{partition.dualStackDnsSuffix}",
                partition.implicitGlobalRegion
            ),
            ("aws-us-gov", true) => ($"route53.us-gov.{partition.dualStackDnsSuffix}", partition.implicitGlobalRegion),
            ("aws-us-gov", false) => ($"route53.us-gov.{partition.dnsSuffix}", partition.implicitGlobalRegion),
            (_, false) => ($"{host}.{partition.dnsSuffix}", partition.implicitGlobalRegion),
            (_, true) => ($"{host}.{partition.dualStackDnsSuffix}", partition.implicitGlobalRegion),
        };
    }
}
