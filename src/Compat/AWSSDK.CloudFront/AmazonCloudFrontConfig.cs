using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;
using LambdaOps.Compat;

namespace Amazon.CloudFront;

/// <summary>How to reach Amazon CloudFront.</summary>
public class AmazonCloudFrontConfig : ClientConfig
{
    private static readonly CloudFrontEndpointProvider s_endpoints = new();
    private static readonly string s_userAgent = InternalSDKUtils.BuildUserAgentString("CloudFront", "4.1.0");

    public AmazonCloudFrontConfig()
        : base(StandardDefaults.Instance)
    {
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "cloudfront";
        EndpointProvider = s_endpoints;
    }

    public static new string ServiceId => "CloudFront";

    public override string RegionEndpointServiceName => "cloudfront";

    public override string ServiceVersion => "2020-05-31";

    public override string UserAgent => s_userAgent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        RegionalEndpointResolver.Resolve(this, ServiceId, parameters);
}
