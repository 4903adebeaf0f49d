using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of ServiceField; one that is not listed survives.</summary>
public class ServiceField : ConstantClass
{
    public static readonly ServiceField TAGS = new("TAGS");

    public ServiceField(string value)
        : base(value) { }

    public static ServiceField FindValue(string value) => FindValue<ServiceField>(value);

    public static implicit operator ServiceField(string value) => FindValue(value);
}
