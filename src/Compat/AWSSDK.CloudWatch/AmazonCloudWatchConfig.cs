using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;
using LambdaOps.Compat;

namespace Amazon.CloudWatch;

/// <summary>How to reach Amazon CloudWatch.</summary>
public class AmazonCloudWatchConfig : ClientConfig
{
    private static readonly RegionalEndpointProvider s_endpoints = new("monitoring", plainFipsRegions: "us-gov-");
    private static readonly string s_userAgent = InternalSDKUtils.BuildUserAgentString("CloudWatch", "4.1.0");

    public AmazonCloudWatchConfig()
        : base(StandardDefaults.Instance)
    {
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "monitoring";
        EndpointProvider = s_endpoints;
    }

    public static new string ServiceId => "CloudWatch";

    public override string RegionEndpointServiceName => "monitoring";

    public override string ServiceVersion => "2010-08-01";

    public override string UserAgent => s_userAgent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        RegionalEndpointResolver.Resolve(this, ServiceId, parameters);
}
