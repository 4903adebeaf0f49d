using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using LambdaOps.Compat;

namespace Amazon.CostExplorer;

/// <summary>One endpoint per partition, in the one region that it lives in, whatever the client's.</summary>
internal sealed class CostExplorerEndpointProvider : IEndpointProvider
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

        var region = partition.name switch
        {
            "aws" => "us-east-1",
            "aws-cn" => "cn-northwest-1",
            _ => partition.implicitGlobalRegion,
        };
        var suffix = wanted.UseDualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix;
        return new Endpoint(
            $"https://{(wanted.UseFIPS ? "ce-fips" : "ce")}.{region}.{suffix}",
            $$"""{"authSchemes":[{"name":"sigv4","signingRegion":"{{region}}"}]}""",
            ""
        );
    }
}
