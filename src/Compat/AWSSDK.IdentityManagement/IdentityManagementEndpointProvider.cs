using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using LambdaOps.Compat;

namespace Amazon.IdentityManagement;

/// <summary>One endpoint per partition, whatever the region; signatures name the one region that it lives in.</summary>
internal sealed class IdentityManagementEndpointProvider : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var wanted = (RegionalEndpointParameters)parameters;
        if (!string.IsNullOrEmpty(wanted.Endpoint))
            return RegionalEndpointProvider.Custom(wanted);
        if (string.IsNullOrEmpty(wanted.Region))
            throw new AmazonClientException("Invalid Configuration: Missing Region");

        var partition = Fn.Partition(wanted.Region);
        if (wanted.UseFIPS && !partition.supportsFIPS)
            throw new AmazonClientException("FIPS is enabled but this partition does not support FIPS");
        if (wanted.UseDualStack && !partition.supportsDualStack)
            throw new AmazonClientException("DualStack is enabled but this partition does not support DualStack");

        var prefix = wanted.UseFIPS ? "iam-fips" : "iam";
        var suffix = wanted.UseDualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix;
        return partition.name switch
        {
            "aws" when wanted.UseDualStack => At($"{prefix}.global.{suffix}", "us-east-1"),
            "aws" => At($"{prefix}.{suffix}", "us-east-1"),
            "aws-cn" when wanted is { UseDualStack: true, UseFIPS: false } => At($"iam.global.{suffix}", "cn-north-1"),
            "aws-cn" when !wanted.UseFIPS => At($"iam.cn-north-1.{suffix}", "cn-north-1"),
            // Its ordinary endpoint is the FIPS one.
            "aws-us-gov" => At($"iam.us-gov.{suffix}", "us-gov-west-1"),
            "aws-iso" or "aws-iso-b" when !wanted.UseDualStack => InRegion(),
            "aws-iso-e" or "aws-iso-f" or "aws-eusc" when wanted is { UseDualStack: false, UseFIPS: false } =>
                InRegion(),
            _ => At($"{prefix}.{suffix}", partition.implicitGlobalRegion),
        };

        Endpoint InRegion() =>
            At($"{prefix}.{partition.implicitGlobalRegion}.{suffix}", partition.implicitGlobalRegion);
    }

    private static Endpoint At(string host, string signingRegion) =>
        new($"https://{host}", $$"""{"authSchemes":[{"name":"sigv4","signingRegion":"{{signingRegion}}"}]}""", "");
}
