namespace LambdaOps.Compat.Lambda.Tests;

/// <summary>A clock that stands still.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}

/// <summary>Tests that change the process's environment variables, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ProcessEnvironment
{
    internal const string Name = "process environment";
}
