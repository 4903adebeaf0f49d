using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using LambdaOps.Compat;

namespace Amazon.CloudFront;

/// <summary>One endpoint per partition, whatever the region; signatures name the one region that it lives in.</summary>
internal sealed class CloudFrontEndpointProvider : IEndpointProvider
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

        var host = wanted.UseFIPS ? "cloudfront-fips" : "cloudfront";
        return (partition.name, wanted.UseDualStack) switch
        {
            ("aws", true) => At($"{host}.global.{partition.dualStackDnsSuffix}", "us-east-1"),
            ("aws", false) => At($"{host}.{partition.dnsSuffix}", "us-east-1"),
            ("aws-cn", false) => At($"{host}.cn-northwest-1.{partition.dnsSuffix}", "cn-northwest-1"),
            (_, true) => At($"{host}.{partition.dualStackDnsSuffix}", partition.implicitGlobalRegion),
            (_, false) => At($"{host}.{partition.dnsSuffix}", partition.implicitGlobalRegion),
        };
    }

    private static Endpoint At(string host, string signingRegion) =>
        new($"https://{host}", $$"""{"authSchemes":[{"name":"sigv4","signingRegion":"{{signingRegion}}"}]}""", "");
}
