using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>What can be asked of the region's Lambda functions.</summary>
public static class FunctionLooks
{
    /// <summary>What all functions of the region run on, whoever deployed them (ListFunctions).</summary>
    public static Look<FunctionRuntimes> Runtimes { get; } =
        new("runtimes of functions", "lambda:ListFunctions")
        {
            IsAbout = static target => target is ImageBatch { HasFunctions: true },
        };
}

/// <summary>The region's functions by what they run on.</summary>
public sealed record FunctionRuntimes(ImmutableArray<FunctionRuntime> All)
{
    /// <summary>Whether there are more functions than were read.</summary>
    public bool IsCut { get; init; }

    public override string ToString() => FormattableString.Invariant($"{All.Sum(one => one.Count)} functions");
}

/// <summary>Functions that run on the same.</summary>
/// <param name="Id">As Lambda writes it: nodejs22.x; null of functions that are container images.</param>
/// <param name="Names">Some of them, in order.</param>
public sealed record FunctionRuntime(string? Id, int Count, ImmutableArray<string> Names)
{
    /// <summary>More names are not kept.</summary>
    public const int MostNames = 5;
}
