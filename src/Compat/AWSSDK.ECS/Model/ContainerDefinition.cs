namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: container definition.</summary>
public class ContainerDefinition
{
    public List<string> Command { get; set; }

    public int? Cpu { get; set; }

    public List<ContainerDependency> DependsOn { get; set; }

    public List<string> EntryPoint { get; set; }

    public List<KeyValuePair> Environment { get; set; }

    public bool? Essential { get; set; }

    public HealthCheck HealthCheck { get; set; }

    public string Image { get; set; }

    public LogConfiguration LogConfiguration { get; set; }

    public int? Memory { get; set; }

    public int? MemoryReservation { get; set; }

    public string Name { get; set; }

    public List<PortMapping> PortMappings { get; set; }

    public bool? ReadonlyRootFilesystem { get; set; }

    public List<Secret> Secrets { get; set; }

    public int? StartTimeout { get; set; }

    public int? StopTimeout { get; set; }

    public string User { get; set; }

    public string WorkingDirectory { get; set; }
}
