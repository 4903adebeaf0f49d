using System.Collections.Immutable;
using System.Text.Json.Serialization;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Checks;

[JsonDerivedType(typeof(DailyReport), "dailyReport")]
public abstract partial record CheckMemory
{
    /// <summary>The figures of the report's days, as they come together.</summary>
    /// <param name="Left">Days that the journal does not have whole, and that CloudWatch is asked for.</param>
    public sealed record DailyReport(ImmutableArray<DayFigures> Figures, ImmutableArray<DateOnly> Left) : CheckMemory
    {
        /// <summary>Why the figures of a day are not known.</summary>
        public ImmutableSortedDictionary<string, string> Missing { get; init; } =
            ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
    }
}
