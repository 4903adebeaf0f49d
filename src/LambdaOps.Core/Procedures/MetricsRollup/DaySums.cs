using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Procedures.MetricsRollup;

/// <summary>What a day's metrics come to. What has no datapoint is not there; nothing is taken for zero.</summary>
public static class DaySums
{
    public static ImmutableArray<DayFigures> Of(DayNumbers numbers, MetricsRollupPolicy policy) =>
        [
            .. numbers
                .Services.OrderBy(service => service.Key.Value, StringComparer.Ordinal)
                .Select(service => OfService(service.Key, service.Value, numbers.Day, policy)),
            .. numbers
                .Tables.OrderBy(table => table.Key, StringComparer.Ordinal)
                .Select(table => OfTable(table.Key, table.Value, numbers.Day)),
            .. numbers.Users is { } users ? [OfUsers(users, numbers.Day)] : Array.Empty<DayFigures>(),
        ];

    private static DayFigures OfService(TargetId id, ServiceDay service, LocalDay day, MetricsRollupPolicy policy)
    {
        var sums = new Sums(day);
        sums.Mean(Figure.Cpu, Figure.CpuMost, service.Cpu);
        sums.Mean(Figure.Memory, Figure.MemoryMost, service.Memory);
        if (service.Behind is { } behind)
        {
            OfBalanced(behind, sums, policy);
        }

        return sums.Whole(FigureDays.SubjectOf(id));
    }

    /// <summary>
    /// CloudWatch writes no zeros: a minute with requests and no datapoint of errors had none. What the load balancer
    /// failed itself reached no target, and is no request to it.
    /// </summary>
    private static void OfBalanced(BalancedDay behind, Sums sums, MetricsRollupPolicy policy)
    {
        if ((behind.Requests.Hole ?? behind.Errors.Hole ?? behind.Own?.Hole) is { } hole)
        {
            sums.Lack(hole);
            return;
        }

        var own = behind.Own?.Values ?? [];
        var requests = Add(behind.Requests.Values, own);
        var failed = Add(behind.Errors.Values, own);
        if (requests.Count == 0)
        {
            return;
        }

        var down = requests.Count(minute =>
            failed.GetValueOrDefault(minute.Key) is > 0 and var some
            && 100 * some >= policy.DownPercent * minute.Value
            && (some >= policy.LeastFailed || some >= minute.Value)
        );
        sums.Sum(Figure.Requests, requests);
        sums.Sum(Figure.Failed, failed, where: requests.Keys);
        sums.Set(Figure.BusyMinutes, requests.Count);
        sums.Set(Figure.DownMinutes, down);
        foreach (
            var (figure, series) in new[]
            {
                (Figure.P50Ms, behind.P50Ms),
                (Figure.P95Ms, behind.P95Ms),
                (Figure.P99Ms, behind.P99Ms),
            }
        )
        {
            sums.Weighted(figure, series, requests);
        }
    }

    private static DayFigures OfTable(string name, TableDay table, LocalDay day)
    {
        var sums = new Sums(day);
        sums.Sum(Figure.ReadUnits, table.ReadUnits);
        sums.Sum(Figure.WriteUnits, table.WriteUnits);
        sums.Sum(Figure.Throttled, table.Throttled);
        if (sums.Has(Figure.ReadUnits) || sums.Has(Figure.WriteUnits))
        {
            // DynamoDB counts throttled requests only where there are some.
            sums.SetIfAbsent(Figure.Throttled, 0);
        }

        return sums.Whole(FigureDays.SubjectOfTable(name));
    }

    private static DayFigures OfUsers(UsersDay users, LocalDay day)
    {
        var sums = new Sums(day);
        sums.Mean(Figure.Users, null, users.Average);
        sums.Highest(Figure.UsersMost, users.Most);
        return sums.Whole(FigureDays.UsersSubject);
    }

    private static Dictionary<DateTimeOffset, double> Add(
        ImmutableArray<MinuteValue> some,
        ImmutableArray<MinuteValue> others
    )
    {
        var all = new Dictionary<DateTimeOffset, double>();
        foreach (var (at, value) in some.Concat(others))
        {
            all[at] = all.GetValueOrDefault(at) + value;
        }

        return all;
    }

