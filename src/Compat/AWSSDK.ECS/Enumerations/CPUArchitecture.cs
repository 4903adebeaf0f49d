using Amazon.Runtime;

namespace Amazon.ECS;

/// <summary>Values of CPUArchitecture; one that is not listed survives.</summary>
public class CPUArchitecture : ConstantClass
{
    public static readonly CPUArchitecture ARM64 = new("ARM64");
    public static readonly CPUArchitecture X86_64 = new("X86_64");

    public CPUArchitecture(string value)
        : base(value) { }

    public static CPUArchitecture FindValue(string value) => FindValue<CPUArchitecture>(value);

    public static implicit operator CPUArchitecture(string value) => FindValue(value);
}
