using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;
using LambdaOps.Compat;

namespace Amazon.ECS;

/// <summary>How to reach Amazon Elastic Container Service.</summary>
public class AmazonECSConfig : ClientConfig
{
    private static readonly RegionalEndpointProvider s_endpoints = new("ecs");
    private static readonly string s_userAgent = InternalSDKUtils.BuildUserAgentString("ECS", "4.1.0");

    public AmazonECSConfig()
        : base(StandardDefaults.Instance)
    {
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "ecs";
        EndpointProvider = s_endpoints;
    }

    public static new string ServiceId => "ECS";

    public override string RegionEndpointServiceName => "ecs";

    public override string ServiceVersion => "2014-11-13";

    public override string UserAgent => s_userAgent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        RegionalEndpointResolver.Resolve(this, ServiceId, parameters);
}
