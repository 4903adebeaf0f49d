using System.Diagnostics.CodeAnalysis;
using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Amazon.CloudWatchLogs;

/// <summary>Amazon CloudWatch Logs.</summary>
public interface IAmazonCloudWatchLogs : IAmazonService, IDisposable
{
    Task<GetQueryResultsResponse> GetQueryResultsAsync(
        GetQueryResultsRequest request,
        CancellationToken cancellationToken = default
    );

    Task<StartQueryResponse> StartQueryAsync(StartQueryRequest request, CancellationToken cancellationToken = default);

    Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request);

    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicProperties, typeof(AmazonCloudWatchLogsConfig))]
    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonCloudWatchLogsConfig();

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
            clientConfig as AmazonCloudWatchLogsConfig
            ?? throw new AmazonClientException("ClientConfig is not of type AmazonCloudWatchLogsConfig.");
        if (awsCredentials == null)
            return new AmazonCloudWatchLogsClient(config);
        return new AmazonCloudWatchLogsClient(awsCredentials, config);
    }
}
