using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;
using LambdaOps.Compat;

namespace Amazon.SimpleNotificationService;

/// <summary>How to reach Amazon Simple Notification Service.</summary>
public class AmazonSimpleNotificationServiceConfig : ClientConfig
{
    private static readonly RegionalEndpointProvider s_endpoints = new("sns", plainFipsRegions: "us-gov-");
    private static readonly string s_userAgent = InternalSDKUtils.BuildUserAgentString("SNS", "4.1.0");

    public AmazonSimpleNotificationServiceConfig()
        : base(StandardDefaults.Instance)
    {
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "sns";
        EndpointProvider = s_endpoints;
    }

    public static new string ServiceId => "SNS";

    public override string RegionEndpointServiceName => "sns";

    public override string ServiceVersion => "2010-03-31";

    public override string UserAgent => s_userAgent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        RegionalEndpointResolver.Resolve(this, ServiceId, parameters);
}
