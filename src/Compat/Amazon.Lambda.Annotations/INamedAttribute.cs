namespace Amazon.Lambda.Annotations;

/// <summary>An attribute whose value in the request has a name of its own.</summary>
public interface INamedAttribute
{
    string Name { get; set; }
}
