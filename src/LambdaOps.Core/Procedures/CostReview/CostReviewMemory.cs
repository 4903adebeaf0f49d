using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Checks;

[JsonDerivedType(typeof(CostReview), "costReview")]
public abstract partial record CheckMemory
{
    /// <summary>What the costs say, while the reasons are asked for; of the last run the reasons alone.</summary>
    public sealed record CostReview : CheckMemory
    {
        public ImmutableArray<Finding> Found { get; init; } = [];

        /// <summary>The first day of the earlier one of both months.</summary>
        public DateOnly Before { get; init; }

        /// <summary>Services that cost so much more in the last month that it is a warning, the largest rise first.</summary>
        public ImmutableArray<CostRise> Risen { get; init; } = [];

        /// <summary>As AWS writes it: USD.</summary>
        public string Currency { get; init; } = "";

        /// <summary>Whether AWS no longer changes the last month.</summary>
        public bool IsFinal { get; init; }

        public ImmutableArray<CostReason> Reasons { get; init; } = [];

        /// <summary>What the reasons are asked for.</summary>
        [JsonIgnore]
        public CostMovers Movers => new(Before, [.. Risen.Select(rise => rise.Service)]);
    }
}

/// <summary>One service's cost in two months.</summary>
public sealed record CostRise(string Service, decimal Before, decimal After);
