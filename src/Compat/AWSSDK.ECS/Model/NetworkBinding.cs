namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: network binding.</summary>
public class NetworkBinding
{
    public string BindIP { get; set; }

    public int? ContainerPort { get; set; }

    public string ContainerPortRange { get; set; }

    public int? HostPort { get; set; }

    public string HostPortRange { get; set; }

    public TransportProtocol Protocol { get; set; }
}
