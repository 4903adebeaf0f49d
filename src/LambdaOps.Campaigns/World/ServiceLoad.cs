using LambdaOps.Core.Resources;

namespace LambdaOps.Campaigns.World;

/// <summary>What a service's numbers are, whatever is wrong with it.</summary>
internal sealed class ServiceLoad(CampaignRun run, CampaignService service)
{
    private LoadReading? _newest;
    private long _minute;
    private (double Cpu, double Factor, bool Slow, bool Failing) _of;

    private CampaignServicePlan Plan => service.Plan;

    private int Normal => service.Operated.Capacity.Normal;

    /// <summary>Percent, of the running tasks.</summary>
    public double Cpu => service.Running == 0 ? 0 : Math.Min(100, Work * 100 / service.Running);

    public bool IsSlow => P95 >= service.Operated.Thresholds.P95Ms.Warning;

    /// <summary>Whether requests fail.</summary>
    public bool Fails => !service.IsHealthy && service.Desired > 0;

    /// <summary>The reading before the newest; null when there is none.</summary>
    public LoadReading? Before { get; private set; }

    /// <summary>The newest minute.</summary>
    public LoadReading Newest
    {
        get
        {
            var minute = run.Clock.Ticks / TimeSpan.TicksPerMinute;
            var of = (Cpu, service.Outages.Factor, IsSlow, Fails);
            if (_newest is null || minute != _minute || of != _of)
            {
                (_minute, _of, Before) = (minute, of, _newest);
                _newest = Read(CampaignClock.Start.AddTicks((minute - 1) * TimeSpan.TicksPerMinute));
            }

            return _newest;
        }
    }

    /// <summary>Requests in fully used tasks.</summary>
    private double Work => Plan.BaseCpu / 100 * Normal * service.Outages.Factor;

    private double P95
    {
        get
        {
            var use = Math.Min(0.97, Cpu / 100);
            return (service.Outages.Has(OutageKind.Slowness) || service.Outages.IsThrottled ? 1500 : 0)
                + (110 / (1 - use));
        }
    }

    private LoadReading Read(DateTimeOffset at)
    {
        var p95 = P95;
        const double Requests = 100;
        if (service.Outages.Has(OutageKind.QuietNight))
        {
            // The load balancer counts nothing where there is nothing.
            return new LoadReading(
                at,
                null,
                null,
                null,
                Cpu,
                service.Memory.Percent,
                null,
                null,
                Plan.KnowsCost ? Plan.BaseCpu / 100 * Normal / Requests : null
            );
        }

        // Of a few requests one in three minutes has a slow one.
        p95 = service.Outages.Has(OutageKind.ThinTraffic) && at.Minute % 3 == 0 ? 3000 : p95;
        return new LoadReading(
            at,
            p95 / 4,
            p95,
            p95 * 2.2,
            Cpu,
            service.Memory.Percent,
            Requests * service.Outages.Factor,
            Fails ? 60 : 0.01,
            Plan.KnowsCost ? Plan.BaseCpu / 100 * Normal / Requests : null
        );
    }
}
