using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of TransportProtocol; one that is not listed survives.</summary>
public class TransportProtocol : ConstantClass
{
    public static readonly TransportProtocol Tcp = new("tcp");
    public static readonly TransportProtocol Udp = new("udp");

    public TransportProtocol(string value)
        : base(value) { }

    public static TransportProtocol FindValue(string value) => FindValue<TransportProtocol>(value);

    public static implicit operator TransportProtocol(string value) => FindValue(value);
}
