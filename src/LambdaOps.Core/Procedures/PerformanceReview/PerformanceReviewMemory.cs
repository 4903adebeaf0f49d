using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Checks;

[JsonDerivedType(typeof(PerformanceReview), "performanceReview")]
public abstract partial record CheckMemory
{
    /// <summary>How far the performance review has come; of the last run its values alone.</summary>
    public sealed record PerformanceReview : CheckMemory
    {
        /// <summary>More values are not kept: what has none says no trend.</summary>
        public const int MostValues = 400;

        /// <summary>The next question.</summary>
        public int At { get; init; }

        /// <summary>The query of that question that is not over; null for none.</summary>
        public string? Query { get; init; }

        /// <summary>How often its answer was asked for.</summary>
        public int Asked { get; init; }

        /// <summary>What was found so far.</summary>
        public ImmutableArray<Finding> Found { get; init; } = [];

        /// <summary>The values that the next review is held against, by what they are of.</summary>
        public ImmutableSortedDictionary<string, double> Values { get; init; } =
            ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal);
    }
}
