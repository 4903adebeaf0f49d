namespace Amazon.Lambda.Annotations;

/// <summary>Makes a method a Lambda function, with a generated wrapper and a resource in the template.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class LambdaFunctionAttribute : Attribute
{
    /// <summary>The resource's name in the template.</summary>
    public string ResourceName { get; set; }

    /// <summary>Seconds.</summary>
    public uint Timeout { get; set; }

    /// <summary>Megabytes.</summary>
    public uint MemorySize { get; set; }

    /// <summary>The role's ARN, or <c>@</c> and the name of a role in the template.</summary>
    public string Role { get; set; }

    /// <summary>Managed policies, separated by commas; not together with <see cref="Role"/>.</summary>
    public string Policies { get; set; }

    public LambdaPackageType PackageType { get; set; }
}

public enum LambdaPackageType
{
    Zip = 0,
    Image = 1,
}

/// <summary>An attribute whose value in the request has a name of its own.</summary>
public interface INamedAttribute
{
    string Name { get; set; }
}
