using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Checks;

[JsonDerivedType(typeof(QuickCheck), "quickCheck")]
public abstract partial record CheckMemory
{
    /// <summary>What has been found, while health URLs that failed are asked once more.</summary>
    public sealed record QuickCheck(ImmutableArray<Finding> Found) : CheckMemory;
}
