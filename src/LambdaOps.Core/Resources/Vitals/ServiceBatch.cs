using System.Collections.Immutable;
using System.Globalization;

namespace LambdaOps.Core.Resources;

/// <summary>Some of the estate's services, as one look can ask about them all.</summary>
public sealed record ServiceBatch(TargetId Id, ImmutableArray<OperatedService> Services) : Resource(Id, Runbook: null)
{
    /// <summary>What says how many people use the application; null where that is not asked with this batch.</summary>
    public CustomMetric? ActiveUsers { get; init; }

    /// <summary>The load balancers of its services, each once.</summary>
    public IEnumerable<string> LoadBalancers =>
        Services.Select(service => service.LoadBalancer).OfType<string>().Distinct(StringComparer.Ordinal);

    public bool Equals(ServiceBatch? other) =>
        base.Equals(other) && Services.SequenceEqual(other.Services) && ActiveUsers == other.ActiveUsers;

    public override int GetHashCode() => HashCode.Combine(Id, Services.Length, ActiveUsers);
}

/// <summary>A metric that the application writes itself (PutMetricData).</summary>
/// <param name="Dimensions">By name; a series with other ones, or more, is another series.</param>
public sealed record CustomMetric(string Namespace, string Name, ImmutableSortedDictionary<string, string> Dimensions)
{
    public bool Equals(CustomMetric? other) =>
        other is not null
        && (Namespace, Name) == (other.Namespace, other.Name)
        && Dimensions.SequenceEqual(other.Dimensions);

    public override int GetHashCode() => HashCode.Combine(Namespace, Name, Dimensions.Count);

    public override string ToString() => $"{Namespace} {Name}";
}

/// <summary>What CloudWatch has of one metric in the last hour, a value a minute, oldest first.</summary>
public sealed record MetricSeries(ImmutableArray<MinuteValue> Values)
{
    public static MetricSeries Empty { get; } = new([]);

    /// <summary>What two weeks say of a series without anything in the hour; null where nobody asked.</summary>
    public string? Absence { get; init; }

    /// <summary>Why a part of it is not known; null where all is. What is not there is no zero then.</summary>
    public string? Hole { get; init; }

    public bool IsEmpty => Values.IsEmpty;

    /// <summary>Of two series one: minute by minute what both come to, or what one alone has.</summary>
    public MetricSeries With(MetricSeries other, Func<IEnumerable<double>, double> together) =>
        new([
            .. Values
                .Concat(other.Values)
                .GroupBy(minute => minute.At, minute => minute.Value)
                .OrderBy(minute => minute.Key)
                .Select(minute => new MinuteValue(minute.Key, together(minute))),
        ])
        {
            Absence = IsEmpty && other.IsEmpty ? Absence ?? other.Absence : null,
            Hole = Hole ?? other.Hole,
        };

    /// <summary>Null where that minute has no datapoint: that is not zero.</summary>
    public double? At(DateTimeOffset minute)
    {
        for (var at = Values.Length - 1; at >= 0 && Values[at].At >= minute; at--)
        {
            if (Values[at].At == minute)
            {
                return Values[at].Value;
            }
        }

        return null;
    }

    public MinuteValue? Last => IsEmpty ? null : Values[^1];

    public bool Equals(MetricSeries? other) =>
        other is not null && (Absence, Hole) == (other.Absence, other.Hole) && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => HashCode.Combine(Values.Length, Absence, Hole);
}

/// <summary>The value of one minute, which is named by its beginning.</summary>
public readonly record struct MinuteValue(DateTimeOffset At, double Value);

/// <summary>The newest minutes that CloudWatch has completely.</summary>
public static class CompleteMinutes
{
    /// <summary>Datapoints of the last two minutes may still change.</summary>
    private static readonly TimeSpan s_incomplete = TimeSpan.FromMinutes(2);

    /// <summary>How far back a metric is asked, so that one that fell silent is told from one that never was.</summary>
    public static TimeSpan Asked { get; } = TimeSpan.FromHours(1);

    /// <summary>The end of the newest complete minute.</summary>
    public static DateTimeOffset Until(DateTimeOffset now) =>
        now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)) - s_incomplete;

    /// <summary>The three newest ones, oldest first.</summary>
    public static ImmutableArray<DateTimeOffset> Of(DateTimeOffset now) =>
        [Until(now).AddMinutes(-3), Until(now).AddMinutes(-2), Until(now).AddMinutes(-1)];

    /// <summary>"10:41" in UTC.</summary>
    public static string Text(DateTimeOffset minute) =>
        minute.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);
}
