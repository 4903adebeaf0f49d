using System.Diagnostics.CodeAnalysis;
using Amazon.ApplicationAutoScaling.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Amazon.ApplicationAutoScaling;

/// <summary>Application Auto Scaling.</summary>
public interface IAmazonApplicationAutoScaling : IAmazonService, IDisposable
{
    Task<DescribeScalableTargetsResponse> DescribeScalableTargetsAsync(
        DescribeScalableTargetsRequest request,
        CancellationToken cancellationToken = default
    );

    Task<RegisterScalableTargetResponse> RegisterScalableTargetAsync(
        RegisterScalableTargetRequest request,
        CancellationToken cancellationToken = default
    );

    Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request);

    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(AmazonApplicationAutoScalingConfig))]
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonApplicationAutoScalingConfig();

    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2026",
        Justification = "IAmazonService asks for it; nothing here reflects."
    )]
    static IAmazonService IAmazonService.CreateDefaultServiceClient(
        AWSCredentials awsCredentials,
        ClientConfig clientConfig
    )
    {
        var config =
            clientConfig as AmazonApplicationAutoScalingConfig
            ?? throw new AmazonClientException("ClientConfig is not of type AmazonApplicationAutoScalingConfig.");
        if (awsCredentials == null)
            return new AmazonApplicationAutoScalingClient(config);
        return new AmazonApplicationAutoScalingClient(awsCredentials, config);
    }
}
