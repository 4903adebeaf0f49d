using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of NetworkMode; one that is not listed survives.</summary>
public class NetworkMode : ConstantClass
{
    public static readonly NetworkMode Awsvpc = new("awsvpc");
    public static readonly NetworkMode Bridge = new("bridge");
    public static readonly NetworkMode Host = new("host");
    public static readonly NetworkMode None = new("none");

    public NetworkMode(string value)
        : base(value) { }

    public static NetworkMode FindValue(string value) => FindValue<NetworkMode>(value);

    public static implicit operator NetworkMode(string value) => FindValue(value);
}
