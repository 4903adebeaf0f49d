using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Checks;

[JsonDerivedType(typeof(MetricsRollup), "metricsRollup")]
public abstract partial record CheckMemory
{
    /// <summary>How far a part's run has come.</summary>
    /// <param name="Left">Days whose figures are not kept yet, oldest first.</param>
    /// <param name="Kept">How many days of figures were kept.</param>
    /// <param name="Found">Problems so far.</param>
    public sealed record MetricsRollup(ImmutableArray<DateOnly> Left, int Kept, ImmutableArray<Finding> Found)
        : CheckMemory;
}
