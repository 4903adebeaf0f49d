using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Checks;

[JsonDerivedType(typeof(SecurityFindings), "securityFindings")]
public abstract partial record CheckMemory
{
    /// <summary>Which findings were seen, by service and region, so that the next run knows what is new.</summary>
    public sealed record SecurityFindings(ImmutableSortedDictionary<string, FindingsThen> Seen) : CheckMemory;
}

/// <param name="At">When the run began that read all of them.</param>
/// <param name="Ids">Of those of medium severity and above.</param>
public sealed record FindingsThen(DateTimeOffset At, ImmutableArray<string> Ids);
