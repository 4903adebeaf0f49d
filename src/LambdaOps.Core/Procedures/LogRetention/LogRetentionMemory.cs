using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LambdaOps.Core.Procedures.LogRetention;

namespace LambdaOps.Core.Checks;

[JsonDerivedType(typeof(LogRetention), "logRetention")]
public abstract partial record CheckMemory
{
    /// <summary>What the retention of log groups remembers: which it has set in this run, and how that went.</summary>
    public sealed record LogRetention(ImmutableArray<TriedRetention> Tried) : CheckMemory;
}
