using System.Diagnostics.CodeAnalysis;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.SimpleNotificationService.Model;

namespace Amazon.SimpleNotificationService;

/// <summary>Amazon Simple Notification Service.</summary>
public interface IAmazonSimpleNotificationService : IAmazonService, IDisposable
{
    Task<PublishResponse> PublishAsync(PublishRequest request, CancellationToken cancellationToken = default);

    Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request);

    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(AmazonSimpleNotificationServiceConfig))]
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonSimpleNotificationServiceConfig();

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
            clientConfig as AmazonSimpleNotificationServiceConfig
            ?? throw new AmazonClientException("ClientConfig is not of type AmazonSimpleNotificationServiceConfig.");
        if (awsCredentials == null)
            return new AmazonSimpleNotificationServiceClient(config);
        return new AmazonSimpleNotificationServiceClient(awsCredentials, config);
    }
}
