using System.Diagnostics.CodeAnalysis;
using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Amazon.ElasticLoadBalancingV2;

/// <summary>Elastic Load Balancing v2.</summary>
public interface IAmazonElasticLoadBalancingV2 : IAmazonService, IDisposable
{
    Task<DescribeLoadBalancersResponse> DescribeLoadBalancersAsync(
        DescribeLoadBalancersRequest request,
        CancellationToken cancellationToken = default
    );

    Task<DescribeTargetGroupsResponse> DescribeTargetGroupsAsync(
        DescribeTargetGroupsRequest request,
        CancellationToken cancellationToken = default
    );

    Task<DescribeTargetHealthResponse> DescribeTargetHealthAsync(
        DescribeTargetHealthRequest request,
        CancellationToken cancellationToken = default
    );

    Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request);

    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(AmazonElasticLoadBalancingV2Config))]
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonElasticLoadBalancingV2Config();

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
            clientConfig as AmazonElasticLoadBalancingV2Config
            ?? throw new AmazonClientException("ClientConfig is not of type AmazonElasticLoadBalancingV2Config.");
        if (awsCredentials == null)
            return new AmazonElasticLoadBalancingV2Client(config);
        return new AmazonElasticLoadBalancingV2Client(awsCredentials, config);
    }
}
