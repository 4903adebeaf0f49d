using System.Diagnostics.CodeAnalysis;
using Amazon.CloudFront.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Amazon.CloudFront;

/// <summary>Amazon CloudFront.</summary>
public interface IAmazonCloudFront : IAmazonService, IDisposable
{
    Task<CreateInvalidationResponse> CreateInvalidationAsync(
        CreateInvalidationRequest request,
        CancellationToken cancellationToken = default
    );

    Task<GetInvalidationResponse> GetInvalidationAsync(
        GetInvalidationRequest request,
        CancellationToken cancellationToken = default
    );

    Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request);

    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(AmazonCloudFrontConfig))]
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonCloudFrontConfig();

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
            clientConfig as AmazonCloudFrontConfig
            ?? throw new AmazonClientException("ClientConfig is not of type AmazonCloudFrontConfig.");
        if (awsCredentials == null)
            return new AmazonCloudFrontClient(config);
        return new AmazonCloudFrontClient(awsCredentials, config);
    }
}
