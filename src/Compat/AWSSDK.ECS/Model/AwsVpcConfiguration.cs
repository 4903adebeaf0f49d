namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: aws vpc configuration.</summary>
public class AwsVpcConfiguration
{
    public AssignPublicIp AssignPublicIp { get; set; }

    public List<string> SecurityGroups { get; set; }

    /// <summary>Required.</summary>
    public List<string> Subnets { get; set; }
}
