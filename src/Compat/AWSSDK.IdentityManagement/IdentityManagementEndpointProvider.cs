using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using LambdaOps.Compat;

namespace Amazon.IdentityManagement;

/// <summary>One endpoint per partition, whatever the region; signatures name the one region that it lives in.</summary>
internal sealed class IdentityManagementEndpointProvider : GlobalEndpointProvider
{
    protected override (string Host, string SigningRegion) In(RegionalEndpointParameters wanted, Partition partition)
    {
        var prefix = wanted.UseFIPS ? "iam-fips" : "iam";
        var suffix = wanted.UseDualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix;
        return partition.name switch
        {
            "aws" when wanted.UseDualStack => ($"{prefix}.global.{suffix}", "us-east-1"),
            "aws" => ($"{prefix}.{suffix}", "us-east-1"),
            "aws-cn" when wanted is { UseDualStack: true, UseFIPS: false } => ($"iam.global.{suffix}", "cn-north-1"),
            "aws-cn" when !wanted.UseFIPS => ($"iam.cn-north-1.{suffix}", "cn-north-1"),
            // Its ordinary endpoint is the FIPS one.
            "aws-us-gov" => ($"iam.us-gov.{suffix}", "us-gov-west-1"),
            "aws-iso" or "aws-iso-b" when !wanted.UseDualStack => InRegion(),
            "aws-iso-e" or "aws-iso-f" or "aws-eusc" when wanted is { UseDualStack: false, UseFIPS: false } =>
                InRegion(),
            _ => ($"{prefix}.{suffix}", partition.implicitGlobalRegion),
        };

        (string, string) InRegion() =>
            ($"{prefix}.{partition.implicitGlobalRegion}.{suffix}", partition.implicitGlobalRegion);
    }
}
