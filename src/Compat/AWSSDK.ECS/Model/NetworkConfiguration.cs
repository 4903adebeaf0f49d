namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: network configuration.</summary>
public class NetworkConfiguration
{
    public AwsVpcConfiguration AwsvpcConfiguration { get; set; }
}
