namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: runtime platform.</summary>
public class RuntimePlatform
{
    public CPUArchitecture CpuArchitecture { get; set; }

    public OSFamily OperatingSystemFamily { get; set; }
}
