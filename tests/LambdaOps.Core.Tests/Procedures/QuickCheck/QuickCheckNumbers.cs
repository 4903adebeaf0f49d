using System.Collections.Immutable;
using LambdaOps.Core.Estates;
using LambdaOps.Core.Resources;

namespace LambdaOps.Core.Tests.Procedures.QuickCheck;

/// <summary>All is well, until a test says otherwise; each has something 20 minutes ago.</summary>
internal sealed class QuickCheckNumbers
{
    public const string Balancer = "app/prod-alb/50dc6c495c0c9188";

    private static readonly ImmutableArray<DateTimeOffset> s_minutes = CompleteMinutes.Of(Some.Now);

    public double?[] P50 { get; set; } = [50, 50, 50];
    public double?[] P95 { get; set; } = [200, 200, 200];
    public double?[] P99 { get; set; } = [500, 500, 500];
    public double?[] Requests { get; set; } = [1000, 1000, 1000];
    public double?[] Errors { get; set; } = [null, null, null];
    public double?[] Own { get; set; } = [null, null, null];
    public double?[] Cpu { get; set; } = [40, 40, 40];
    public double?[] Connections { get; set; } = [200, 200, 200];
    public MetricSeries Users { get; set; } = new([new(s_minutes[0].AddMinutes(-5), 85), new(s_minutes[0], 87)]);
    public string? Absence { get; set; }
    public Fact<HealthProbe> Health { get; set; } = Fact.Known(Some.HealthyProbe, Some.Now);
    public Fact<TaskCounts> Tasks { get; set; } = Fact.Known(new TaskCounts(5, 5, 0, 1), Some.Now);
    public ActiveAlarms Alarms { get; set; } = ActiveAlarms.None;

    public Evidence Seen(Estate estate) =>
        Evidence
            .NotAsked.Shows(
                VitalsLooks.Health,
                new BatchHealth(estate.Services.ToImmutableDictionary(one => one.Id, _ => Health))
            )
            .Shows(
                VitalsLooks.Numbers,
                new BatchNumbers(
                    estate.Services.ToImmutableDictionary(one => one.Id, _ => Service),
                    ImmutableDictionary<string, BalancerNumbers>.Empty.Add(
                        Balancer,
                        new BalancerNumbers(Series(Own), Series(Requests), Series(Connections))
                    ),
                    Users
                )
            )
            .Shows(VitalsLooks.Tasks, new BatchTasks(estate.Services.ToImmutableDictionary(one => one.Id, _ => Tasks)))
            .Shows(
                VitalsLooks.Alarms,
                new BatchAlarms(ImmutableDictionary<TargetId, ActiveAlarms>.Empty.Add(Some.Target, Alarms))
            );

    private ServiceNumbers Service =>
        new(
            Series(Cpu),
            Series([50, 50, 50]),
            new BehindBalancer(Series(P50), Series(P95), Series(P99), Series(Requests), Series(Errors))
        );

    private MetricSeries Series(double?[] values) =>
        Absence is not null
            ? MetricSeries.Empty with
            {
                Absence = Absence,
            }
            : new MetricSeries([
                new(s_minutes[0].AddMinutes(-20), 1),
                .. values
                    .Select((value, at) => (value, at))
                    .Where(one => one.value is not null)
                    .Select(one => new MinuteValue(s_minutes[one.at], one.value!.Value)),
            ]);
}
