using Amazon.ECS.Model;
using Amazon.ECS.Model.Internal.MarshallTransformations;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using LambdaOps.Compat;

namespace Amazon.ECS;

/// <summary>Amazon Elastic Container Service. Thread-safe; keep one client for the life of the process.</summary>
public class AmazonECSClient : AmazonServiceClient, IAmazonECS
{
    private static readonly ServiceMetadata s_metadata = new(AmazonECSConfig.ServiceId);

    /// <summary>Credentials and region from the environment.</summary>
    public AmazonECSClient()
        : base(new AmazonECSConfig()) { }

    public AmazonECSClient(RegionEndpoint region)
        : base(new AmazonECSConfig { RegionEndpoint = region }) { }

    public AmazonECSClient(AmazonECSConfig config)
        : base(config) { }

    public AmazonECSClient(AWSCredentials credentials)
        : this(credentials, new AmazonECSConfig()) { }

    public AmazonECSClient(AWSCredentials credentials, RegionEndpoint region)
        : this(credentials, new AmazonECSConfig { RegionEndpoint = region }) { }

    public AmazonECSClient(AWSCredentials credentials, AmazonECSConfig clientConfig)
        : base(credentials, clientConfig) { }

    public AmazonECSClient(string awsAccessKeyId, string awsSecretAccessKey)
        : this(awsAccessKeyId, awsSecretAccessKey, new AmazonECSConfig()) { }

    public AmazonECSClient(string awsAccessKeyId, string awsSecretAccessKey, RegionEndpoint region)
        : this(awsAccessKeyId, awsSecretAccessKey, new AmazonECSConfig { RegionEndpoint = region }) { }

    public AmazonECSClient(string awsAccessKeyId, string awsSecretAccessKey, AmazonECSConfig clientConfig)
        : base(awsAccessKeyId, awsSecretAccessKey, clientConfig) { }

    public AmazonECSClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken)
        : this(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new AmazonECSConfig()) { }

    public AmazonECSClient(
        string awsAccessKeyId,
        string awsSecretAccessKey,
        string awsSessionToken,
        RegionEndpoint region
    )
        : this(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new AmazonECSConfig { RegionEndpoint = region }) { }

    public AmazonECSClient(
        string awsAccessKeyId,
        string awsSecretAccessKey,
        string awsSessionToken,
        AmazonECSConfig clientConfig
    )
        : base(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, clientConfig) { }

    protected override IServiceMetadata ServiceMetadata => s_metadata;

    public virtual Task<DescribeServiceDeploymentsResponse> DescribeServiceDeploymentsAsync(
        DescribeServiceDeploymentsRequest request,
        CancellationToken cancellationToken = default
    ) =>
        InvokeAsync<DescribeServiceDeploymentsResponse>(
            request,
            Options(
                DescribeServiceDeploymentsRequestMarshaller.Instance,
                DescribeServiceDeploymentsResponseUnmarshaller.Instance
            ),
            cancellationToken
        );

    public virtual Task<DescribeServicesResponse> DescribeServicesAsync(
        DescribeServicesRequest request,
        CancellationToken cancellationToken = default
    ) =>
        InvokeAsync<DescribeServicesResponse>(
            request,
            Options(DescribeServicesRequestMarshaller.Instance, DescribeServicesResponseUnmarshaller.Instance),
            cancellationToken
        );

    public virtual Task<DescribeTaskDefinitionResponse> DescribeTaskDefinitionAsync(
        DescribeTaskDefinitionRequest request,
        CancellationToken cancellationToken = default
    ) =>
        InvokeAsync<DescribeTaskDefinitionResponse>(
            request,
            Options(
                DescribeTaskDefinitionRequestMarshaller.Instance,
                DescribeTaskDefinitionResponseUnmarshaller.Instance
            ),
            cancellationToken
        );

    public virtual Task<DescribeTasksResponse> DescribeTasksAsync(
        DescribeTasksRequest request,
        CancellationToken cancellationToken = default
    ) =>
        InvokeAsync<DescribeTasksResponse>(
            request,
            Options(DescribeTasksRequestMarshaller.Instance, DescribeTasksResponseUnmarshaller.Instance),
            cancellationToken
        );

    public virtual Task<ListServiceDeploymentsResponse> ListServiceDeploymentsAsync(
        ListServiceDeploymentsRequest request,
        CancellationToken cancellationToken = default
    ) =>
        InvokeAsync<ListServiceDeploymentsResponse>(
            request,
            Options(
                ListServiceDeploymentsRequestMarshaller.Instance,
                ListServiceDeploymentsResponseUnmarshaller.Instance
            ),
            cancellationToken
        );

    public virtual Task<ListTasksResponse> ListTasksAsync(
        ListTasksRequest request,
        CancellationToken cancellationToken = default
    ) =>
        InvokeAsync<ListTasksResponse>(
            request,
            Options(ListTasksRequestMarshaller.Instance, ListTasksResponseUnmarshaller.Instance),
            cancellationToken
        );

    public virtual Task<UpdateServiceResponse> UpdateServiceAsync(
        UpdateServiceRequest request,
        CancellationToken cancellationToken = default
    ) =>
        InvokeAsync<UpdateServiceResponse>(
            request,
            Options(UpdateServiceRequestMarshaller.Instance, UpdateServiceResponseUnmarshaller.Instance),
            cancellationToken
        );

    public Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request) =>
        Config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(request));

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline) => RegionalPipeline.Customize(pipeline);

    private static InvokeOptions Options(
        IMarshaller<IRequest, AmazonWebServiceRequest> marshaller,
        ResponseUnmarshaller unmarshaller
    ) => new() { RequestMarshaller = marshaller, ResponseUnmarshaller = unmarshaller };
}
