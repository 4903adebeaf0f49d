using System.Collections.Immutable;

namespace LambdaOps.Account.Lambda.Stacks;

/// <summary>What a deployment says besides the template.</summary>
public sealed record StackOptions(string StackName = "lambdaops")
{
    public string Region { get; init; } = "ap-northeast-1";

    public string AccountId { get; init; } = "123456789012";

    public string Partition { get; init; } = "aws";

    /// <summary>Where queue URLs point; null is AWS's own endpoint of the region.</summary>
    public string? QueueEndpoint { get; init; }

    /// <summary>Values for parameters, over their defaults.</summary>
    public ImmutableDictionary<string, string> Parameters { get; init; } = ImmutableDictionary<string, string>.Empty;
}
