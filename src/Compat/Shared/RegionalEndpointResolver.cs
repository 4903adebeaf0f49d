using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Util;
using ExecutionContext = Amazon.Runtime.Internal.ExecutionContext;

namespace LambdaOps.Compat;

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
