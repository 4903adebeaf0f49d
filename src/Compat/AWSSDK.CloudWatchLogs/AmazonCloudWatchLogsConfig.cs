using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;
using LambdaOps.Compat;

namespace Amazon.CloudWatchLogs;

/// <summary>How to reach Amazon CloudWatch Logs.</summary>
public class AmazonCloudWatchLogsConfig : ClientConfig
{
    private static readonly RegionalEndpointProvider s_endpoints = new("logs", plainFipsRegions: "us-gov-");
    private static readonly string s_userAgent = InternalSDKUtils.BuildUserAgentString("CloudWatch Logs", "4.1.0");

    public AmazonCloudWatchLogsConfig()
        : base(StandardDefaults.Instance)
    {
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "logs";
        EndpointProvider = s_endpoints;
    }

    public static new string ServiceId => "CloudWatch Logs";

    public override string RegionEndpointServiceName => "logs";

    public override string ServiceVersion => "2014-03-28";

    public override string UserAgent => s_userAgent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        RegionalEndpointResolver.Resolve(this, ServiceId, parameters);
}
