using Amazon.CloudFront.Model;
using Amazon.CloudFront.Model.Internal.MarshallTransformations;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using LambdaOps.Compat;

namespace Amazon.CloudFront;

/// <summary>Amazon CloudFront. Thread-safe; keep one client for the life of the process.</summary>
public class AmazonCloudFrontClient : AmazonServiceClient, IAmazonCloudFront
{
    private static readonly ServiceMetadata s_metadata = new(AmazonCloudFrontConfig.ServiceId);

    /// <summary>Credentials and region from the environment.</summary>
    public AmazonCloudFrontClient()
        : base(new AmazonCloudFrontConfig()) { }

    public AmazonCloudFrontClient(RegionEndpoint region)
        : base(new AmazonCloudFrontConfig { RegionEndpoint = region }) { }

    public AmazonCloudFrontClient(AmazonCloudFrontConfig config)
        : base(config) { }

    public AmazonCloudFrontClient(AWSCredentials credentials)
        : this(credentials, new AmazonCloudFrontConfig()) { }

    public AmazonCloudFrontClient(AWSCredentials credentials, RegionEndpoint region)
        : this(credentials, new AmazonCloudFrontConfig { RegionEndpoint = region }) { }

    public AmazonCloudFrontClient(AWSCredentials credentials, AmazonCloudFrontConfig clientConfig)
        : base(credentials, clientConfig) { }

    public AmazonCloudFrontClient(string awsAccessKeyId, string awsSecretAccessKey)
        : this(awsAccessKeyId, awsSecretAccessKey, new AmazonCloudFrontConfig()) { }

    public AmazonCloudFrontClient(string awsAccessKeyId, string awsSecretAccessKey, RegionEndpoint region)
        : this(awsAccessKeyId, awsSecretAccessKey, new AmazonCloudFrontConfig { RegionEndpoint = region }) { }

    public AmazonCloudFrontClient(string awsAccessKeyId, string awsSecretAccessKey, AmazonCloudFrontConfig clientConfig)
        : base(awsAccessKeyId, awsSecretAccessKey, clientConfig) { }

    public AmazonCloudFrontClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken)
        : this(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new AmazonCloudFrontConfig()) { }

    public AmazonCloudFrontClient(
        string awsAccessKeyId,
        string awsSecretAccessKey,
        string awsSessionToken,
        RegionEndpoint region
    )
        : this(
            awsAccessKeyId,
            awsSecretAccessKey,
            awsSessionToken,
            new AmazonCloudFrontConfig { RegionEndpoint = region }
        ) { }

    public AmazonCloudFrontClient(
        string awsAccessKeyId,
        string awsSecretAccessKey,
        string awsSessionToken,
        AmazonCloudFrontConfig clientConfig
    )
        : base(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, clientConfig) { }

    protected override IServiceMetadata ServiceMetadata => s_metadata;

    public virtual Task<CreateInvalidationResponse> CreateInvalidationAsync(
        CreateInvalidationRequest request,
        CancellationToken cancellationToken = default
    ) =>
        InvokeAsync<CreateInvalidationResponse>(
            request,
            Options(CreateInvalidationRequestMarshaller.Instance, CreateInvalidationResponseUnmarshaller.Instance),
            cancellationToken
        );

    public virtual Task<GetInvalidationResponse> GetInvalidationAsync(
        GetInvalidationRequest request,
        CancellationToken cancellationToken = default
    ) =>
        InvokeAsync<GetInvalidationResponse>(
            request,
            Options(GetInvalidationRequestMarshaller.Instance, GetInvalidationResponseUnmarshaller.Instance),
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
