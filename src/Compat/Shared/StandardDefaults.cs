using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace LambdaOps.Compat;

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
