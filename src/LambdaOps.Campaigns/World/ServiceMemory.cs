using System.Collections.Immutable;
using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.World;

/// <summary>
/// The memory of a service's tasks as lines over time: flat while all is well, climbing while it leaks, and back where
/// new tasks serve. Tasks that have no more of it are killed.
/// </summary>
internal sealed class ServiceMemory(CampaignRun run, CampaignService service)
{
    private const double Base = 50;

    private const double Full = 100;

    private readonly List<(DateTimeOffset From, double Percent, double PerMinute)> _lines =
    [
        (CampaignClock.Start.AddDays(-1), Base, 0),
    ];

    private int _generation;

    private DateTimeOffset Now => CampaignClock.Start.AddTicks(run.Clock.Ticks);

    public double Percent => At(Now);

    /// <summary>Memory leaks from now on, so many percent a minute; 0 is no more.</summary>
    public void Leak(double perMinute) => Go(Percent, perMinute);

    /// <summary>New tasks serve: they have all of it, and leak as the old ones did.</summary>
    public void Renew()
    {
        if (_lines[^1] is { PerMinute: > 0 } or { Percent: > Base })
        {
            Go(Base, _lines[^1].PerMinute);
        }
    }

    /// <summary>A person ends it: nothing leaks, and the tasks have it back.</summary>
    public void Fix() => Go(Base, 0);

    /// <summary>The last hour's complete minutes.</summary>
    public TaskUsage Usage()
    {
        var until = CompleteMinutes.Until(Now);
        var (cpu, memory) = (ImmutableArray.CreateBuilder<MinuteValue>(), ImmutableArray.CreateBuilder<MinuteValue>());
        for (var at = until - CompleteMinutes.Asked; at < until; at += TimeSpan.FromMinutes(1))
        {
            memory.Add(new MinuteValue(at, At(at)));

            // What it was is not kept: a minute is as busy as now.
            cpu.Add(new MinuteValue(at, service.Load.Cpu));
        }

        return new TaskUsage(new MetricSeries(cpu.DrainToImmutable()), new MetricSeries(memory.DrainToImmutable()));
    }

    private double At(DateTimeOffset moment)
    {
        var line = _lines.FindLast(one => one.From <= moment);
        return Math.Min(Full, line.Percent + (line.PerMinute * (moment - line.From).TotalMinutes));
    }

    private void Go(double percent, double perMinute)
    {
        _lines.Add((Now, percent, perMinute));
        var mine = ++_generation;
        Later(service.Operated.Thresholds.Memory.Warning, service.Touch);
        Later(Full, Kill);

        void Later(double level, Action then)
        {
            if (perMinute > 0 && level > percent)
            {
                run.Clock.In(
                    TimeSpan.FromMinutes((level - percent) / perMinute) + TimeSpan.FromSeconds(1),
                    () =>
                    {
                        if (mine == _generation)
                        {
                            then();
                        }
                    }
                );
            }
        }
    }

    /// <summary>ECS starts others in their place.</summary>
    private void Kill()
    {
        run.Say($"the tasks of {service.Operated.Id} are out of memory");
        var primary = service.Primary;
        primary.Hung = primary.Running;
        service.Touch();
        run.Clock.In(
            service.Plan.StartsIn,
            () =>
            {
                primary.Hung = 0;
                Renew();
                service.Touch();
            }
        );
    }
}
