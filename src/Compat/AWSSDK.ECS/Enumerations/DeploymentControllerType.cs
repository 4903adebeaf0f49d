using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of DeploymentControllerType; one that is not listed survives.</summary>
public class DeploymentControllerType : ConstantClass
{
    public static readonly DeploymentControllerType CODE_DEPLOY = new("CODE_DEPLOY");
    public static readonly DeploymentControllerType ECS = new("ECS");
    public static readonly DeploymentControllerType EXTERNAL = new("EXTERNAL");

    public DeploymentControllerType(string value)
        : base(value) { }

    public static DeploymentControllerType FindValue(string value) => FindValue<DeploymentControllerType>(value);

    public static implicit operator DeploymentControllerType(string value) => FindValue(value);
}