    /// <summary>One subject's figures of one day, as they come together.</summary>
    private sealed class Sums(LocalDay day)
    {
        private readonly ImmutableSortedDictionary<string, double>.Builder _values =
            ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);

        private readonly ImmutableSortedDictionary<string, ImmutableArray<double?>>.Builder _hours =
            ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<double?>>(StringComparer.Ordinal);

        private string? _hole;

        public bool Has(Figure figure) => _values.ContainsKey(figure.Name);

        public void Lack(string hole) => _hole ??= hole;

        public void Set(Figure figure, double value) => _values[figure.Name] = Rounded(value);

        public void SetIfAbsent(Figure figure, double value) => _values.TryAdd(figure.Name, value);

        public void Sum(Figure figure, MetricSeries series)
        {
            if (series.Hole is { } hole)
            {
                Lack(hole);
            }
            else if (!series.IsEmpty)
            {
                Sum(figure, series.Values.ToDictionary(value => value.At, value => value.Value));
            }
        }

        /// <param name="where">Moments at which nothing counted is zero; null where that is not known.</param>
        public void Sum(
            Figure figure,
            Dictionary<DateTimeOffset, double> values,
            IEnumerable<DateTimeOffset>? where = null
        )
        {
            Set(figure, values.Values.Sum());
            var known = (where ?? []).Select(HourOf).ToHashSet();
            Hourly(
                figure,
                values
                    .GroupBy(value => HourOf(value.Key), value => value.Value)
                    .ToDictionary(hour => hour.Key, hour => hour.Sum()),
                hour => known.Contains(hour) ? 0 : null
            );
        }

        /// <summary>The mean of the hours, and the highest of them.</summary>
        public void Mean(Figure mean, Figure? most, MetricSeries series)
        {
            if (series.Hole is { } hole)
            {
                Lack(hole);
            }
            else if (!series.IsEmpty)
            {
                Set(mean, series.Values.Average(value => value.Value));
                if (most is not null)
                {
                    Set(most, series.Values.Max(value => value.Value));
                }

                Hourly(mean, ByHour(series));
            }
        }

        public void Highest(Figure figure, MetricSeries series)
        {
            if (series.Hole is { } hole)
            {
                Lack(hole);
            }
            else if (!series.IsEmpty)
            {
                Set(figure, series.Values.Max(value => value.Value));
            }
        }

        /// <summary>The mean of the hours, each as often as it had requests.</summary>
        public void Weighted(Figure figure, MetricSeries series, Dictionary<DateTimeOffset, double> requests)
        {
            if (series.Hole is { } hole)
            {
                Lack(hole);
                return;
            }

            var weights = requests
                .GroupBy(value => HourOf(value.Key), value => value.Value)
                .ToDictionary(hour => hour.Key, hour => hour.Sum());
            var (sum, weight) = (0.0, 0.0);
            foreach (var (hour, value) in ByHour(series))
            {
                sum += value * weights.GetValueOrDefault(hour);
                weight += weights.GetValueOrDefault(hour);
            }

            if (weight > 0)
            {
                Set(figure, sum / weight);
                Hourly(figure, ByHour(series));
            }
        }

        public DayFigures Whole(string subject) =>
            new(subject, day.Date, _values.ToImmutable()) { Hours = _hours.ToImmutable(), Hole = _hole };

        private Dictionary<int, double> ByHour(MetricSeries series) =>
            series
                .Values.GroupBy(value => HourOf(value.At), value => value.Value)
                .ToDictionary(hour => hour.Key, hour => hour.Max());

        private void Hourly(Figure figure, Dictionary<int, double> values, Func<int, double?>? otherwise = null) =>
            _hours[figure.Name] = [
                .. Enumerable
                    .Range(0, (int)Math.Ceiling(day.Length.TotalHours))
                    .Select(hour => values.TryGetValue(hour, out var value) ? Rounded(value) : otherwise?.Invoke(hour)),
            ];

        private int HourOf(DateTimeOffset at) => (int)Math.Floor((at - day.From).TotalHours);

        /// <summary>Four digits are enough for people, and an item has 400 KB.</summary>
        private static double Rounded(double value) =>
            value == 0 || Math.Abs(value) >= 1000
                ? Math.Round(value)
                : Math.Round(value, Math.Clamp(3 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 10));
    }
}
