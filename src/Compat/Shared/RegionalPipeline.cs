using Amazon.Runtime.Internal;

namespace LambdaOps.Compat;

/// <summary>What makes AWSSDK.Core's pipeline that of a regional, SigV4-signed service.</summary>
internal static class RegionalPipeline
{
    internal static void Customize(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new RegionalEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new SigV4AuthHandler());
    }
}
