using System.Collections.Immutable;
using LambdaOps.Core.Estates;

namespace LambdaOps.Core.Resources;

/// <summary>What the performance review looks at: as a check's part all that the estate names, in a look a piece of it.</summary>
public sealed record PerformanceScope() : Resource(new TargetId("performance"), Runbook: null)
{
    /// <summary>Log groups of services, each once.</summary>
    public ImmutableArray<string> LogGroups { get; init; } = [];

    /// <summary>Names of tables.</summary>
    public ImmutableArray<string> Tables { get; init; } = [];

    public ImmutableArray<OperatedSite> Sites { get; init; } = [];

    public ImmutableArray<OperatedCache> Caches { get; init; } = [];

    /// <summary>What is asked about: full hours, as CloudWatch has numbers by the hour for more than a year.</summary>
    public DateTimeOffset From { get; init; }

    public DateTimeOffset Until { get; init; }

    /// <summary>A request that takes longer, in milliseconds, is slow.</summary>
    public int SlowMs { get; init; }

    /// <summary>How the fields of the log group's lines are called.</summary>
    public RequestFields Fields { get; init; } = RequestFields.Default;

    /// <summary>The query of the log group that was started before, and was not over; null to start one.</summary>
    public string? Query { get; init; }

    /// <summary>All that an estate names.</summary>
    public static PerformanceScope Of(Estate estate) =>
        new()
        {
            LogGroups = [.. estate.Services.Select(service => service.LogGroup).OfType<string>().Distinct()],
            Tables = BackedUpTables.NamesIn(estate),
            Sites = estate.Sites,
            Caches = estate.Caches,
        };

    public bool IsEmpty => LogGroups.IsEmpty && Tables.IsEmpty && Sites.IsEmpty && Caches.IsEmpty;

    public bool Equals(PerformanceScope? other) =>
        base.Equals(other)
        && (From, Until, SlowMs, Query, Fields) == (other.From, other.Until, other.SlowMs, other.Query, other.Fields)
        && LogGroups.SequenceEqual(other.LogGroups)
        && Tables.SequenceEqual(other.Tables)
        && Sites.SequenceEqual(other.Sites)
        && Caches.SequenceEqual(other.Caches);

    public override int GetHashCode() =>
        HashCode.Combine(LogGroups.Length, Tables.Length, Sites.Length, Caches.Length, From, Until, Query);
}
