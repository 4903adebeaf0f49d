using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of DeploymentStrategy; one that is not listed survives.</summary>
public class DeploymentStrategy : ConstantClass
{
    public static readonly DeploymentStrategy BLUE_GREEN = new("BLUE_GREEN");
    public static readonly DeploymentStrategy CANARY = new("CANARY");
    public static readonly DeploymentStrategy LINEAR = new("LINEAR");
    public static readonly DeploymentStrategy ROLLING = new("ROLLING");

    public DeploymentStrategy(string value)
        : base(value) { }

    public static DeploymentStrategy FindValue(string value) => FindValue<DeploymentStrategy>(value);

    public static implicit operator DeploymentStrategy(string value) => FindValue(value);
}
