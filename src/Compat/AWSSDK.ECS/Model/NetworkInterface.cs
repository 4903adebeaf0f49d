namespace Amazon.ECS.Model;

/// <summary>Amazon Elastic Container Service: network interface.</summary>
public class NetworkInterface
{
    public string AttachmentId { get; set; }

    public string Ipv6Address { get; set; }

    public string PrivateIpv4Address { get; set; }
}
