using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2;

/// <summary>What all requests to Elastic Load Balancing v2 derive from.</summary>
public class AmazonElasticLoadBalancingV2Request : AmazonWebServiceRequest { }
