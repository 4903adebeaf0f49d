using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace LambdaOps.Compat;

/// <summary>One endpoint per region: <c>https://{prefix}.{region}.{suffix of the partition}</c>.</summary>
/// <param name="prefix">The service's endpoint prefix, for example <c>ecs</c>.</param>
/// <param name="plainFipsRegions">
/// How region names begin where the ordinary endpoint is the FIPS one: GovCloud, for the older services.
/// </param>
internal sealed class RegionalEndpointProvider(string prefix, string plainFipsRegions = null) : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var wanted = (RegionalEndpointParameters)parameters;
        if (!string.IsNullOrEmpty(wanted.Endpoint))
            return Custom(wanted);
        if (string.IsNullOrEmpty(wanted.Region))
            throw new AmazonClientException("Invalid Configuration: Missing Region");

        return wanted.UseFIPS || wanted.UseDualStack
            ? Variant(wanted)
            : At(prefix, wanted.Region, RegionEndpoint.GetBySystemName(wanted.Region).PartitionDnsSuffix);
    }

    internal static Endpoint Custom(RegionalEndpointParameters wanted)
    {
        if (wanted.UseFIPS)
            throw new AmazonClientException("Invalid Configuration: FIPS and custom endpoint are not supported");
        if (wanted.UseDualStack)
            throw new AmazonClientException("Invalid Configuration: Dualstack and custom endpoint are not supported");
        return new Endpoint(wanted.Endpoint);
    }

    private Endpoint Variant(RegionalEndpointParameters wanted)
    {
        var partition = Fn.Partition(wanted.Region);
        if (wanted.UseFIPS && !partition.supportsFIPS)
            throw new AmazonClientException("FIPS is enabled but this partition does not support FIPS");
        if (wanted.UseDualStack && !partition.supportsDualStack)
            throw new AmazonClientException("DualStack is enabled but this partition does not support DualStack");

        var plain = plainFipsRegions != null && wanted.Region.StartsWith(plainFipsRegions, StringComparison.Ordinal);
        return At(
            wanted.UseFIPS && (wanted.UseDualStack || !plain) ? prefix + "-fips" : prefix,
            wanted.Region,
            wanted.UseDualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix
        );
    }

    private static Endpoint At(string host, string region, string suffix) => new($"https://{host}.{region}.{suffix}");
}
