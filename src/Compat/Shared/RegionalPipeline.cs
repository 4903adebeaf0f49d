using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;

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

/// <summary>Names a service to AWSSDK.Core; no operation is renamed in user agents.</summary>
internal sealed class ServiceMetadata(string serviceId) : IServiceMetadata
{
    public string ServiceId { get; } = serviceId;

    public IDictionary<string, string> OperationNameMapping { get; } = new Dictionary<string, string>(0);
}

/// <summary>Signs every request with Signature Version 4.</summary>
internal sealed class SigV4AuthHandler : BaseAuthResolverHandler
{
    protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext executionContext) =>
        AuthSchemeOption.DEFAULT_SIGV4;
}

/// <summary>The SDK's "standard" defaults mode, always.</summary>
/// <remarks>
/// The SDK's own provider builds every mode, a logger and an environment probe before the first request can be written;
/// a function that starts cold pays for that. Retry mode and attempts still follow the environment, see ClientConfig.
/// </remarks>
internal sealed class StandardDefaults : IDefaultConfigurationProvider
{
    internal static readonly StandardDefaults Instance = new();

    private readonly DefaultConfiguration _standard = new()
    {
        Name = DefaultConfigurationMode.Standard,
        RetryMode = RequestRetryMode.Standard,
        S3UsEast1RegionalEndpoint = S3UsEast1RegionalEndpointValue.Regional,
        ConnectTimeout = TimeSpan.FromMilliseconds(3100),
        TlsNegotiationTimeout = TimeSpan.FromMilliseconds(3100),
    };

    public IDefaultConfiguration GetDefaultConfiguration(
        RegionEndpoint clientRegion,
        DefaultConfigurationMode? requestedConfigurationMode = null
    ) => _standard;
}
