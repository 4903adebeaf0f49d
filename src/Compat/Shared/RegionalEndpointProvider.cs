using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using Amazon.Util;
using ExecutionContext = Amazon.Runtime.Internal.ExecutionContext;

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
        if (Custom(wanted) is { } custom)
            return custom;

        return wanted.UseFIPS || wanted.UseDualStack
            ? Variant(wanted)
            : At(prefix, wanted.Region, RegionEndpoint.GetBySystemName(wanted.Region).PartitionDnsSuffix);
    }

    /// <summary>The endpoint that the client is given; null where its region decides.</summary>
    internal static Endpoint Custom(RegionalEndpointParameters wanted)
    {
        if (string.IsNullOrEmpty(wanted.Endpoint))
            return string.IsNullOrEmpty(wanted.Region)
                ? throw new AmazonClientException("Invalid Configuration: Missing Region")
                : null;
        if (wanted.UseFIPS)
            throw new AmazonClientException("Invalid Configuration: FIPS and custom endpoint are not supported");
        if (wanted.UseDualStack)
            throw new AmazonClientException("Invalid Configuration: Dualstack and custom endpoint are not supported");
        return new Endpoint(wanted.Endpoint);
    }

    /// <summary>The region's partition, which has what is wanted.</summary>
    internal static Partition PartitionOf(RegionalEndpointParameters wanted)
    {
        var partition = Fn.Partition(wanted.Region);
        if (wanted.UseFIPS && !partition.supportsFIPS)
            throw new AmazonClientException("FIPS is enabled but this partition does not support FIPS");
        if (wanted.UseDualStack && !partition.supportsDualStack)
            throw new AmazonClientException("DualStack is enabled but this partition does not support DualStack");
        return partition;
    }

    private Endpoint Variant(RegionalEndpointParameters wanted)
    {
        var partition = PartitionOf(wanted);
        var plain = plainFipsRegions != null && wanted.Region.StartsWith(plainFipsRegions, StringComparison.Ordinal);
        return At(
            wanted.UseFIPS && (wanted.UseDualStack || !plain) ? prefix + "-fips" : prefix,
            wanted.Region,
            wanted.UseDualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix
        );
    }

    private static Endpoint At(string host, string region, string suffix) => new($"https://{host}.{region}.{suffix}");
}

/// <summary>What a regional service's endpoint depends on; the names are those of AWS's endpoint rule sets.</summary>
internal sealed class RegionalEndpointParameters : EndpointParameters
{
    internal string Region
    {
        get => (string)this[nameof(Region)];
        set => this[nameof(Region)] = value;
    }

    internal string Endpoint
    {
        get => (string)this[nameof(Endpoint)];
        set => this[nameof(Endpoint)] = value;
    }

    internal bool UseFIPS
    {
        get => this[nameof(UseFIPS)] is true;
        set => this[nameof(UseFIPS)] = value;
    }

    internal bool UseDualStack
    {
        get => this[nameof(UseDualStack)] is true;
        set => this[nameof(UseDualStack)] = value;
    }
}

/// <summary>The pipeline's step that finds out where a request goes.</summary>
internal sealed class RegionalEndpointResolver : BaseEndpointResolver
{
    internal static Endpoint Resolve(
        ClientConfig config,
        string serviceId,
        ServiceOperationEndpointParameters parameters
    )
    {
        var request = new DefaultRequest(parameters.Request, serviceId)
        {
            AlternateEndpoint = parameters.AlternateEndpoint,
        };
        var context = new RequestContext(false)
        {
            ClientConfig = config,
            OriginalRequest = parameters.Request,
            Request = request,
        };
        return new RegionalEndpointResolver().GetEndpoint(new ExecutionContext(context, null));
    }

    protected override EndpointParameters MapEndpointsParameters(IRequestContext requestContext)
    {
        var config = requestContext.ClientConfig;
        // The region first: when ClientConfig finds it in the environment, it forgets an endpoint read before.
        var region = config.RegionEndpoint?.SystemName;
        var endpoint = config.ServiceURL;
        if (region == null && !string.IsNullOrEmpty(endpoint))
        {
            region = string.IsNullOrEmpty(config.AuthenticationRegion)
                ? RegionEndpoint.GetBySystemName(AWSSDKUtils.DetermineRegion(endpoint)).SystemName
                : config.AuthenticationRegion;
        }

        return new RegionalEndpointParameters
        {
            Region = requestContext.Request.AlternateEndpoint?.SystemName ?? region,
            Endpoint = endpoint,
            UseFIPS = config.UseFIPSEndpoint,
            UseDualStack = config.UseDualstackEndpoint,
        };
    }
}
