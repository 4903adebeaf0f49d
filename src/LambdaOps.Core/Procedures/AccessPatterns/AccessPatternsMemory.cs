using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LambdaOps.Core.Checks;

[JsonDerivedType(typeof(AccessPatterns), "accessPatterns")]
public abstract partial record CheckMemory
{
    /// <summary>Failed logins by the day (2026-01-14), by which a later day is told from a usual one.</summary>
    public sealed record AccessPatterns(ImmutableSortedDictionary<string, long> FailedLogins) : CheckMemory
    {
        /// <summary>Two weeks and a day: the same weekday is among them twice.</summary>
        public const int MostDays = 15;

        public static AccessPatterns None { get; } =
            new(ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal));
    }
}
