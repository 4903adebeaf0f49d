using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;
using LambdaOps.Compat;

namespace Amazon.ApplicationAutoScaling;

/// <summary>How to reach Application Auto Scaling.</summary>
public class AmazonApplicationAutoScalingConfig : ClientConfig
{
    private static readonly RegionalEndpointProvider s_endpoints = new(
        "application-autoscaling",
        plainFipsRegions: "us-gov-"
    );
    private static readonly string s_userAgent = InternalSDKUtils.BuildUserAgentString(
        "Application Auto Scaling",
        "4.1.0"
    );

    public AmazonApplicationAutoScalingConfig()
        : base(StandardDefaults.Instance)
    {
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "application-autoscaling";
        EndpointProvider = s_endpoints;
    }

    public static new string ServiceId => "Application Auto Scaling";

    public override string RegionEndpointServiceName => "application-autoscaling";

    public override string ServiceVersion => "2016-02-06";

    public override string UserAgent => s_userAgent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        RegionalEndpointResolver.Resolve(this, ServiceId, parameters);
}
