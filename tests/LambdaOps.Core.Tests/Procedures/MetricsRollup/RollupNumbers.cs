using System.Collections.Immutable;
using LambdaOps.Core.Calendars;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.MetricsRollup;

/// <summary>A day in CloudWatch, as a test wants it: 100 requests a minute, all well.</summary>
internal sealed class RollupNumbers(LocalDay day)
{
    public Func<int, double?> Requests { get; set; } = _ => 100;

    public Func<int, double?> Errors { get; set; } = _ => null;

    public Func<int, double?> Own { get; set; } = _ => null;

    public bool HasOwn { get; set; } = true;

    public Func<int, double?> P95Ms { get; set; } = _ => 200;

    public Func<int, double?> Cpu { get; set; } = _ => 40;

    public string? Hole { get; set; }

    public DayNumbers All(TargetId service) =>
        new(
            day,
            ImmutableDictionary<TargetId, ServiceDay>.Empty.Add(
                service,
                new ServiceDay(
                    ByHour(Cpu),
                    ByHour(_ => 50),
                    new BalancedDay(
                        ByMinute(Requests) with
                        {
                            Hole = Hole,
                        },
                        ByMinute(Errors),
                        HasOwn ? ByMinute(Own) : null,
                        ByHour(_ => 50),
                        ByHour(P95Ms),
                        ByHour(_ => 500)
                    )
                )
            ),
            ImmutableDictionary<string, TableDay>.Empty,
            null
        );

    private MetricSeries ByMinute(Func<int, double?> of) =>
        Series(of, (int)day.Length.TotalMinutes, TimeSpan.FromMinutes(1));

    private MetricSeries ByHour(Func<int, double?> of) => Series(of, (int)day.Length.TotalHours, TimeSpan.FromHours(1));

    private MetricSeries Series(Func<int, double?> of, int count, TimeSpan step) =>
        new([
            .. Enumerable
                .Range(0, count)
                .Select(at => (At: day.From + (step * at), Value: of(at)))
                .Where(point => point.Value is not null)
                .Select(point => new MinuteValue(point.At, point.Value!.Value)),
        ]);
}
