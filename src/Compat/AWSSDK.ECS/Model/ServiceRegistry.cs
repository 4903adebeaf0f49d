namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: service registry.</summary>
public class ServiceRegistry
{
    public string ContainerName { get; set; }

    public int? ContainerPort { get; set; }

    public int? Port { get; set; }

    public string RegistryArn { get; set; }
}
