using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of ApplicationProtocol; one that is not listed survives.</summary>
public class ApplicationProtocol : ConstantClass
{
    public static readonly ApplicationProtocol Grpc = new("grpc");
    public static readonly ApplicationProtocol Http = new("http");
    public static readonly ApplicationProtocol Http2 = new("http2");

    public ApplicationProtocol(string value)
        : base(value) { }

    public static ApplicationProtocol FindValue(string value) => FindValue<ApplicationProtocol>(value);

    public static implicit operator ApplicationProtocol(string value) => FindValue(value);
}
