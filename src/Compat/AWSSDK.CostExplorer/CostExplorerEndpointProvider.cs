using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using LambdaOps.Compat;

namespace Amazon.CostExplorer;

/// <summary>One endpoint per partition, in the one region that it lives in, whatever the client's.</summary>
internal sealed class CostExplorerEndpointProvider : GlobalEndpointProvider
{
    protected override (string Host, string SigningRegion) In(RegionalEndpointParameters wanted, Partition partition)
    {
        var region = partition.name switch
        {
            "aws" => "us-east-1",
            "aws-cn" => "cn-northwest-1",
            _ => partition.implicitGlobalRegion,
        };
        var suffix = wanted.UseDualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix;
        return ($"{(wanted.UseFIPS ? "ce-fips" : "ce")}.{region}.{suffix}", region);
    }
}
