namespace LambdaOps.Account.Lambda.Stacks;

/// <summary>A template that cannot be deployed here.</summary>
/// <param name="path">Where: Resources/Responder/Properties/Timeout.</param>
public sealed class StackError(string path, string message) : Exception($"{path}: {message}")
{
    public string Path { get; } = path;

    /// <summary>The resource (or parameter, condition, output) that it is about.</summary>
    public string LogicalId { get; } = path.Split('/') is [_, var id, ..] ? id : path;
}
