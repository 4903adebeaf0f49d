using System.Collections.Immutable;

namespace LambdaOps.Core.Resources;

/// <summary>What one day of one service, table or the users came to: what the journal keeps for 400 days.</summary>
/// <param name="Subject">As <see cref="FigureDays.Subjects"/> names it.</param>
/// <param name="Values">By the figure's name (<see cref="Figure"/>); one that is not there is not known.</param>
public sealed record DayFigures(string Subject, DateOnly Day, ImmutableSortedDictionary<string, double> Values)
{
    /// <summary>By the hour of the day, from its first; null where the hour has no datapoint.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<double?>> Hours { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableArray<double?>>(StringComparer.Ordinal);

    /// <summary>Why a part of it is not known; null where CloudWatch had all that there was.</summary>
    public string? Hole { get; init; }

    public double? Of(Figure figure) => Values.TryGetValue(figure.Name, out var value) ? value : null;

    public ImmutableArray<double?> HoursOf(Figure figure) => Hours.TryGetValue(figure.Name, out var hours) ? hours : [];

    public bool Equals(DayFigures? other) =>
        other is not null
        && (Subject, Day, Hole) == (other.Subject, other.Day, other.Hole)
        && Values.SequenceEqual(other.Values)
        && Hours.Keys.SequenceEqual(other.Hours.Keys)
        && Hours.All(one => one.Value.SequenceEqual(other.Hours[one.Key]));

    public override int GetHashCode() => HashCode.Combine(Subject, Day, Values.Count);
}

/// <summary>A number of a day.</summary>
/// <param name="Name">As it is kept: it stays as it is.</param>
/// <param name="Over">What several days of it come to.</param>
public sealed record Figure(string Name, FigureSum Over)
{
    /// <summary>For which the load balancer chose a target, and those that it failed itself where they are the service's.</summary>
    public static Figure Requests { get; } = new("requests", FigureSum.Total);

    /// <summary>Answered with a 5XX.</summary>
    public static Figure Failed { get; } = new("failed", FigureSum.Total);

    /// <summary>Minutes in which so many failed that the service counts as down.</summary>
    public static Figure DownMinutes { get; } = new("downMinutes", FigureSum.Total);

    /// <summary>Minutes with a request: nobody knows how it was in the others.</summary>
    public static Figure BusyMinutes { get; } = new("busyMinutes", FigureSum.Total);

    /// <summary>
    /// Of the hours' percentiles the mean, weighted by their requests: CloudWatch's longest period that begins with a
    /// day of any time zone is an hour.
    /// </summary>
    public static Figure P50Ms { get; } = new("p50Ms", FigureSum.ByRequests);

    /// <inheritdoc cref="P50Ms"/>
    public static Figure P95Ms { get; } = new("p95Ms", FigureSum.ByRequests);

    /// <inheritdoc cref="P50Ms"/>
    public static Figure P99Ms { get; } = new("p99Ms", FigureSum.ByRequests);

    /// <summary>Percent, on average.</summary>
    public static Figure Cpu { get; } = new("cpu", FigureSum.Mean);

    /// <summary>Percent, in the hour with the highest average.</summary>
    public static Figure CpuMost { get; } = new("cpuMost", FigureSum.Most);

    /// <inheritdoc cref="Cpu"/>
    public static Figure Memory { get; } = new("memory", FigureSum.Mean);

    /// <inheritdoc cref="CpuMost"/>
    public static Figure MemoryMost { get; } = new("memoryMost", FigureSum.Most);

    /// <summary>On average.</summary>
    public static Figure Users { get; } = new("users", FigureSum.Mean);

    public static Figure UsersMost { get; } = new("usersMost", FigureSum.Most);

    /// <summary>Capacity units that a table's reads took.</summary>
    public static Figure ReadUnits { get; } = new("readUnits", FigureSum.Total);

    public static Figure WriteUnits { get; } = new("writeUnits", FigureSum.Total);

    /// <summary>Requests that the table refused for want of capacity.</summary>
    public static Figure Throttled { get; } = new("throttled", FigureSum.Total);
}

/// <summary>What several days of a figure come to.</summary>
public enum FigureSum
{
    Total,

    Mean,

    Most,

    /// <summary>The mean, weighted by the days' requests.</summary>
    ByRequests,
}
