using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace LambdaOps.Core.Backtests;

/// <summary>What one metric was, by time.</summary>
public sealed class PastMetric
{
    private readonly long[] _times;
    private readonly double[] _values;

    private PastMetric(string file, string name, long[] times, double[] values) =>
        (File, Name, _times, _values) = (file, name, times, values);

    /// <summary>As the person named it.</summary>
    public string File { get; }

    /// <summary>The metric's: a column, a label.</summary>
    public string Name { get; }

    public int Count => _times.Length;

    /// <summary>Of each point in UTC ticks, in their order.</summary>
    public ReadOnlySpan<long> Times => _times;

    public ReadOnlySpan<double> Values => _values;

    public DateTimeOffset First => At(_times[0]);

    public DateTimeOffset Last => At(_times[^1]);

    /// <summary>The usual distance of two points: the median of the first ones; null for a single point.</summary>
    public TimeSpan? Step
    {
        get
        {
            var steps = new List<long>();
            for (var at = 1; at < _times.Length && steps.Count < MostSteps; at++)
            {
                if (_times[at] > _times[at - 1])
                {
                    steps.Add(_times[at] - _times[at - 1]);
                }
            }

            steps.Sort();
            return steps.Count == 0 ? null : TimeSpan.FromTicks(steps[steps.Count / 2]);
        }
    }

    private const int MostSteps = 1001;

    /// <summary>The points in the order of time; those without a finite value are left out, as CloudWatch has none.</summary>
    /// <param name="times">UTC ticks.</param>
    /// <exception cref="ArgumentException">There are not as many times as values.</exception>
    public static PastMetric Of(string file, string name, List<long> times, List<double> values)
    {
        if (times.Count != values.Count)
        {
            throw new ArgumentException($"{times.Count} times, {values.Count} values", nameof(values));
        }

        var (kept, sorted) = (0, true);
        var (at, value) = (new long[times.Count], new double[times.Count]);
        foreach (var (index, one) in CollectionsMarshal.AsSpan(values).ToArray().Index())
        {
            if (double.IsFinite(one))
            {
                sorted &= kept == 0 || times[index] >= at[kept - 1];
                (at[kept], value[kept]) = (times[index], one);
                kept++;
            }
        }

        (at, value) = (at[..kept], value[..kept]);
        if (!sorted)
        {
            Array.Sort(at, value);
        }

        return new PastMetric(file, name, at, value);
    }

    internal static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}

/// <summary>When people say that something was wrong; both ends belong to it.</summary>
public sealed record MarkedWindow(DateTimeOffset From, DateTimeOffset To);
