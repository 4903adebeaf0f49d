namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: load balancer.</summary>
public class LoadBalancer
{
    public AdvancedConfiguration AdvancedConfiguration { get; set; }

    public string ContainerName { get; set; }

    public int? ContainerPort { get; set; }

    public string LoadBalancerName { get; set; }

    public string TargetGroupArn { get; set; }
}
