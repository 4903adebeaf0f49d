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
public sealed record Figure(string Name)
{
    /// <summary>For which the load balancer chose a target, and those that it failed itself where they are the service's.</summary>
    public static Figure Requests { get; } = new("requests");

    /// <summary>Answered with a 5XX.</summary>
    public static Figure Failed { get; } = new("failed");

    /// <summary>Minutes in which so many failed that the service counts as down.</summary>
    public static Figure DownMinutes { get; } = new("downMinutes");

    /// <summary>Minutes with a request: nobody knows how it was in the others.</summary>
    public static Figure BusyMinutes { get; } = new("busyMinutes");

    /// <summary>
    /// Of the hours' percentiles the mean, weighted by their requests: CloudWatch's longest period that begins with a
    /// day of any time zone is an hour.
    /// </summary>
    public static Figure P50Ms { get; } = new("p50Ms");

    /// <inheritdoc cref="P50Ms"/>
    public static Figure P95Ms { get; } = new("p95Ms");

    /// <inheritdoc cref="P50Ms"/>
    public static Figure P99Ms { get; } = new("p99Ms");

    /// <summary>Percent, on average.</summary>
    public static Figure Cpu { get; } = new("cpu");

    /// <summary>Percent, in the hour with the highest average.</summary>
    public static Figure CpuMost { get; } = new("cpuMost");

    /// <inheritdoc cref="Cpu"/>
    public static Figure Memory { get; } = new("memory");

    /// <inheritdoc cref="CpuMost"/>
    public static Figure MemoryMost { get; } = new("memoryMost");

    /// <summary>On average.</summary>
    public static Figure Users { get; } = new("users");

    public static Figure UsersMost { get; } = new("usersMost");

    /// <summary>Capacity units that a table's reads took.</summary>
    public static Figure ReadUnits { get; } = new("readUnits");

    public static Figure WriteUnits { get; } = new("writeUnits");

    /// <summary>Requests that the table refused for want of capacity.</summary>
    public static Figure Throttled { get; } = new("throttled");
}
