namespace Amazon.ElasticLoadBalancingV2.Model;

/// <summary>Elastic Load Balancing v2: matcher.</summary>
public class Matcher
{
    public string GrpcCode { get; set; }

    public string HttpCode { get; set; }
}
