using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Util.Internal;
using LambdaOps.Compat;

namespace Amazon.ElasticLoadBalancingV2;

/// <summary>How to reach Elastic Load Balancing v2.</summary>
public class AmazonElasticLoadBalancingV2Config : ClientConfig
{
    private static readonly RegionalEndpointProvider s_endpoints = new(
        "elasticloadbalancing",
        plainFipsRegions: "us-gov-"
    );
    private static readonly string s_userAgent = InternalSDKUtils.BuildUserAgentString(
        "Elastic_Load_Balancing_v2",
        "4.1.0"
    );

    public AmazonElasticLoadBalancingV2Config()
        : base(StandardDefaults.Instance)
    {
        base.ServiceId = ServiceId;
        AuthenticationServiceName = "elasticloadbalancing";
        EndpointProvider = s_endpoints;
    }

    public static new string ServiceId => "Elastic Load Balancing v2";

    public override string RegionEndpointServiceName => "elasticloadbalancing";

    public override string ServiceVersion => "2015-12-01";

    public override string UserAgent => s_userAgent;

    public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) =>
        RegionalEndpointResolver.Resolve(this, ServiceId, parameters);
}
