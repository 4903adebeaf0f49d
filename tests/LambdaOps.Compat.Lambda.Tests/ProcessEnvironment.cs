namespace LambdaOps.Compat.Lambda.Tests;

/// <summary>Tests that change the process's environment variables, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ProcessEnvironment
{
    internal const string Name = "process environment";
}
