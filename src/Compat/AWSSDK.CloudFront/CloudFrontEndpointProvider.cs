using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using LambdaOps.Compat;

namespace Amazon.CloudFront;

/// <summary>One endpoint per partition, whatever the region; signatures name the one region that it lives in.</summary>
internal sealed class CloudFrontEndpointProvider : GlobalEndpointProvider
{
    protected override (string Host, string SigningRegion) In(RegionalEndpointParameters wanted, Partition partition)
    {
        var host = wanted.UseFIPS ? "cloudfront-fips" : "cloudfront";
        return (partition.name, wanted.UseDualStack) switch
        {
            ("aws", true) => ($"{host}.global.{partition.dualStackDnsSuffix}", "us-east-1"),
            ("aws", false) => ($"{host}.{partition.dnsSuffix}", "us-east-1"),
            ("aws-cn", false) => ($"{host}.cn-northwest-1.{partition.dnsSuffix}", "cn-northwest-1"),
            (_, true) => ($"{host}.{partition.dualStackDnsSuffix}", partition.implicitGlobalRegion),
            (_, false) => ($"{host}.{partition.dnsSuffix}", partition.implicitGlobalRegion),
        };
    }
}
