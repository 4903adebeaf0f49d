using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;

namespace LambdaOps.Compat;

/// <summary>One endpoint per partition, whatever the region; signatures name the one region that it lives in.</summary>
internal abstract class GlobalEndpointProvider : IEndpointProvider
{
    public Endpoint ResolveEndpoint(EndpointParameters parameters)
    {
        var wanted = (RegionalEndpointParameters)parameters;
        if (RegionalEndpointProvider.Custom(wanted) is { } custom)
            return custom;

        var (host, signingRegion) = In(wanted, RegionalEndpointProvider.PartitionOf(wanted));
        return new Endpoint(
            $"https://{host}",
            $$"""{"authSchemes":[{"name":"sigv4","signingRegion":"{{signingRegion}}"}]}""",
            ""
        );
    }

    protected abstract (string Host, string SigningRegion) In(RegionalEndpointParameters wanted, Partition partition);
}
