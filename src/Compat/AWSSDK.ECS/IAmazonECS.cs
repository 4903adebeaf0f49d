using System.Diagnostics.CodeAnalysis;
using Amazon.ECS.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Amazon.ECS;

/// <summary>Amazon Elastic Container Service.</summary>
public interface IAmazonECS : IAmazonService, IDisposable
{
    Task<DescribeServiceDeploymentsResponse> DescribeServiceDeploymentsAsync(
        DescribeServiceDeploymentsRequest request,
        CancellationToken cancellationToken = default
    );

    Task<DescribeServicesResponse> DescribeServicesAsync(
        DescribeServicesRequest request,
        CancellationToken cancellationToken = default
    );

    Task<DescribeTaskDefinitionResponse> DescribeTaskDefinitionAsync(
        DescribeTaskDefinitionRequest request,
        CancellationToken cancellationToken = default
    );

    Task<DescribeTasksResponse> DescribeTasksAsync(
        DescribeTasksRequest request,
        CancellationToken cancellationToken = default
    );

    Task<ListServiceDeploymentsResponse> ListServiceDeploymentsAsync(
        ListServiceDeploymentsRequest request,
        CancellationToken cancellationToken = default
    );

    Task<ListTasksResponse> ListTasksAsync(ListTasksRequest request, CancellationToken cancellationToken = default);

    Task<UpdateServiceResponse> UpdateServiceAsync(
        UpdateServiceRequest request,
        CancellationToken cancellationToken = default
    );

    Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request);

    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(AmazonECSConfig))]
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonECSConfig();

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
            clientConfig as AmazonECSConfig
            ?? throw new AmazonClientException("ClientConfig is not of type AmazonECSConfig.");
        if (awsCredentials == null)
            return new AmazonECSClient(config);
        return new AmazonECSClient(awsCredentials, config);
    }
}
