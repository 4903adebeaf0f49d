using Amazon.ApplicationAutoScaling.Model;
using Amazon.ApplicationAutoScaling.Model.Internal.MarshallTransformations;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using LambdaOps.Compat;

namespace Amazon.ApplicationAutoScaling;

/// <summary>Application Auto Scaling. Thread-safe; keep one client for the life of the process.</summary>
public class AmazonApplicationAutoScalingClient : AmazonServiceClient, IAmazonApplicationAutoScaling
{
    private static readonly ServiceMetadata s_metadata = new(AmazonApplicationAutoScalingConfig.ServiceId);

    /// <summary>Credentials and region from the environment.</summary>
    public AmazonApplicationAutoScalingClient()
        : base(new AmazonApplicationAutoScalingConfig()) { }

    public AmazonApplicationAutoScalingClient(RegionEndpoint region)
        : base(new AmazonApplicationAutoScalingConfig { RegionEndpoint = region }) { }

    public AmazonApplicationAutoScalingClient(AmazonApplicationAutoScalingConfig config)
        : base(config) { }

    public AmazonApplicationAutoScalingClient(AWSCredentials credentials)
        : this(credentials, new AmazonApplicationAutoScalingConfig()) { }

    public AmazonApplicationAutoScalingClient(AWSCredentials credentials, RegionEndpoint region)
        : this(credentials, new AmazonApplicationAutoScalingConfig { RegionEndpoint = region }) { }

    public AmazonApplicationAutoScalingClient(
        AWSCredentials credentials,
        AmazonApplicationAutoScalingConfig clientConfig
    )
        : base(credentials, clientConfig) { }

    public AmazonApplicationAutoScalingClient(string awsAccessKeyId, string awsSecretAccessKey)
        : this(awsAccessKeyId, awsSecretAccessKey, new AmazonApplicationAutoScalingConfig()) { }

    public AmazonApplicationAutoScalingClient(string awsAccessKeyId, string awsSecretAccessKey, RegionEndpoint region)
        : this(awsAccessKeyId, awsSecretAccessKey, new AmazonApplicationAutoScalingConfig { RegionEndpoint = region })
    { }

    public AmazonApplicationAutoScalingClient(
        string awsAccessKeyId,
        string awsSecretAccessKey,
        AmazonApplicationAutoScalingConfig clientConfig
    )
        : base(awsAccessKeyId, awsSecretAccessKey, clientConfig) { }

    public AmazonApplicationAutoScalingClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken)
        : this(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new AmazonApplicationAutoScalingConfig()) { }

    public AmazonApplicationAutoScalingClient(
        string awsAccessKeyId,
        string awsSecretAccessKey,
        string awsSessionToken,
        RegionEndpoint region
    )
        : this(
            awsAccessKeyId,
            awsSecretAccessKey,
            awsSessionToken,
            new AmazonApplicationAutoScalingConfig { RegionEndpoint = region }
        ) { }

    public AmazonApplicationAutoScalingClient(
        string awsAccessKeyId,
        string awsSecretAccessKey,
        string awsSessionToken,
        AmazonApplicationAutoScalingConfig clientConfig
    )
        : base(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, clientConfig) { }

    protected override IServiceMetadata ServiceMetadata => s_metadata;

    public virtual Task<DescribeScalableTargetsResponse> DescribeScalableTargetsAsync(
        DescribeScalableTargetsRequest request,
        CancellationToken cancellationToken = default
    ) =>
        InvokeAsync<DescribeScalableTargetsResponse>(
            request,
            Options(
                DescribeScalableTargetsRequestMarshaller.Instance,
                DescribeScalableTargetsResponseUnmarshaller.Instance
            ),
            cancellationToken
        );

    public virtual Task<RegisterScalableTargetResponse> RegisterScalableTargetAsync(
        RegisterScalableTargetRequest request,
        CancellationToken cancellationToken = default
    ) =>
        InvokeAsync<RegisterScalableTargetResponse>(
            request,
            Options(
                RegisterScalableTargetRequestMarshaller.Instance,
                RegisterScalableTargetResponseUnmarshaller.Instance
            ),
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
